// Each operation followed by its inverse leaves the schema as it was.
#include <catch2/catch.hpp>

#include "migrator/operation/invert.hpp"
#include "migrator/testing/test_database.hpp"
#include "rendered.hpp"
#include "schema_dump.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

constexpr const char* start = R"sql(CREATE SCHEMA game;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE game.unused AS ENUM ('a', 'b');
CREATE SEQUENCE counter INCREMENT BY 3 MAXVALUE 1000;
CREATE TABLE users (id bigint PRIMARY KEY, email text DEFAULT 'x', mood mood DEFAULT 'sad', moods mood[]);
CREATE TABLE game.skills (
    number bigint GENERATED ALWAYS AS IDENTITY (INCREMENT BY 2),
    owner bigint NOT NULL,
    power integer NOT NULL DEFAULT 1,
    during int4range,
    note varchar(20)
);
CREATE INDEX ix_owner ON game.skills (owner);
ALTER TABLE game.skills ADD CONSTRAINT ck_power CHECK (power > 0);
COMMENT ON TABLE users IS 'people';
COMMENT ON COLUMN users.email IS 'where';)sql";

const ObjectName skills("game", "skills");

void run(postgres::Session& session, const std::vector<Operation>& operations) {
    for (const Operation& operation : operations)
        for (const std::string& sql : render(operation))
            must(session.run_script(sql));
}

// Applies what `step` records and undoes it: the first changes the schema, the second brings it back.
template <class Step>
void check_there_and_back(Step step) {
    Operations recorder;
    step(recorder);
    REQUIRE(recorder.recording().problems.empty());
    const std::vector<Operation> operations = recorder.recording().operations;
    const std::vector<Operation> inverse = must(invert(operations));
    const TestDatabase database;
    auto session = database.connect();
    must(session.run_script(start));
    const std::string before = schema_dump(database.url());
    run(session, operations);
    CHECK(schema_dump(database.url()) != before);
    run(session, inverse);
    CHECK(difference(before, schema_dump(database.url())) == "");
    // The inverse of the inverse is the step again, and can be undone likewise.
    run(session, must(invert(inverse)));
    run(session, inverse);
    CHECK(difference(before, schema_dump(database.url())) == "");
}

}  // namespace

TEST_CASE("operations on schemas and tables can be undone") {
    SECTION("create_schema") {
        check_there_and_back([](Operations& op) { op.create_schema("Own"); });
    }
    SECTION("create_table") {
        check_there_and_back([](Operations& op) {
            TableOptions options;
            options.unlogged = true;
            options.with = {{"fillfactor", "70"}};
            options.comment = "made";
            op.create_table({"game", "t"},
                            {column("id", bigserial()), column("a", integer()).with_comment("an a"),
                             column("b", text()).generated_as("a::text").collate("C"),
                             column("c", smallint()).identity_by_default()},
                            {primary_key({"id"}), unique({"a"}), check("a > 1").named("ck"),
                             foreign_key({"a"}, "users", {"id"}, {.on_delete = ReferentialAction::set_null})},
                            options);
        });
    }
    SECTION("drop_table with its definition") {
        check_there_and_back([](Operations& op) {
            op.create_table({"game", "t"}, {column("id", bigint()).not_null()}, {primary_key({"id"})});
            Table made;
            made.name = ObjectName("game", "t");
            made.columns = {column("id", bigint()).not_null()};
            made.constraints = {primary_key({"id"})};
            op.drop_table(made);
            op.create_schema("changed");
        });
    }
    SECTION("rename_table") {
        check_there_and_back([](Operations& op) { op.rename_table(skills, "Abilities"); });
    }
    SECTION("comments") {
        check_there_and_back([](Operations& op) {
            op.set_table_comment("users", "", "people");
            op.set_column_comment("users", "email", "it's here", "where");
            op.set_table_comment(skills, "new", "");
        });
    }
}

