// Steps of every kind, recorded as a comparison would find them.
#include "tests/author/sample_cases.hpp"

#include "migrator/operation/operations.hpp"
#include "migrator/operation/recording.hpp"

using namespace migrator;

namespace author_test {

const char* const start_sql = R"sql(CREATE SCHEMA game;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE game.unused AS ENUM ('a', 'b');
CREATE SEQUENCE counter INCREMENT BY 3 MAXVALUE 1000;
CREATE TABLE users (id bigint PRIMARY KEY, email text DEFAULT 'x', mood mood DEFAULT 'sad', "odd name" varchar(20));
CREATE TABLE game.skills (
    number bigint GENERATED ALWAYS AS IDENTITY,
    owner bigint NOT NULL,
    power integer NOT NULL DEFAULT 1,
    note varchar(20)
);
CREATE INDEX ix_owner ON game.skills (owner);
ALTER TABLE game.skills ADD CONSTRAINT ck_power CHECK (power > 0);
COMMENT ON TABLE users IS 'people';
CREATE VIEW strong AS SELECT owner FROM game.skills WHERE power > 10;)sql";

namespace {

const ObjectName skills("game", "skills");

class Collector {
 public:
    template <class Record>
    void add(const std::string& message, Record record) {
        Operations recorder;
        record(recorder);
        std::string id = std::to_string(100'000 + cases_.size());
        cases_.push_back({"case" + id, message, recorder.take().operations});
    }
    std::vector<SampleCase> take() { return std::move(cases_); }

 private:
    std::vector<SampleCase> cases_;
};

void add_tables(Collector& cases) {
    cases.add("Add guests with every kind of column", [](Operations& op) {
        op.create_table("guests",
                        {column("id", bigserial()), column("name", varchar(50)).not_null().collate("C"),
                         column("price", numeric(12, 2)).server_default("0.00"), column("born", date()),
                         column("tags", array_of(text())).not_null().server_default("'{}'::text[]"),
                         column("mood", named_type("mood")).with_comment("how \"they\" feel\n\\ today"),
                         column("double_id", bigint()).generated_as("id * 2"),
                         column("number", integer()).identity_by_default({.start = 5, .increment = 2}),
                         column("during", sql_type("tstzrange")), column("code", character(3))},
                        {primary_key({"id"}), unique({"name"}).named("one_name"),
                         check("price >= 0 AND name <> 'O''Brien'").named("ck_price"),
                         foreign_key({"id"}, "users", {"id"},
                                     {.on_delete = ReferentialAction::cascade,
                                      .on_update = ReferentialAction::restrict,
                                      .deferral = Deferral::initially_deferred})});
    });
    cases.add("Add a table with options", [](Operations& op) {
        op.create_table("notes", {column("id", integer()).not_null()}, {},
                        {.unlogged = true, .with = {{"fillfactor", "70"}}, .comment = "made"});
    });
    cases.add("Add a table with row security", [](Operations& op) {
        Table table;
        table.name = "secrets";
        table.columns = {column("id", integer())};
        table.row_security = RowSecurity::forced;
        op.create_table(table);
    });
    cases.add("Add a partitioned table and a partition", [](Operations& op) {
        op.create_table("visits", {column("at", date()).not_null()}, {}, {.partition_by = "RANGE (at)"});
        op.create_table("visits_2025", {}, {},
                        {.partition_of = PartitionOf{"visits", "FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')"}});
    });
    cases.add("Drop skills and the view of them", [](Operations& op) {
        Table table;
        table.name = skills;
        op.drop_object({.kind = RawObject::Kind::view,
                        .name = "strong",
                        .definition = {"CREATE VIEW strong AS SELECT owner FROM game.skills WHERE power > 10"}});
        op.drop_index(Index{.name = "ix_owner", .table = skills, .keys = {"owner"}});
        table.columns = {column("number", bigint()).identity_always(), column("owner", bigint()).not_null(),
                         column("power", integer()).not_null().server_default("1"), column("note", varchar(20))};
        table.constraints = {check("power > 0").named("ck_power")};
        op.drop_table(table);
    });
    cases.add("Rename users to accounts", [](Operations& op) { op.rename_table("users", "accounts"); });
    cases.add("Make skills unlogged and roomy", [](Operations& op) {
        op.alter_table(skills, {.unlogged = true, .with = {{"fillfactor", "80"}}}, {});
    });
    cases.add("Add the schema audit", [](Operations& op) { op.create_schema("audit"); });
}

void add_columns(Collector& cases) {
    cases.add("Add mp to skills",
              [](Operations& op) { op.add_column(skills, column("mp", integer()).not_null().server_default("0")); });
    cases.add("Drop the note of skills", [](Operations& op) { op.drop_column(skills, column("note", varchar(20))); });
    cases.add("Generate the note of skills", [](Operations& op) {
        op.add_expression(skills, column("note", varchar(20)).generated_as("'power ' || power"));
    });
    cases.add("Keep the total of skills as it is", [](Operations& op) {
        const Column total = column("total", bigint()).not_null().generated_as("owner + power");
        op.add_column(skills, total);
        op.drop_expression(skills, total);
    });
    cases.add("Rename an oddly named column", [](Operations& op) { op.rename_column("users", "odd name", "Even"); });
    cases.add("Widen the note of skills", [](Operations& op) {
        op.alter_column(skills, "note", change().type(varchar(50)).from_type(varchar(20)));
    });
    cases.add("Turn the note of skills into a number", [](Operations& op) {
        op.alter_column(skills, "note", change().type(integer(), "length(note)").from_type(varchar(20), "note::text"));
    });
    cases.add("Collate the note of skills", [](Operations& op) {
        op.alter_column(skills, "note", change().type(varchar(20)).from_type(varchar(20)).collate("C", "default"));
    });
    cases.add("Change defaults and nullability", [](Operations& op) {
        op.alter_column("users", "email", change().set_default("'it''s'").from_default("'x'"));
        op.alter_column(skills, "power", change().drop_default().from_default("1").drop_not_null());
        op.alter_column("users", "odd name", change().set_not_null());
    });
    cases.add("Change an identity", [](Operations& op) {
        op.alter_column(skills, "number",
                        change()
                            .set_identity({Identity::Kind::by_default, {.increment = 5}})
                            .from_identity({Identity::Kind::always, {.increment = 1}}));
    });
    cases.add("Drop an identity", [](Operations& op) {
        op.alter_column(skills, "number", change().drop_identity({Identity::Kind::always, {}}));
    });
}

void add_constraints(Collector& cases) {
    cases.add("Add constraints of every kind", [](Operations& op) {
        op.add_constraint(skills, primary_key({"number"}));
        op.add_constraint(
            skills,
            Constraint{"uq_owner", Unique{.columns = {"owner"}, .include = {"power"}, .nulls_not_distinct = true}});
        op.add_constraint(skills, Constraint{"ck_note", Check{.expression = "note <> ''", .not_valid = true}});
        op.add_constraint(skills, foreign_key({"owner"}, "users", {"id"}, {.not_valid = true}).named("fk_owner"));
        op.add_constraint(skills, exclude({{"owner", "="}}, "btree").named("ex_owner"));
    });
    cases.add("Replace a check and rename a constraint", [](Operations& op) {
        op.drop_constraint(skills, check("power > 0").named("ck_power"));
        op.add_constraint(skills, check("power >= 0").named("ck_power").with_comment("none is weak"));
        op.rename_constraint("users", "users_pkey", "pk_users");
    });
    cases.add("Add indexes of every kind", [](Operations& op) {
        op.create_index("ix_lower", "users", {on_expression("lower(email)"), IndexKey("id").desc()},
                        {.unique = true, .include = {"mood"}, .where = "email <> ''", .with = {{"fillfactor", "90"}}});
        op.create_index("ix_pattern", "users",
                        {IndexKey("email").with_operator_class("text_pattern_ops").collate("C")});
        op.create_index("ix_nulls", skills, {IndexKey("power").nulls_order(NullsOrder::first)});
        op.create_index("ix_hash", skills, {"owner"}, {.method = "hash"});
        op.create_index(Index{.name = "ix_told", .table = skills, .keys = {"note"}, .comment = "told"});
    });
    cases.add("Drop and rename indexes", [](Operations& op) {
        op.drop_index(Index{.name = "ix_owner", .table = skills, .keys = {"owner"}});
        op.rename_index("users_pkey", "users_key");
    });
}

void add_types_and_objects(Collector& cases) {
    cases.add("Add an enum and drop another", [](Operations& op) {
        op.create_enum("weather", {"sunny", "it's \"odd\""});
        op.set_enum_comment("weather", "outside", "");
        op.drop_enum({"game", "unused"}, {"a", "b"});
    });
    cases.add("Rename a label of mood", [](Operations& op) { op.rename_enum_value("mood", "ok", "fine"); });
    cases.add("Remove a label of mood", [](Operations& op) {
        op.recreate_enum("mood", {"sad"}, {{.table = "users", .column = "mood", .default_expression = "'sad'"}},
                         {"sad", "ok"});
    });
    cases.add("Add sequences and change one", [](Operations& op) {
        op.create_sequence({.name = {"game", "tickets"}, .type = integer(), .options = {.start = 10, .cycle = true}});
        op.alter_sequence("counter", {.increment = 4}, {.increment = 3});
    });
    cases.add("Change what a sequence is", [](Operations& op) {
        op.set_sequence_type("counter", integer(), bigint());
        op.set_sequence_owner("counter", "users", "id");
    });
    cases.add("Comment on everything", [](Operations& op) {
        op.set_table_comment("users", "", "people");
        op.set_column_comment("users", "email", "where", "");
        op.set_index_comment({"game", "ix_owner"}, "fast", "");
        op.set_constraint_comment(skills, "ck_power", "no\ttabs", "");
        op.set_sequence_comment("counter", "counts", "");
    });
    cases.add("Replace a view and add a function", [](Operations& op) {
        RawObject view{.kind = RawObject::Kind::view,
                       .name = "strong",
                       .definition = {"CREATE VIEW strong AS SELECT owner FROM game.skills WHERE power > 10"}};
        RawObject better = view;
        better.definition.text = "CREATE OR REPLACE VIEW strong AS\nSELECT owner\nFROM game.skills\nWHERE power > 20";
        view.definition.text = "CREATE OR REPLACE VIEW strong AS SELECT owner FROM game.skills WHERE power > 10";
        op.replace_object(better, view);
        op.create_object({.kind = RawObject::Kind::function,
                          .name = {"game", "twice"},
                          .arguments = "integer",
                          .definition = {"CREATE FUNCTION game.twice(integer) RETURNS integer LANGUAGE sql\n"
                                         "AS $$ SELECT $1 * 2 $$"}});
    });
    cases.add("Run SQL both ways", [](Operations& op) {
        op.execute("CREATE TABLE raw (a text DEFAULT ')sql\"');\nINSERT INTO raw VALUES ('x')", "DROP TABLE raw");
    });
}

}  // namespace

std::vector<SampleCase> sample_cases() {
    Collector cases;
    add_tables(cases);
    add_columns(cases);
    add_constraints(cases);
    add_types_and_objects(cases);
    return cases.take();
}

}  // namespace author_test
