// The SQL of operations on tables, columns and constraints.
#include <catch2/catch.hpp>

#include "rendered.hpp"

using namespace migrator;
using namespace migrator::testing;

TEST_CASE("SQL of schemas") {
    CHECK(sql_of([](Operations& op) { op.create_schema("game"); }) == "CREATE SCHEMA game");
    CHECK(sql_of([](Operations& op) { op.drop_schema("Game"); }) == "DROP SCHEMA \"Game\"");
}

TEST_CASE("SQL of create_table") {
    SECTION("columns and constraints, each on its line") {
        CHECK(sql_of([](Operations& op) {
                  op.create_table(
                      {"game", "users"},
                      {column("id", bigint()).identity_always(), column("email", varchar(255)).not_null().collate("C"),
                       column("state", text()).server_default("'new'").not_null(),
                       column("size", integer()).generated_as("length(email)")},
                      {primary_key({"id"}), unique({"email"})});
              }) ==
              "CREATE TABLE game.users (\n"
              "    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,\n"
              "    email character varying(255) COLLATE \"C\" NOT NULL,\n"
              "    state text DEFAULT 'new' NOT NULL,\n"
              "    size integer GENERATED ALWAYS AS (length(email)) STORED,\n"
              "    CONSTRAINT users_pkey PRIMARY KEY (id),\n"
              "    CONSTRAINT users_email_key UNIQUE (email)\n"
              ")");
    }
    SECTION("options") {
        TableOptions options;
        options.unlogged = true;
        options.partition_by = "RANGE (day)";
        options.with = {{"fillfactor", "70"}, {"autovacuum_enabled", "off"}};
        options.tablespace = "fast";
        CHECK(sql_of([&](Operations& op) { op.create_table("t", {column("day", date())}, {}, options); }) ==
              "CREATE UNLOGGED TABLE t (\n    day date\n) PARTITION BY RANGE (day)"
              " WITH (fillfactor = '70', autovacuum_enabled = 'off') TABLESPACE fast");
    }
    SECTION("comments follow as statements of their own") {
        TableOptions options;
        options.comment = "who's who";
        CHECK(statements_of([&](Operations& op) {
                  op.create_table("t", {column("a", text()).with_comment("an a")}, {}, options);
              }) == Statements{"CREATE TABLE t (\n    a text\n)", "COMMENT ON TABLE t IS 'who''s who'",
                               "COMMENT ON COLUMN t.a IS 'an a'"});
    }
    SECTION("a table may have no columns") {
        CHECK(sql_of([](Operations& op) { op.create_table("t", {}); }) == "CREATE TABLE t (\n)");
    }
}

TEST_CASE("SQL of other operations on tables") {
    CHECK(sql_of([](Operations& op) { op.drop_table({"game", "users"}); }) == "DROP TABLE game.users");
    CHECK(sql_of([](Operations& op) {
              op.rename_table({"game", "users"}, "Accounts");
          }) == "ALTER TABLE game.users RENAME TO \"Accounts\"");
    CHECK(sql_of([](Operations& op) { op.set_table_comment("t", "it's"); }) == "COMMENT ON TABLE t IS 'it''s'");
    CHECK(sql_of([](Operations& op) { op.set_table_comment("t", ""); }) == "COMMENT ON TABLE t IS NULL");
    CHECK(sql_of([](Operations& op) {
              op.set_column_comment({"g", "t"}, "C", "x");
          }) == "COMMENT ON COLUMN g.t.\"C\" IS 'x'");
}

TEST_CASE("SQL of operations on columns") {
    CHECK(statements_of([](Operations& op) { op.add_column("t", column("mp", integer()).with_comment("mana")); }) ==
          Statements{"ALTER TABLE t ADD COLUMN mp integer", "COMMENT ON COLUMN t.mp IS 'mana'"});
    CHECK(sql_of([](Operations& op) { op.drop_column("t", "select"); }) == "ALTER TABLE t DROP COLUMN \"select\"");
    CHECK(sql_of([](Operations& op) { op.drop_expression("t", "Both"); }) ==
          "ALTER TABLE t ALTER COLUMN \"Both\" DROP EXPRESSION");
    CHECK(statements_of([](Operations& op) {
              op.add_expression("t", column("Both", integer()).generated_as("a + b").with_comment("sum"));
          }) == Statements{"ALTER TABLE t DROP COLUMN \"Both\", "
                           "ADD COLUMN \"Both\" integer GENERATED ALWAYS AS (a + b) STORED",
                           "COMMENT ON COLUMN t.\"Both\" IS 'sum'"});
    CHECK(sql_of([](Operations& op) { op.rename_column("t", "energy", "mp"); }) ==
          "ALTER TABLE t RENAME COLUMN energy TO mp");
}

