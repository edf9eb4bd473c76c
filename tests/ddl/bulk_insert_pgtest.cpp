// What a bulk insert writes is what the table holds.
#include <catch2/catch.hpp>
#include <limits>

#include "migrator/testing/test_database.hpp"
#include "rendered.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

// Inserts one value into a column of `type` and reads it back as text; "NULL" for NULL.
std::string round_trip(postgres::Session& session, const char* type, const Value& value) {
    must(session.run_script("CREATE TEMP TABLE one (v " + std::string(type) + ")"));
    must(session.run_script(sql_of([&](Operations& op) { op.bulk_insert("one", {"v"}, {{value}}); })));
    const auto result = must(session.query("SELECT v::text FROM one"));
    const std::string text = result.is_null(0, 0) ? "NULL" : std::string(result.text(0, 0));
    must(session.run_script("DROP TABLE one"));
    return text;
}

}  // namespace

TEST_CASE("a bulk insert writes each kind of value") {
    const TestDatabase database;
    auto session = database.connect();
    using Limits = std::numeric_limits<double>;
    CHECK(round_trip(session, "text", Value()) == "NULL");
    CHECK(round_trip(session, "boolean", true) == "true");
    CHECK(round_trip(session, "boolean", false) == "false");
    CHECK(round_trip(session, "integer", -5LL) == "-5");
    CHECK(round_trip(session, "bigint", std::numeric_limits<long long>::min()) == "-9223372036854775808");
    CHECK(round_trip(session, "bigint", std::numeric_limits<long long>::max()) == "9223372036854775807");
    CHECK(round_trip(session, "double precision", Limits::quiet_NaN()) == "NaN");
    CHECK(round_trip(session, "double precision", Limits::infinity()) == "Infinity");
    CHECK(round_trip(session, "double precision", -Limits::infinity()) == "-Infinity");
    CHECK(round_trip(session, "double precision", 0.1) == "0.1");
    CHECK(round_trip(session, "double precision", -0.0) == "-0");
    CHECK(round_trip(session, "double precision", Limits::max()) == "1.7976931348623157e+308");
    CHECK(round_trip(session, "double precision", Limits::denorm_min()) == "5e-324");
    CHECK(round_trip(session, "numeric", Limits::quiet_NaN()) == "NaN");
    CHECK(round_trip(session, "numeric", 1e22) == "10000000000000000000000");
    CHECK(round_trip(session, "text", "") == "");
    CHECK(round_trip(session, "text", "it's \\n; -- \"x\" 🎲\n") == "it's \\n; -- \"x\" 🎲\n");
    CHECK(round_trip(session, "jsonb", R"({"a": "it's"})") == R"({"a": "it's"})");
    CHECK(round_trip(session, "date", "2025-07-08") == "2025-07-08");
    CHECK(round_trip(session, "text[]", "{a,b}") == "{a,b}");
    const std::string long_text(1'000'000, 'x');
    CHECK(round_trip(session, "text", long_text) == long_text);
}

TEST_CASE("recreate_enum converts values and arrays of them, and fails when a row holds a removed label") {
    const TestDatabase database;
    auto session = database.connect();
    must(session.run_script(R"sql(CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad');
CREATE TABLE t (one mood DEFAULT 'ok', several mood[]);
INSERT INTO t VALUES ('ok', '{sad,ok,NULL}'), (NULL, NULL))sql"));
    const auto recreate = [&](std::vector<std::string> labels) {
        return session.run_script(sql_of([&](Operations& op) {
            op.recreate_enum("mood", labels, {{"t", "one", "'ok'::mood"}, {"t", "several", {}, true}});
        }));
    };
    CHECK(error_of(recreate({"ok", "glad"})).details().sqlstate == "22P02");
    must(recreate({"ok", "sad"}));
    const auto row = must(session.query("SELECT one, several FROM t WHERE one >= 'ok'"));
    REQUIRE(row.row_count() == 1);
    CHECK(row.text(0, 1) == "{sad,ok,NULL}");
    must(session.run_script("INSERT INTO t DEFAULT VALUES"));
    CHECK(must(session.query("SELECT 1 FROM t WHERE one = 'ok'")).row_count() == 2);
}

TEST_CASE("rows of a bulk insert may mix kinds of values in one column") {
    const TestDatabase database;
    auto session = database.connect();
    must(session.run_script("CREATE TABLE t (n double precision, s text)"));
    must(session.run_script(sql_of([](Operations& op) {
        op.bulk_insert("t", {"n", "s"}, {{1LL, "a"}, {0.5, 7LL}, {Value(), Value()}, {"NaN", "b"}});
    })));
    const auto rows = must(session.query("SELECT n, s FROM t ORDER BY n, s"));
    REQUIRE(rows.row_count() == 4);
    CHECK(rows.text(0, 0) == "0.5");
    CHECK(rows.text(0, 1) == "7");
    CHECK(rows.text(1, 0) == "1");
    CHECK(rows.text(2, 0) == "NaN");
    CHECK(rows.is_null(3, 0));
}
