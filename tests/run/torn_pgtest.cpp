// A step that ends its own transaction is found out, shown as torn, and stops every later run until a human looked.
#include <catch2/catch.hpp>

#include "fixture.hpp"
#include "migrator/cluster/ephemeral.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

Revisions chain_with(const char* sql) {
    static std::string text;
    text = sql;
    static const Revision first = {.message = "First", .upgrade = [](Operations& op) { op.create_table("kept", {}); }};
    static const Revision second = {.message = "Tear",
                                    .revises = {"a1"},
                                    .upgrade =
                                        [](Operations& op) {
                                            op.create_table("before", {});
                                            op.execute(text);
                                            op.create_table("after", {});
                                        },
                                    .downgrade = [](Operations& op) { op.drop_table("before"); }};
    return {{"a1", "a1.cpp", &first}, {"b2", "b2.cpp", &second}};
}

// Both run kinds refuse, and change nothing.
void check_refuses_to_go_on(Bench& bench, const Revisions& chain) {
    const std::string history = bench.history();
    CHECK(error_of(bench.upgrade(chain)).kind() == ErrorKind::torn);
    CHECK(error_of(bench.downgrade(chain, "base")).kind() == ErrorKind::torn);
    CHECK(exit_code(error_of(bench.upgrade(chain)).kind()) == 15);
    CHECK(bench.history() == history);
}

Result<void> commit(postgres::Session& session) {
    must(session.run_script("COMMIT"));
    return success();
}

Result<void> commit_and_begin(postgres::Session& session) {
    must(session.run_script("COMMIT; BEGIN"));
    return success();
}

}  // namespace

TEST_CASE("raw SQL that ends the step's transaction makes it torn") {
    struct Case {
        const char* sql;
        const char* before;  // whether the table made before the end of the transaction is there
    };
    const auto tried = GENERATE(Case{"COMMIT", "before"},                                 //
                                Case{"SELECT 1; COMMIT; SELECT 2", "before"},             //
                                Case{"COMMIT; BEGIN", "before"},                          //
                                Case{"COMMIT AND CHAIN", "before"},                       //
                                Case{"ROLLBACK", "NULL"},                                 //
                                Case{"ROLLBACK; BEGIN", "NULL"},                          //
                                Case{"ROLLBACK; BEGIN; CREATE TABLE before ()", "NULL"},  //
                                Case{"COMMIT; BEGIN; CREATE TABLE lost ()", "before"},
                                Case{"COMMIT; SELECT 1 / 0", "before"}, Case{"COMMIT; BEGIN; SELECT 1 / 0", "before"});
    CAPTURE(tried.sql);
    Bench bench;
    const Revisions chain = chain_with(tried.sql);
    const Error error = error_of(bench.upgrade(chain));
    CHECK(error.kind() == ErrorKind::torn);
    CHECK(summary(error).find("revision b2: operation 2 of 3 (execute): statement ") == 0);
    CHECK(error.details().statement == tried.sql);
    CHECK(summary(error).find("what ran before that point is committed") != std::string::npos);
    CHECK(bench.history() == "a1 applied, b2 applying");
    CHECK(bench.report.steps.size() == 1);
    CHECK(bench.ask("SELECT to_regclass('before')") == tried.before);
    CHECK(bench.ask("SELECT to_regclass('after')") == "NULL");
    CHECK(bench.ask("SELECT to_regclass('lost')") == "NULL");
    CHECK(bench.is_settled());
    check_refuses_to_go_on(bench, chain);
    SECTION("until its row is corrected") {
        bench.execute("UPDATE migrator.history SET state = 'applied' WHERE revision = 'b2'");
        must(bench.upgrade(chain));
        CHECK(bench.report.steps.empty());
    }
}

TEST_CASE("the statement that tore the step is named by its place") {
    struct Case {
        const char* sql;
        const char* place;
    };
    const auto tried = GENERATE(Case{"COMMIT", "statement 1 (COMMIT)"},  //
                                Case{"SELECT 1; COMMIT; BEGIN; COMMIT; BEGIN", "statement 2 (COMMIT)"},
                                Case{"SELECT 1; SELECT 2; COMMIT AND CHAIN", "statement 3 (COMMIT)"},
                                Case{"ROLLBACK; BEGIN", "statement 1 (ROLLBACK)"},
                                Case{"SAVEPOINT a; ROLLBACK TO a; COMMIT; BEGIN", "statement 3 (COMMIT)"},
                                Case{"SAVEPOINT a; ROLLBACK TO a; ROLLBACK; BEGIN", "statement 3 (ROLLBACK)"});
    CAPTURE(tried.sql);
    Bench bench;
    CHECK(summary(error_of(bench.upgrade(chain_with(tried.sql)))) ==
          "revision b2: operation 2 of 3 (execute): " + std::string(tried.place) +
              " ended the step's transaction; what ran before that point is committed");
}

