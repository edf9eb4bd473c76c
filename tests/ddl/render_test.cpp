// The SQL of operations on indexes, enums, sequences and rows, and of raw SQL.
#include <catch2/catch.hpp>
#include <limits>

#include "migrator/ddl/sql_writer.hpp"
#include "rendered.hpp"

using namespace migrator;
using namespace migrator::testing;

TEST_CASE("SQL of indexes") {
    const auto create = [](std::vector<IndexKey> keys, IndexOptions options = {}) {
        return sql_of([&](Operations& op) { op.create_index("ix", {"g", "t"}, std::move(keys), options); });
    };
    SECTION("keys") {
        CHECK(create({"a", "B"}) == "CREATE INDEX ix ON g.t (a, \"B\")");
        CHECK(create({on_expression("lower(a)")}) == "CREATE INDEX ix ON g.t ((lower(a)))");
        CHECK(create({IndexKey("a")
                          .collate("C")
                          .with_operator_class("text_pattern_ops")
                          .desc()
                          .nulls_order(NullsOrder::last)}) ==
              "CREATE INDEX ix ON g.t (a COLLATE \"C\" text_pattern_ops DESC NULLS LAST)");
        CHECK(create({IndexKey("a").nulls_order(NullsOrder::first)}) == "CREATE INDEX ix ON g.t (a NULLS FIRST)");
    }
    SECTION("options") {
        IndexOptions options;
        options.unique = true;
        options.nulls_not_distinct = true;
        options.include = {"b"};
        options.where = "a > 0";
        options.with = {{"fillfactor", "70"}};
        options.tablespace = "fast";
        CHECK(create({"a"}, options) ==
              "CREATE UNIQUE INDEX ix ON g.t (a) INCLUDE (b) NULLS NOT DISTINCT WITH (fillfactor = '70')"
              " TABLESPACE fast WHERE (a > 0)");
        IndexOptions gin;
        gin.method = "gin";
        CHECK(create({"a"}, gin) == "CREATE INDEX ix ON g.t USING gin (a)");
    }
    SECTION("drop and rename") {
        CHECK(sql_of([](Operations& op) { op.drop_index(ObjectName{"g", "ix"}); }) == "DROP INDEX g.ix");
        CHECK(sql_of([](Operations& op) { op.rename_index({"g", "ix"}, "iy"); }) == "ALTER INDEX g.ix RENAME TO iy");
    }
}

TEST_CASE("SQL of enum types") {
    CHECK(sql_of([](Operations& op) {
              op.create_enum({"g", "mood"}, {"sad", "it's ok"});
          }) == "CREATE TYPE g.mood AS ENUM ('sad', 'it''s ok')");
    CHECK(sql_of([](Operations& op) { op.create_enum("mood", {}); }) == "CREATE TYPE mood AS ENUM ()");
    CHECK(sql_of([](Operations& op) { op.drop_enum("mood"); }) == "DROP TYPE mood");
    CHECK(sql_of([](Operations& op) { op.add_enum_value("mood", "glad"); }) == "ALTER TYPE mood ADD VALUE 'glad'");
    CHECK(sql_of([](Operations& op) { op.add_enum_value_before("mood", "a", "b"); }) ==
          "ALTER TYPE mood ADD VALUE 'a' BEFORE 'b'");
    CHECK(sql_of([](Operations& op) { op.add_enum_value_after("mood", "a", "b"); }) ==
          "ALTER TYPE mood ADD VALUE 'a' AFTER 'b'");
    CHECK(sql_of([](Operations& op) { op.rename_enum_value("mood", "a", "b"); }) ==
          "ALTER TYPE mood RENAME VALUE 'a' TO 'b'");
}

TEST_CASE("SQL of recreate_enum builds the type anew and converts its columns") {
    CHECK(statements_of([](Operations& op) {
              op.recreate_enum({"g", "mood"}, {"sad"},
                               {{"t", "m", {}}, {"t", "ms", {}, true}, {"u", "n", "'sad'::g.mood"}});
          }) == Statements{
                    "ALTER TYPE g.mood RENAME TO mood__replaced",
                    "CREATE TYPE g.mood AS ENUM ('sad')",
                    "ALTER TABLE t ALTER COLUMN m TYPE g.mood USING m::text::g.mood",
                    "ALTER TABLE t ALTER COLUMN ms TYPE g.mood[] USING ms::text::g.mood[]",
                    "ALTER TABLE u ALTER COLUMN n DROP DEFAULT, ALTER COLUMN n TYPE g.mood USING n::text::g.mood, "
                    "ALTER COLUMN n SET DEFAULT 'sad'::g.mood",
                    "DROP TYPE g.mood__replaced",
                });
}