TEST_CASE("operations on columns can be undone") {
    SECTION("add_column") {
        check_there_and_back([](Operations& op) {
            op.add_column(skills, column("mp", integer()).not_null().server_default("0").with_comment("mana"));
        });
    }
    SECTION("drop_column of the last column") {
        check_there_and_back([](Operations& op) { op.drop_column(skills, column("note", varchar(20))); });
    }
    SECTION("add_expression to the last column") {
        check_there_and_back([](Operations& op) {
            op.add_expression(skills, column("note", varchar(20)).generated_as("'power ' || power::text"));
        });
    }
    SECTION("drop_expression of the last column") {
        check_there_and_back([](Operations& op) {
            const Column total = column("total", bigint()).not_null().generated_as("owner + power").with_comment("sum");
            op.add_column(skills, total);
            op.drop_expression(skills, total);
        });
    }
    SECTION("rename_column") {
        check_there_and_back([](Operations& op) { op.rename_column(skills, "owner", "Of"); });
    }
    SECTION("type") {
        check_there_and_back([](Operations& op) {
            op.alter_column(skills, "note", change().type(varchar(50)).from_type(varchar(20)));
            op.alter_column(skills, "owner", change().type(text(), "owner::text").from_type(bigint(), "owner::bigint"));
        });
    }
    SECTION("type and default together") {
        check_there_and_back([](Operations& op) {
            op.alter_column("users", "email",
                            change()
                                .type(numeric(10, 2), "length(email)")
                                .from_type(text(), "email::text")
                                .set_default("2.5")
                                .from_default("'x'::text"));
        });
    }
    SECTION("default and nullability") {
        check_there_and_back([](Operations& op) {
            op.alter_column(skills, "power", change().drop_default().from_default("1").drop_not_null());
            op.alter_column("users", "email", change().set_default("'y'").from_default("'x'::text").set_not_null());
            op.alter_column(skills, "owner", change().set_default("7").from_no_default());
        });
    }
    SECTION("identity") {
        check_there_and_back([](Operations& op) {
            SequenceOptions by_two;
            by_two.increment = 2;
            SequenceOptions cycling;
            cycling.increment = 5;
            cycling.cycle = true;
            op.alter_column(skills, "number",
                            change()
                                .set_identity({Identity::Kind::by_default, cycling})
                                .from_identity({Identity::Kind::always, by_two}));
        });
        check_there_and_back([](Operations& op) {
            SequenceOptions by_two;
            by_two.increment = 2;
            op.alter_column(skills, "number", change().drop_identity({Identity::Kind::always, by_two}));
            op.alter_column(skills, "owner", change().set_identity({}));
        });
    }
}

TEST_CASE("operations on constraints and indexes can be undone") {
    SECTION("add_constraint") {
        check_there_and_back([](Operations& op) {
            op.add_constraint("users", unique({"email"}));
            op.add_constraint(skills, primary_key({"number"}));
            op.add_constraint(skills, foreign_key({"owner"}, "users", {"id"},
                                                  {.on_update = ReferentialAction::cascade,
                                                   .deferral = Deferral::initially_deferred,
                                                   .not_valid = true}));
            op.add_constraint(skills, exclude({{"during", "&&", ""}}));
        });
    }
    SECTION("drop_constraint with its definition") {
        check_there_and_back([](Operations& op) { op.drop_constraint(skills, check("power > 0").named("ck_power")); });
    }
    SECTION("rename_constraint") {
        check_there_and_back([](Operations& op) { op.rename_constraint(skills, "ck_power", "Ck"); });
    }
    SECTION("create_index") {
        check_there_and_back([](Operations& op) {
            IndexOptions options;
            options.unique = true;
            options.nulls_not_distinct = true;
            options.include = {"note"};
            options.where = "power > 0";
            options.with = {{"fillfactor", "70"}};
            op.create_index("ix_new", skills,
                            {IndexKey("power").desc().nulls_order(NullsOrder::last), on_expression("owner + 1")},
                            options);
        });
    }
    SECTION("drop_index with its definition") {
        check_there_and_back([](Operations& op) { op.drop_index(Index{"ix_owner", skills, {"owner"}, {}}); });
    }
    SECTION("rename_index") {
        check_there_and_back([](Operations& op) { op.rename_index({"game", "ix_owner"}, "Ix"); });
    }
}

TEST_CASE("operations on types, sequences and raw SQL can be undone") {
    SECTION("create_enum and drop_enum") {
        check_there_and_back([](Operations& op) { op.create_enum({"game", "Kind"}, {"it's", "b"}); });
        check_there_and_back([](Operations& op) { op.drop_enum({"game", "unused"}, {"a", "b"}); });
    }
    SECTION("rename_enum_value") {
        check_there_and_back([](Operations& op) { op.rename_enum_value("mood", "ok", "fine"); });
    }
    SECTION("recreate_enum") {
        check_there_and_back([](Operations& op) {
            op.recreate_enum("mood", {"sad", "glad", "ok"},
                             {{"users", "mood", "'sad'::public.mood"}, {"users", "moods", std::nullopt, true}},
                             {"sad", "ok"});
        });
    }
    SECTION("sequences") {
        check_there_and_back([](Operations& op) {
            Sequence sequence;
            sequence.name = ObjectName("game", "tickets");
            sequence.type = integer();
            sequence.options.start = 10;
            sequence.owned_by_table = skills;
            sequence.owned_by_column = "owner";
            op.create_sequence(sequence);
        });
        check_there_and_back([](Operations& op) {
            SequenceOptions wide;
            wide.increment = 7;
            wide.max_value = 5000;
            wide.cycle = true;
            SequenceOptions former;
            former.increment = 3;
            former.max_value = 1000;
            op.alter_sequence("counter", wide, former);
        });
        check_there_and_back([](Operations& op) {
            Sequence counter;
            counter.name = "counter";
            counter.options.increment = 3;
            counter.options.max_value = 1000;
            op.drop_sequence(counter);
        });
    }
    SECTION("execute with its reverse") {
        check_there_and_back(
            [](Operations& op) { op.execute("CREATE VIEW strong AS SELECT 1 AS one", "DROP VIEW strong"); });
    }
}