TEST_CASE("SQL of column types") {
    const auto type = [](SqlType sql_type) {
        const std::string sql = sql_of([&](Operations& op) { op.add_column("t", column("c", std::move(sql_type))); });
        return sql.substr(std::string("ALTER TABLE t ADD COLUMN c ").size());
    };
    CHECK(type(boolean()) == "boolean");
    CHECK(type(smallint()) == "smallint");
    CHECK(type(integer()) == "integer");
    CHECK(type(bigint()) == "bigint");
    CHECK(type(real()) == "real");
    CHECK(type(double_precision()) == "double precision");
    CHECK(type(numeric()) == "numeric");
    CHECK(type(numeric(10, 2)) == "numeric(10,2)");
    CHECK(type(text()) == "text");
    CHECK(type(varchar()) == "character varying");
    CHECK(type(varchar(50)) == "character varying(50)");
    CHECK(type(character(2)) == "character(2)");
    CHECK(type(bytea()) == "bytea");
    CHECK(type(uuid()) == "uuid");
    CHECK(type(json()) == "json");
    CHECK(type(jsonb()) == "jsonb");
    CHECK(type(date()) == "date");
    CHECK(type(time_of_day()) == "time without time zone");
    CHECK(type(timestamp()) == "timestamp without time zone");
    CHECK(type(timestamptz()) == "timestamp with time zone");
    CHECK(type(interval()) == "interval");
    CHECK(type(inet()) == "inet");
    CHECK(type(smallserial()) == "smallserial NOT NULL");
    CHECK(type(serial()) == "serial NOT NULL");
    CHECK(type(bigserial()) == "bigserial NOT NULL");
    CHECK(type(array_of(text())) == "text[]");
    CHECK(type(named_type({"Game", "rarity"})) == "\"Game\".rarity");
    CHECK(type(array_of(named_type("Rarity"))) == "\"Rarity\"[]");
    CHECK(type(sql_type("tstzrange")) == "tstzrange");
}

TEST_CASE("SQL of identity columns") {
    SequenceOptions options;
    options.start = 10;
    options.increment = -2;
    options.min_value = -100;
    options.max_value = 100;
    options.cache = 5;
    options.cycle = true;
    CHECK(sql_of([&](Operations& op) { op.add_column("t", column("c", bigint()).identity_by_default(options)); }) ==
          "ALTER TABLE t ADD COLUMN c bigint GENERATED BY DEFAULT AS IDENTITY"
          " ( INCREMENT BY -2 MINVALUE -100 MAXVALUE 100 START WITH 10 CACHE 5 CYCLE) NOT NULL");
}

TEST_CASE("SQL of alter_column is one ALTER TABLE, so that the table is scanned once") {
    const auto alter = [](ColumnChange change) {
        const std::string sql = sql_of([&](Operations& op) { op.alter_column({"g", "t"}, "c", std::move(change)); });
        const std::string prefix = "ALTER TABLE g.t ALTER COLUMN c ";
        CHECK(sql.substr(0, prefix.size()) == prefix);
        return sql.substr(prefix.size());
    };
    SECTION("one change") {
        CHECK(alter(change().type(bigint())) == "TYPE bigint");
        CHECK(alter(change().type(integer(), "c::integer")) == "TYPE integer USING c::integer");
        CHECK(alter(change().set_default("now()")) == "SET DEFAULT now()");
        CHECK(alter(change().drop_default()) == "DROP DEFAULT");
        CHECK(alter(change().set_not_null()) == "SET NOT NULL");
        CHECK(alter(change().drop_not_null()) == "DROP NOT NULL");
    }
    SECTION("a default is dropped before the type changes and set after it") {
        CHECK(alter(change().type(bigint()).set_default("1").set_not_null()) ==
              "DROP DEFAULT, ALTER COLUMN c TYPE bigint, ALTER COLUMN c SET DEFAULT 1, ALTER COLUMN c SET NOT NULL");
        CHECK(alter(change().type(bigint()).drop_default()) == "DROP DEFAULT, ALTER COLUMN c TYPE bigint");
    }
    SECTION("an identity is added, altered or dropped") {
        SequenceOptions by_two;
        by_two.increment = 2;
        const Identity always{Identity::Kind::always, by_two};
        const Identity by_default{Identity::Kind::by_default, {}};
        CHECK(alter(change().set_identity(always)) == "ADD GENERATED ALWAYS AS IDENTITY ( INCREMENT BY 2)");
        CHECK(alter(change().set_identity(always).from_identity(by_default)) ==
              "SET GENERATED ALWAYS SET INCREMENT BY 2 SET NO CYCLE");
        CHECK(alter(change().set_identity(by_default).from_identity(always)) ==
              "SET GENERATED BY DEFAULT SET NO CYCLE");
        CHECK(alter(change().drop_identity(always)) == "DROP IDENTITY");
    }
}

