// Unnamed constraints get the names that PostgreSQL would give them.
#include <catch2/catch.hpp>

#include "migrator/catalog/constraint.hpp"
#include "migrator/testing/test_database.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;

TEST_CASE("the default name of a constraint is the one that PostgreSQL chooses") {
    const TestDatabase database;
    auto session = database.connect();
    must(session.run_script(R"sql(CREATE TABLE users (id bigint, email text, "Nick Name" text, PRIMARY KEY (id));
CREATE TABLE "Odd ""Table" (a int, b int, "日本" int);
CREATE TABLE _t (a int, b int, room int4range, PRIMARY KEY (a, b)))sql"));
    // The name that PostgreSQL gives to `definition`, which is taken away again.
    const auto chosen = [&](const std::string& table, const std::string& definition) {
        must(session.run_script("BEGIN; CREATE TEMP TABLE before_ AS SELECT oid FROM pg_constraint; ALTER TABLE " +
                                table + " ADD " + definition));
        const auto added =
            must(session.query("SELECT conname FROM pg_constraint WHERE oid NOT IN (SELECT oid FROM before_) "
                               "AND conrelid = to_regclass($1)",
                               {table}));
        const std::string name(added.text(0, 0));
        must(session.run_script("ROLLBACK"));
        return name;
    };
    const auto named = [](const std::string& table, const Constraint& constraint) {
        return default_constraint_name(table, constraint.kind);
    };
    CHECK(named("users", unique({"email"})) == chosen("users", "UNIQUE (email)"));
    CHECK(named("users", unique({"email", "Nick Name"})) == chosen("users", "UNIQUE (email, \"Nick Name\")"));
    CHECK(named("Odd \"Table", primary_key({"a", "b"})) == chosen(R"("Odd ""Table")", "PRIMARY KEY (a, b)"));
    CHECK(named("Odd \"Table", unique({"日本"})) == chosen(R"("Odd ""Table")", "UNIQUE (\"日本\")"));
    CHECK(named("Odd \"Table", foreign_key({"a"}, "users", {"id"})) ==
          chosen(R"("Odd ""Table")", "FOREIGN KEY (a) REFERENCES users (id)"));
    CHECK(named("Odd \"Table", foreign_key({"b", "a"}, "_t", {"a", "b"})) ==
          chosen(R"("Odd ""Table")", "FOREIGN KEY (b, a) REFERENCES _t (a, b)"));
    CHECK(named("_t", exclude({{"room", "&&", ""}})) == chosen("_t", "EXCLUDE USING gist (room WITH &&)"));
    CHECK(named("_t", check("a > 0")).empty());
    CHECK(named("_t", exclude({{"\"Room\"", "&&", ""}})).empty());
}