TEST_CASE("of several pieces of raw SQL the one that tore the step is named, also when a later one fails") {
    static std::string later;
    later = GENERATE("SELECT 2", "SELECT 1 / 0", "LOCK nothing_there");
    static const Revision revision = {.message = "m", .upgrade = [](Operations& op) {
                                          op.execute("SELECT 1");
                                          op.execute("CREATE TABLE kept (); COMMIT; BEGIN");
                                          op.execute(later);
                                      }};
    CAPTURE(later);
    Bench bench;
    const Error error = error_of(bench.upgrade({{"a", "a.cpp", &revision}}));
    CHECK(exit_code(error.kind()) == 15);
    CHECK(summary(error).find("revision a: operation 2 of 3 (execute): statement 2 (COMMIT) ended") == 0);
    CHECK(error.details().statement == "CREATE TABLE kept (); COMMIT; BEGIN");
    CHECK((error.details().detail.find("operation 3 of 3 (execute)") == 0) == (later != "SELECT 2"));
    CHECK(bench.history() == "a applying");
}

TEST_CASE("a function that commits makes its step torn") {
    static const Revision revision = {.message = "m", .upgrade = [](Operations& op) { op.run("commit", commit); }};
    Bench bench;
    const Error error = error_of(bench.upgrade({{"a", "a.cpp", &revision}}));
    CHECK(error.kind() == ErrorKind::torn);
    CHECK(summary(error).find("operation 1 of 1 (run)") != std::string::npos);
    CHECK(bench.history() == "a applying");
}

TEST_CASE("a function that commits and begins anew is named") {
    static const Revision revision = {.message = "m", .upgrade = [](Operations& op) {
                                          op.execute("SAVEPOINT a; ROLLBACK TO a");
                                          op.run("commit", commit_and_begin);
                                      }};
    Bench bench;
    const Error error = error_of(bench.upgrade({{"a", "a.cpp", &revision}}));
    CHECK(error.kind() == ErrorKind::torn);
    CHECK(summary(error).find(" or operation 2 of 2 (run) ended the step's transaction") != std::string::npos);
    CHECK(bench.history() == "a applying");
}

TEST_CASE("a transaction that a step prepares does not stay behind") {
    cluster::EphemeralOptions with_prepared;
    with_prepared.settings = {"max_prepared_transactions=5"};
    const auto cluster = must(cluster::EphemeralCluster::start(with_prepared));
    const RunOptions options = options_for(cluster.connection_string());
    postgres::ConnectOptions connect;
    connect.database = options.database;
    auto session = must(postgres::Session::open(connect));
    // Somebody else's prepared transaction is none of our business.
    must(session.run_script("CREATE TABLE own (); BEGIN; LOCK own; PREPARE TRANSACTION 'foreign'"));
    const Revisions chain = chain_with("PREPARE TRANSACTION 'it''s mine'");
    Observer quiet;
    RunReport report;
    const Registry registry = must(Registry::create(chain));
    CHECK(error_of(upgrade(options, registry, "head", quiet, report)).kind() == ErrorKind::torn);
    CHECK(ask(session, "SELECT string_agg(gid, ',') FROM pg_prepared_xacts") == "foreign");
    CHECK(ask(session, "SELECT to_regclass('before')") == "NULL");
    CHECK(ask(session, "SELECT state FROM migrator.history WHERE revision = 'b2'") == "applying");
    CHECK(error_of(upgrade(options, registry, "head", quiet, report)).kind() == ErrorKind::torn);
}

TEST_CASE("without prepared transactions on the server the step just fails") {
    Bench bench;
    const Error error = error_of(bench.upgrade(chain_with("PREPARE TRANSACTION 'x'")));
    CHECK(error.kind() == ErrorKind::step_failed);
    CHECK(bench.history() == "a1 applied");
}

TEST_CASE("a downgrade that ends its transaction is torn as reverting") {
    static std::string sql;
    static const Revision revision = {.message = "m",
                                      .upgrade = [](Operations& op) { op.create_table("t", {}); },
                                      .downgrade =
                                          [](Operations& op) {
                                              op.drop_table("t");
                                              op.execute(sql);
                                          }};
    sql = GENERATE("COMMIT", "ROLLBACK", "COMMIT; BEGIN", "ROLLBACK; BEGIN");
    CAPTURE(sql);
    const Revisions chain = {{"a", "a.cpp", &revision}};
    Bench bench(chain);
    CHECK(error_of(bench.downgrade(chain, "base")).kind() == ErrorKind::torn);
    CHECK(bench.history() == "a reverting");
    CHECK(bench.is_settled());
    check_refuses_to_go_on(bench, chain);
}

TEST_CASE("savepoints, even unclosed ones, are harmless") {
    Bench bench;
    must(bench.upgrade(chain_with("SAVEPOINT a; CREATE TABLE inner_one (); SAVEPOINT b")));
    CHECK(bench.history() == "a1 applied, b2 applied");
    CHECK(bench.ask("SELECT to_regclass('after')") == "after");
}
