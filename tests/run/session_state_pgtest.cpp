// What roles, databases and earlier steps set does not reach a step.
#include <catch2/catch.hpp>

#include "fixture.hpp"
#include "tests/support/fault_results.hpp"

using namespace migrator;
using namespace migrator::testing;
using postgres::Session;

namespace {

// What the second step of a chain finds of what the first one left.
constexpr const char* probe = R"sql(CREATE TABLE probe AS
SELECT current_setting('search_path') AS search_path,
       current_user::text AS "user",
       session_user::text AS "session",
       current_setting('session_replication_role') AS replication_role,
       current_setting('statement_timeout') AS statement_timeout,
       current_setting('standard_conforming_strings') AS strings,
       current_setting('TimeZone') AS zone,
       current_setting('transaction_isolation') AS isolation,
       (SELECT count(*) FROM pg_prepared_statements) AS prepared,
       (SELECT count(*) FROM pg_listening_channels()) AS channels,
       (SELECT count(*) FROM pg_cursors) AS cursors,
       (SELECT count(*) FROM pg_class WHERE relpersistence = 't') AS temporary,
       'a\nb' AS backslash)sql";

const Revision probing = {.message = "Probe", .revises = {"a1"}, .upgrade = [](Operations& op) { op.execute(probe); }};

std::string left_by_step;
const Revision leaving = {.message = "Leave", .upgrade = [](Operations& op) { op.execute(left_by_step); }};

Revisions chain_that_leaves(const std::string& sql) {
    left_by_step = sql;
    return {{"a1", "a1.cpp", &leaving}, {"b2", "b2.cpp", &probing}};
}

void check_pinned(Bench& bench) {
    const auto found = [&](const char* column) {
        return bench.ask("SELECT \"" + std::string(column) + "\" FROM probe");
    };
    CHECK(found("search_path") == "public, pg_temp");
    CHECK(found("user") == bench.ask("SELECT session_user"));
    CHECK(found("session") == bench.ask("SELECT session_user"));
    CHECK(found("replication_role") == "origin");
    CHECK(found("statement_timeout") == "0");
    CHECK(found("strings") == "on");
    CHECK(found("zone") == "UTC");
    CHECK(found("isolation") == "read committed");
    CHECK(found("prepared") == "0");
    CHECK(found("channels") == "0");
    CHECK(found("cursors") == "0");
    CHECK(found("temporary") == "0");
    CHECK(found("backslash") == "a\\nb");
}

Result<void> compute_for_a_while(Session&) {
    const Interrupt nobody;
    nobody.wait_for(300);
    return success();
}

Result<void> unlock_all(Session& session) {
    must(session.run_script("SELECT pg_advisory_unlock_all()"));
    return success();
}

}  // namespace

TEST_CASE("T27: what a step leaves in the session does not reach the next one") {
    Bench bench;
    const std::string sql = GENERATE(as<std::string>{},                                                 //
                                     "SET search_path = pg_catalog",                                    //
                                     "SET ROLE pg_read_all_data",                                       //
                                     "SET SESSION AUTHORIZATION pg_read_all_data",                      //
                                     "SET session_replication_role = replica",                          //
                                     "SET statement_timeout = '10s'; SET TimeZone = 'Asia/Kathmandu'",  //
                                     "SET standard_conforming_strings = off",                           //
                                     "SET default_transaction_isolation = 'serializable'",              //
                                     "SET default_transaction_read_only = on",                          //
                                     "CREATE TEMP TABLE leftover (); LISTEN channel",                   //
                                     "PREPARE leftover AS SELECT 1",                                    //
                                     "DECLARE leftover CURSOR WITH HOLD FOR SELECT 1",                  //
                                     "CREATE TEMP TABLE history (); CREATE TEMP TABLE pg_locks (pid int)");
    CAPTURE(sql);
    must(bench.upgrade(chain_that_leaves(sql)));
    CHECK(bench.history() == "a1 applied, b2 applied");
    check_pinned(bench);
    CHECK(bench.ask("SELECT count(DISTINCT applied_by) FROM migrator.history") == "1");
    const std::string golden = Bench(chain_that_leaves("SELECT 1")).golden_digest();
    bench.require_golden(chain_that_leaves(sql), golden);
    gestaloka::faults::tell(
        {"T27", "a step leaves search_path, a role, replication role, temporary tables, LISTEN, prepared statements",
         "the next step starts from the pinned session, the lock is kept", "as required", 1, 0});
}

TEST_CASE("a step that gives the migration lock away is rolled back") {
    Bench bench;
    SECTION("by raw SQL") {
        const Error error =
            error_of(bench.upgrade(chain_that_leaves("CREATE TABLE t (); SELECT pg_advisory_unlock_all()")));
        CHECK(error.kind() == ErrorKind::lock_lost);
        CHECK(exit_code(error.kind()) == 18);
        CHECK(summary(error).find("revision a1: the migration lock was lost") == 0);
    }
    SECTION("by C++") {
        static const Revision unlocking = {.message = "m", .upgrade = [](Operations& op) {
                                               op.create_table("t", {});
                                               op.run("unlock", unlock_all);
                                           }};
        CHECK(error_of(bench.upgrade({{"a1", "a1.cpp", &unlocking}})).kind() == ErrorKind::lock_lost);
    }
    CHECK(bench.ask("SELECT to_regclass('t')") == "NULL");
    CHECK(bench.history() == "");
    CHECK(bench.is_settled());
}