TEST_CASE("SQL of constraints") {
    const auto add = [](const Constraint& constraint) {
        const std::string sql = sql_of([&](Operations& op) { op.add_constraint("t", constraint); });
        const std::string prefix = "ALTER TABLE t ADD CONSTRAINT ";
        CHECK(sql.substr(0, prefix.size()) == prefix);
        return sql.substr(prefix.size());
    };
    SECTION("primary key") {
        CHECK(add(primary_key({"a", "B"})) == "t_pkey PRIMARY KEY (a, \"B\")");
        CHECK(add({"k", PrimaryKey{{"a"}, {"b"}, Deferral::initially_deferred}}) ==
              "k PRIMARY KEY (a) INCLUDE (b) DEFERRABLE INITIALLY DEFERRED");
        CHECK(add({"k", PrimaryKey{{}, {}, Deferral::not_deferrable, "Ix"}}) == "k PRIMARY KEY USING INDEX \"Ix\"");
    }
    SECTION("unique") {
        CHECK(add(unique({"a"})) == "t_a_key UNIQUE (a)");
        CHECK(add({"k", Unique{{"a"}, {"b"}, true, Deferral::initially_immediate}}) ==
              "k UNIQUE NULLS NOT DISTINCT (a) INCLUDE (b) DEFERRABLE INITIALLY IMMEDIATE");
        CHECK(add({"k", Unique{{}, {}, false, Deferral::not_deferrable, "ix"}}) == "k UNIQUE USING INDEX ix");
    }
    SECTION("check") {
        CHECK(add(check("a > 0").named("ck")) == "ck CHECK (a > 0)");
        CHECK(add({"ck", Check{"a > 0", true, true}}) == "ck CHECK (a > 0) NO INHERIT NOT VALID");
    }
    SECTION("foreign key") {
        CHECK(add(foreign_key({"a"}, {"g", "u"}, {"id"})) == "t_a_fkey FOREIGN KEY (a) REFERENCES g.u (id)");
        CHECK(add(foreign_key({"a"}, "u", {})) == "t_a_fkey FOREIGN KEY (a) REFERENCES u");
        CHECK(add(foreign_key({"a", "b"}, "u", {"x", "y"},
                              {.on_delete = ReferentialAction::cascade,
                               .on_update = ReferentialAction::restrict,
                               .match = MatchKind::full,
                               .deferral = Deferral::initially_deferred,
                               .not_valid = true})) ==
              "t_a_b_fkey FOREIGN KEY (a, b) REFERENCES u (x, y) MATCH FULL ON UPDATE RESTRICT ON DELETE CASCADE"
              " DEFERRABLE INITIALLY DEFERRED NOT VALID");
        ForeignKey key{{"a", "b"}, "u", {"x", "y"}};
        key.on_delete = ReferentialAction::set_null;
        key.on_delete_columns = {"a"};
        CHECK(add({"f", key}) == "f FOREIGN KEY (a, b) REFERENCES u (x, y) ON DELETE SET NULL (a)");
        key.on_delete = ReferentialAction::set_default;
        CHECK(add({"f", key}) == "f FOREIGN KEY (a, b) REFERENCES u (x, y) ON DELETE SET DEFAULT (a)");
    }
    SECTION("exclude") {
        CHECK(add({"x", Exclude{"gist",
                                {{"room", "=", "gist_int4_ops"}, {"(tsrange(a, b))", "&&", ""}},
                                "room > 0",
                                Deferral::initially_deferred}}) ==
              "x EXCLUDE USING gist (room gist_int4_ops WITH =, (tsrange(a, b)) WITH &&) WHERE (room > 0)"
              " DEFERRABLE INITIALLY DEFERRED");
    }
    SECTION("drop, rename, validate") {
        CHECK(sql_of([](Operations& op) { op.drop_constraint("t", "C"); }) == "ALTER TABLE t DROP CONSTRAINT \"C\"");
        CHECK(sql_of([](Operations& op) { op.rename_constraint("t", "a", "b"); }) ==
              "ALTER TABLE t RENAME CONSTRAINT a TO b");
        CHECK(sql_of([](Operations& op) { op.validate_constraint("t", "a"); }) ==
              "ALTER TABLE t VALIDATE CONSTRAINT a");
    }
}
