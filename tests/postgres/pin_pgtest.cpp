// Pinning sets what a step relies on and reads the server's facts; resetting takes back what a step left.
#include "migrator/postgres/pin.hpp"

#include <catch2/catch.hpp>

#include "migrator/testing/test_database.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::postgres;
using migrator::testing::must;
using migrator::testing::TestDatabase;

namespace {

std::string setting(Session& session, const char* name) {
    return std::string(must(session.query("SELECT current_setting($1)", {name})).text(0, 0));
}

}  // namespace

TEST_CASE("a pinned session has the migrator's settings, whatever stood there") {
    const TestDatabase database;
    Session session = database.connect();
    must(
        session.run_script("SET search_path = ''; SET statement_timeout = '1h'; SET TimeZone = 'Asia/Tokyo'; "
                           "SET synchronous_commit = off; SET standard_conforming_strings = off; "
                           "SET idle_in_transaction_session_timeout = 5; SET client_min_messages = error"));
    SessionSettings settings;
    settings.lock_attempt = std::chrono::milliseconds(1234);
    settings.statement_timeout = std::chrono::seconds(30);
    must(pin_session(session, settings, "migrator", "history"));
    CHECK(setting(session, "search_path") == "public, pg_temp");
    CHECK(setting(session, "lock_timeout") == "1234ms");
    CHECK(setting(session, "statement_timeout") == "30s");
    CHECK(setting(session, "idle_in_transaction_session_timeout") == "1min");
    CHECK(setting(session, "idle_session_timeout") == "1min");
    CHECK(setting(session, "client_connection_check_interval") == "500ms");
    CHECK(setting(session, "default_transaction_isolation") == "read committed");
    CHECK(setting(session, "default_transaction_deferrable") == "off");
    CHECK(setting(session, "standard_conforming_strings") == "on");
    CHECK(setting(session, "synchronous_commit") == "on");
    CHECK(setting(session, "check_function_bodies") == "on");
    CHECK(setting(session, "row_security") == "on");
    CHECK(setting(session, "DateStyle") == "ISO, YMD");
    CHECK(setting(session, "IntervalStyle") == "postgres");
    CHECK(setting(session, "TimeZone") == "UTC");
    CHECK(setting(session, "bytea_output") == "hex");
    CHECK(setting(session, "extra_float_digits") == "1");
    CHECK(setting(session, "client_min_messages") == "notice");
}

TEST_CASE("pinning is one statement, and reads the facts on the way") {
    const TestDatabase database;
    Session session = database.connect();
    const ServerFacts facts = must(pin_session(session, {}, "migrator", "history"));
    CHECK(session.traffic().round_trips == 1);
    CHECK(session.traffic().statements == 1);
    CHECK_FALSE(facts.in_recovery);
    CHECK_FALSE(facts.read_only);
    CHECK_FALSE(facts.behind_pooler);
    CHECK_FALSE(facts.relation_exists);
    CHECK(facts.database == database.name());
    CHECK(facts.role == must(session.query("SELECT session_user")).text(0, 0));
    must(
        session.run_script("CREATE SCHEMA migrator; CREATE TABLE migrator.history (); "
                           "SET default_transaction_read_only = on"));
    const ServerFacts later = must(pin_session(session, {}, "migrator", "history"));
    CHECK(later.relation_exists);
    CHECK(later.is_table);
    CHECK_FALSE(later.hides_rows);
    CHECK(later.read_only);
}

TEST_CASE("pinning tells a table from what stands in its place, and whether row security hides rows of it") {
    const TestDatabase database;
    Session session = database.connect();
    const auto facts_of = [&](Session& of) { return must(pin_session(of, {}, "migrator", "history")); };
    must(session.run_script("CREATE SCHEMA migrator"));
    for (const std::string other :
         {"VIEW migrator.history AS SELECT 1 AS one", "MATERIALIZED VIEW migrator.history AS SELECT 1 AS one",
          "SEQUENCE migrator.history", "TYPE migrator.history AS (one int)"}) {
        CAPTURE(other);
        must(session.run_script("BEGIN; CREATE " + other));
        const ServerFacts facts = facts_of(session);
        CHECK(facts.relation_exists);
        CHECK_FALSE(facts.is_table);
        must(session.run_script("ROLLBACK"));
    }
    const std::string role = database.name() + "_reader";
    must(session.run_script("CREATE TABLE migrator.history (); CREATE ROLE " + role +
                            " LOGIN; GRANT USAGE ON SCHEMA migrator TO " + role));
    ConnectOptions as_reader;
    as_reader.database = database.url() + " user=" + role;
    Session reader = must(Session::open(as_reader));
    CHECK_FALSE(facts_of(reader).hides_rows);
    must(session.run_script("ALTER TABLE migrator.history ENABLE ROW LEVEL SECURITY"));
    CHECK(facts_of(reader).hides_rows);
    CHECK_FALSE(facts_of(session).hides_rows);
}

TEST_CASE("a statement_timeout that is too short for anything is lifted") {
    const TestDatabase database;
    Session owner = database.connect();
    must(owner.run_script("ALTER DATABASE " + database.name() + " SET statement_timeout = 1"));
    for (int i = 0; i < 20; ++i) {
        Session session = database.connect();
        must(pin_session(session, {}, "migrator", "history"));
        CHECK(setting(session, "statement_timeout") == "0");
    }
}

TEST_CASE("resetting takes back all but session locks, and what ends a session that is cut off with them") {
    const TestDatabase database;
    Session session = database.connect();
    must(session.run_script(R"sql(SELECT pg_advisory_lock(7);
SET search_path = pg_catalog;
SET ROLE pg_read_all_data;
CREATE TEMP TABLE leftover (a serial);
LISTEN channel;
PREPARE plan AS SELECT 1;
DECLARE rows CURSOR WITH HOLD FOR SELECT 1)sql"));
    SessionSettings settings;
    settings.idle_in_transaction_timeout = std::chrono::seconds(7);
    must(reset_session(session, settings));
    CHECK(setting(session, "idle_session_timeout") == "7s");
    CHECK(setting(session, "client_connection_check_interval") == "500ms");
    const auto left = must(session.query(R"sql(SELECT current_user = session_user,
       (SELECT count(*) FROM pg_prepared_statements) + (SELECT count(*) FROM pg_listening_channels())
           + (SELECT count(*) FROM pg_cursors WHERE name <> '') + (SELECT count(*) FROM pg_class WHERE relpersistence = 't'),
       (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()))sql"));
    CHECK(left.boolean(0, 0));
    CHECK(left.integer(0, 1) == 0);
    CHECK(left.integer(0, 2) == 1);
    CHECK(setting(session, "search_path") != "pg_catalog");
    CHECK(setting(session, "client_encoding") == "UTF8");
}