TEST_CASE("a downgrade that gives the migration lock away is rolled back") {
    static const Revision revision = {.message = "m",
                                      .upgrade = [](Operations& op) { op.create_table("t", {}); },
                                      .downgrade =
                                          [](Operations& op) {
                                              op.drop_table("t");
                                              op.execute("SELECT pg_advisory_unlock_all()");
                                          }};
    const Revisions chain = {{"a", "a.cpp", &revision}};
    Bench bench(chain);
    CHECK(error_of(bench.downgrade(chain, "base")).kind() == ErrorKind::lock_lost);
    CHECK(bench.history() == "a applied");
    CHECK(bench.ask("SELECT to_regclass('t')") == "t");
}

TEST_CASE("the settings of role and database give way to the migrator's own") {
    Bench bench;
    const std::string setting = GENERATE(as<std::string>{},                                 //
                                         "statement_timeout = '1ms'",                       //
                                         "lock_timeout = '1ms'",                            //
                                         "idle_in_transaction_session_timeout = '200ms'",   //
                                         "idle_session_timeout = '200ms'",                  //
                                         "search_path = ''",                                //
                                         "search_path = 'nonexistent'",                     //
                                         "default_transaction_isolation = 'serializable'",  //
                                         "default_transaction_deferrable = on",             //
                                         "standard_conforming_strings = off",               //
                                         "DateStyle = 'SQL, DMY'",                          //
                                         "TimeZone = 'Asia/Kathmandu'",                     //
                                         "bytea_output = 'escape'",                         //
                                         "synchronous_commit = off",                        //
                                         "client_encoding = 'LATIN1'",                      //
                                         "row_security = off");
    CAPTURE(setting);
    bench.execute("ALTER DATABASE " + bench.database.name() + " SET " + setting);
    static const Revision slow = {.message = "Größe", .upgrade = [](Operations& op) {
                                      op.run("compute", compute_for_a_while);
                                      op.execute("SELECT pg_sleep(0.05)");
                                      op.create_table("größe", {column("at", timestamptz())});
                                  }};
    must(bench.upgrade({{"a1", "a1.cpp", &slow}, {"b2", "b2.cpp", &probing}}));
    check_pinned(bench);
    must(bench.upgrade({{"a1", "a1.cpp", &slow}, {"b2", "b2.cpp", &probing}}));
    CHECK(bench.report.steps.empty());
    CHECK(bench.ask("SELECT message FROM migrator.history WHERE revision = 'a1'") == "Größe");
    CHECK(bench.ask("SELECT to_regclass('public.größe') IS NOT NULL") == "t");
    CHECK(bench.ask("SELECT count(*) FROM pg_db_role_setting WHERE setdatabase = "
                    "(SELECT oid FROM pg_database WHERE datname = current_database())") == "1");
}

TEST_CASE("synchronous_commit is on in a step, so that what is recorded stays") {
    static const Revision look = {.message = "m", .upgrade = [](Operations& op) {
                                      op.execute("CREATE TABLE seen AS SELECT current_setting('synchronous_commit')");
                                  }};
    Bench bench;
    bench.execute("ALTER DATABASE " + bench.database.name() + " SET synchronous_commit = off");
    must(bench.upgrade({{"a", "a.cpp", &look}}));
    CHECK(bench.ask("SELECT * FROM seen") == "on");
}

TEST_CASE("T39: shadows of the history and of the catalog's functions are not looked at") {
    Bench bench;
    bench.execute(R"sql(CREATE SCHEMA evil;
CREATE TABLE evil.history (revision text, state text);
CREATE TABLE public.history (revision text, state text);
INSERT INTO public.history VALUES ('a1', 'applied');
CREATE TABLE evil.pg_locks (pid int, granted boolean);
CREATE TABLE evil.pg_class (relname name);
CREATE FUNCTION evil.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT timestamptz ''1999-01-01''';
CREATE FUNCTION evil.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS 'SELECT timestamptz ''1999-01-01''';
CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS 'SELECT timestamptz ''1999-01-01''';
CREATE FUNCTION evil.pg_backend_pid() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION evil.set_config(text, text, boolean) RETURNS text LANGUAGE sql AS 'SELECT ''''';
CREATE FUNCTION evil.pg_try_advisory_lock(bigint) RETURNS boolean LANGUAGE sql AS 'SELECT true')sql");
    bench.execute("ALTER DATABASE " + bench.database.name() + " SET search_path = evil, pg_catalog, public");
    const Revisions chain = chain_that_leaves("SELECT 1");
    must(bench.upgrade(chain));
    CHECK(bench.ask("SELECT string_agg(revision, ',' ORDER BY sequence) FROM migrator.history") == "a1,b2");
    CHECK(bench.ask("SELECT count(*) FROM migrator.history WHERE applied_at < '2000-01-01'") == "0");
    must(bench.upgrade(chain));
    CHECK(bench.report.steps.empty());
    CHECK(bench.ask("SELECT count(*) FROM public.history") == "1");
}