TEST_CASE("SQL of sequences") {
    Sequence sequence;
    sequence.name = ObjectName("g", "s");
    CHECK(sql_of([&](Operations& op) { op.create_sequence(sequence); }) == "CREATE SEQUENCE g.s");
    sequence.type = integer();
    sequence.options.start = 5;
    sequence.owned_by_table = "t";
    sequence.owned_by_column = "Id";
    CHECK(sql_of([&](Operations& op) { op.create_sequence(sequence); }) ==
          "CREATE SEQUENCE g.s AS integer START WITH 5 OWNED BY t.\"Id\"");
    SequenceOptions options;
    options.increment = 2;
    CHECK(sql_of([&](Operations& op) { op.alter_sequence("s", options); }) ==
          "ALTER SEQUENCE s INCREMENT BY 2 NO CYCLE");
    options.cycle = true;
    CHECK(sql_of([&](Operations& op) { op.alter_sequence("s", options); }) == "ALTER SEQUENCE s INCREMENT BY 2 CYCLE");
    CHECK(sql_of([](Operations& op) { op.drop_sequence("s"); }) == "DROP SEQUENCE s");
}

TEST_CASE("SQL of replace_object has the definition and the comment, as far as they are others") {
    RawObject former;
    former.kind = RawObject::Kind::function;
    former.name = "twice";
    former.arguments = "integer";
    former.definition = {"CREATE OR REPLACE FUNCTION twice"};
    former.comment = "two times";
    RawObject object = former;
    const auto replace = [&] { return statements_of([&](Operations& op) { op.replace_object(object, former); }); };
    object.comment.clear();
    CHECK(replace() == Statements{"COMMENT ON FUNCTION twice(integer) IS NULL"});
    object.definition.text += " anew";
    CHECK(replace() ==
          Statements{"CREATE OR REPLACE FUNCTION twice anew", "COMMENT ON FUNCTION twice(integer) IS NULL"});
    object.comment = former.comment;
    CHECK(replace() ==
          Statements{"CREATE OR REPLACE FUNCTION twice anew", "COMMENT ON FUNCTION twice(integer) IS 'two times'"});
}

TEST_CASE("SQL of bulk_insert is one statement") {
    CHECK(sql_of([](Operations& op) {
              op.bulk_insert({"g", "t"}, {"a", "B"},
                             {{1LL, "it's"}, {Value(), true}, {false, 1.5}, {-3LL, std::string("\\n")}});
          }) ==
          "INSERT INTO g.t (a, \"B\") VALUES\n    (1, 'it''s'),\n    (NULL, true),\n    (false, '1.5'),\n    (-3, "
          "'\\n')");
    CHECK(statements_of([](Operations& op) { op.bulk_insert("t", {"a"}, {}); }).empty());
    CHECK(sql_of([](Operations& op) {
              op.bulk_insert("t", {"a"}, {{std::numeric_limits<double>::infinity()}, {1e300}, {0.1}});
          }) == "INSERT INTO t (a) VALUES\n    ('inf'),\n    ('1e+300'),\n    ('0.1')");
}

TEST_CASE("raw SQL is written as it is, a function step has no SQL") {
    const std::string raw = "SELECT ':x', $1;\n-- done";
    CHECK(statements_of([&](Operations& op) { op.execute(raw); }) == Statements{raw});
    CHECK(statements_of([](Operations& op) {
              op.run("fill", [](postgres::Session&) -> Result<void> { return success(); });
          }).empty());
}

TEST_CASE("a name is quoted where it has to be") {
    CHECK(quoted(Identifier{"users"}) == "users");
    CHECK(quoted(Identifier{"_a1"}) == "_a1");
    CHECK(quoted(Identifier{"1a"}) == "\"1a\"");
    CHECK(quoted(Identifier{"a$b"}) == "\"a$b\"");
    CHECK(quoted(Identifier{"Users"}) == "\"Users\"");
    CHECK(quoted(Identifier{"user"}) == "\"user\"");
    CHECK(quoted(Identifier{"größe"}) == "\"größe\"");
    CHECK(quoted(Identifier{"a\"b"}) == "\"a\"\"b\"");
    CHECK(quoted(Identifier{""}) == "\"\"");
    CHECK(quoted(Literal{"it's \\ \"x\""}) == "'it''s \\ \"x\"'");
}
