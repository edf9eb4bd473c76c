// A session keeps every field of an error, and tells what a script did.
#include "migrator/postgres/session.hpp"

#include <catch2/catch.hpp>

#include "migrator/testing/test_database.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::postgres;
using migrator::testing::error_of;
using migrator::testing::must;
using migrator::testing::TestDatabase;

TEST_CASE("a query gives its rows as text, NULL told apart from empty") {
    const TestDatabase database;
    Session session = database.connect();
    const ResultSet result =
        must(session.query("SELECT n, CASE n WHEN 1 THEN NULL WHEN 2 THEN '' ELSE 'größe' END AS word, n > 1 AS flag "
                           "FROM generate_series(1, 3) n ORDER BY n"));
    CHECK(result.row_count() == 3);
    CHECK(result.column_count() == 3);
    CHECK(result.column_name(1) == "word");
    CHECK(result.integer(2, 0) == 3);
    CHECK(result.is_null(0, 1));
    CHECK(result.text(0, 1) == "");
    CHECK_FALSE(result.is_null(1, 1));
    CHECK(result.text(2, 1) == "größe");
    CHECK_FALSE(result.boolean(0, 2));
    CHECK(result.boolean(1, 2));
    CHECK(result.command_tag() == "SELECT 3");
    CHECK(result.affected_rows() == 3);
    CHECK(result.integer(0, 1) == 0);
    CHECK(result.integer(2, 1) == 0);
}

TEST_CASE("parameters are values, never SQL") {
    const TestDatabase database;
    Session session = database.connect();
    const std::string hostile = "'; DROP TABLE t; -- \\ \" $1 :x\n🎲";
    const ResultSet result =
        must(session.query("SELECT $1::text, $2::text, $3::text IS NULL, $4::int + 1", {hostile, "", {}, "41"}));
    CHECK(result.text(0, 0) == hostile);
    CHECK(result.text(0, 1) == "");
    CHECK_FALSE(result.is_null(0, 1));
    CHECK(result.boolean(0, 2));
    CHECK(result.integer(0, 3) == 42);
}

TEST_CASE("execute gives the number of rows") {
    const TestDatabase database;
    Session session = database.connect();
    CHECK(must(session.execute("CREATE TABLE t (a int)")) == 0);
    CHECK(must(session.execute("INSERT INTO t SELECT generate_series(1, $1::int)", {"5"})) == 5);
    CHECK(must(session.execute("UPDATE t SET a = 0 WHERE a > 3")) == 2);
    CHECK(must(session.execute("DELETE FROM t")) == 5);
}

TEST_CASE("an error has SQLSTATE, statement, position, detail and hint") {
    const TestDatabase database;
    Session session = database.connect();
    SECTION("position") {
        const Error error = error_of(session.query("SELECT 'größe', nonsense"));
        CHECK(error.kind() == ErrorKind::step_failed);
        CHECK(error.details().message == "column \"nonsense\" does not exist");
        CHECK(error.details().sqlstate == "42703");
        CHECK(error.details().statement == "SELECT 'größe', nonsense");
        CHECK(error.details().position == 17);
        CHECK(full_text(error).find("'größe', -->nonsense") != std::string::npos);
    }
    SECTION("detail") {
        must(session.run_script("CREATE TABLE t (a int PRIMARY KEY); INSERT INTO t VALUES (1)"));
        const Error error = error_of(session.execute("INSERT INTO t VALUES ($1)", {"1"}));
        CHECK(error.details().sqlstate == "23505");
        CHECK(error.details().detail == "Key (a)=(1) already exists.");
        CHECK(error.details().position == 0);
    }
    SECTION("hint") {
        const Error error = error_of(session.query("SELECT no_such_function(1)"));
        CHECK(error.details().sqlstate == "42883");
        CHECK(error.details().hint.find("You might need to add explicit type casts") != std::string::npos);
    }
    SECTION("the session goes on") {
        CHECK_FALSE(session.query("nonsense").has_value());
        CHECK(must(session.query("SELECT 1")).integer(0, 0) == 1);
    }
}

TEST_CASE("a script gives one result a statement, and an error tells which one failed") {
    const TestDatabase database;
    Session session = database.connect();
    const auto results = must(session.run_script("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2); SELECT 7"));
    REQUIRE(results.size() == 3);
    CHECK(results[0].command_tag() == "CREATE TABLE");
    CHECK(results[1].command_tag() == "INSERT 0 2");
    CHECK(results[1].affected_rows() == 2);
    CHECK(results[2].integer(0, 0) == 7);
    SECTION("which are given one by one, those before an error as well") {
        std::vector<long long> given;
        const Error error =
            error_of(session.run_script("SELECT 1; SELECT 2; SELECT 1/0; SELECT 3",
                                        [&](ResultSet result) { given.push_back(result.integer(0, 0)); }));
        CHECK(given == std::vector<long long>{1, 2});
        CHECK(error.details().statement_number == 3);
    }
    SECTION("while it runs") {
        const Error error = error_of(session.run_script("INSERT INTO t VALUES (3); SELECT 1/0; SELECT 1"));
        CHECK(error.details().statement_number == 2);
        CHECK(error.details().sqlstate == "22012");
        // One message is one transaction.
        CHECK(must(session.query("SELECT count(*) FROM t")).integer(0, 0) == 2);
    }
    SECTION("where it cannot be parsed at all") {
        const Error error = error_of(session.run_script("SELECT 1; SELEKT 2"));
        CHECK(error.details().statement_number == 1);
        CHECK(error.details().sqlstate == "42601");
        CHECK(error.details().position == 11);
    }
    SECTION("an empty script is no error") {
        CHECK(must(session.run_script("")).size() == 1);
    }
}

TEST_CASE("SQL reaches the server as it is") {
    const TestDatabase database;
    Session session = database.connect();
    CHECK(must(session.query("SELECT $${\"a\":1} ratio 1:2$$")).text(0, 0) == "{\"a\":1} ratio 1:2");
    CHECK(must(session.query("SELECT (ARRAY[1,2,3])[1:2] -- it's :x")).text(0, 0) == "{1,2}");
}

TEST_CASE("a NUL byte is refused, since the protocol would cut the text there") {
    const TestDatabase database;
    Session session = database.connect();
    const std::string cut("SELECT 1\0 nonsense", 18);
    CHECK(error_of(session.query(cut)).kind() == ErrorKind::step_failed);
    CHECK(error_of(session.run_script(cut)).kind() == ErrorKind::step_failed);
    CHECK(error_of(session.query("SELECT $1::text", {std::string("a\0b", 3)})).kind() == ErrorKind::step_failed);
    CHECK(must(session.query("SELECT 1")).row_count() == 1);
}

TEST_CASE("the transaction status follows what was sent") {
    const TestDatabase database;
    Session session = database.connect();
    CHECK(session.transaction_status() == TransactionStatus::idle);
    must(session.run_script("BEGIN"));
    CHECK(session.transaction_status() == TransactionStatus::in_transaction);
    CHECK_FALSE(session.query("nonsense").has_value());
    CHECK(session.transaction_status() == TransactionStatus::failed);
    CHECK(must(session.run_script("COMMIT")).front().command_tag() == "ROLLBACK");
    CHECK(session.transaction_status() == TransactionStatus::idle);
}

TEST_CASE("notices are handed to their receiver") {
    const TestDatabase database;
    Session session = database.connect();
    std::vector<std::string> seen;
    session.on_notice(
        [&](const Notice& notice) { seen.push_back(notice.severity + " " + notice.sqlstate + " " + notice.message); });
    must(session.run_script("DO $$ BEGIN RAISE NOTICE 'hello'; RAISE WARNING 'größe'; END $$"));
    CHECK(seen == std::vector<std::string>{"NOTICE 00000 hello", "WARNING 01000 größe"});
    Session moved = std::move(session);
    must(moved.run_script("DO $$ BEGIN RAISE NOTICE 'again'; END $$"));
    CHECK(seen.size() == 3);
    moved.on_notice({});
    must(moved.run_script("DO $$ BEGIN RAISE NOTICE 'unheard'; END $$"));
    CHECK(seen.size() == 3);
}

TEST_CASE("traffic counts messages and statements") {
    const TestDatabase database;
    Session session = database.connect();
    CHECK(session.traffic().round_trips == 0);
    must(session.query("SELECT 1"));
    must(session.run_script("SELECT 1; SELECT 2"));
    CHECK(session.traffic().round_trips == 2);
    CHECK(session.traffic().statements == 3);
}

TEST_CASE("a session knows its server") {
    const TestDatabase database;
    Session session = database.connect();
    CHECK(session.backend_pid() == must(session.query("SELECT pg_backend_pid()")).integer(0, 0));
    CHECK(session.server_version() ==
          must(session.query("SELECT current_setting('server_version_num')")).integer(0, 0));
    CHECK(session.native_handle() != nullptr);
    CHECK(
        must(session.query("SELECT application_name FROM pg_stat_activity WHERE pid = pg_backend_pid()")).text(0, 0) ==
        "test");
    CHECK(must(session.query("SHOW client_encoding")).text(0, 0) == "UTF8");
}
