// A role that may not do what a run needs is told so before the first step, with the exact way out.
#include <algorithm>
#include <catch2/catch.hpp>

#include "fixture.hpp"
#include "tests/support/fault_results.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

const Revision make = {.message = "Make", .upgrade = [](Operations& op) { op.create_table("made", {}); }};
const Revision alter = {.message = "Alter", .revises = {"a1"}, .upgrade = [](Operations& op) {
                            op.create_table("more", {});
                            op.add_column("made", column("b", bigint()));
                        }};
const Revisions one = {{"a1", "a1.cpp", &make}};
const Revisions two = {{"a1", "a1.cpp", &make}, {"b2", "b2.cpp", &alter}};

// A bench whose runs connect as a role of no rights of its own; roles live longer than databases, so that each case
// has its own.
class RoleBench : public Bench {
 public:
    RoleBench() {
        static int number = 0;
        role = "role \"" + std::to_string(++number);
        quoted_role = "\"role \"\"" + std::to_string(number) + '"';
        execute("CREATE ROLE " + quoted_role + " LOGIN");
        owner_options = options;
        // Of two settings the later one counts.
        options.database += " user='" + role + "'";
    }

    void upgrade_as_owner(const Revisions& revisions) {
        const RunOptions as_role = options;
        options = owner_options;
        must(upgrade(revisions));
        options = as_role;
    }

    // Each run is refused, changes nothing and tells the statement that repairs it; which then does.
    void check_refused_until_granted(const Revisions& revisions, const std::string& words, const std::string& grant) {
        const std::string before = history();
        const Error error = error_of(upgrade(revisions));
        CHECK(error.kind() == ErrorKind::privilege);
        CHECK(exit_code(error.kind()) == 17);
        CHECK(summary(error).find(words) != std::string::npos);
        CHECK(error.details().hint == "have the owner run: " + grant);
        CHECK(history() == before);
        CHECK(report.steps.empty());
        CHECK(is_settled());
        execute(grant);
    }

    std::string role;
    std::string quoted_role;
    RunOptions owner_options;
};

void tell_row() {
    gestaloka::faults::tell(
        {"T30", "no CREATE on database or schema, no USAGE, SELECT only, tables of another owner",
         "exit 17 before the first step, with the exact GRANT; a reader boots when nothing is pending", "as required",
         1});
}

}  // namespace

TEST_CASE("T30: a role without rights is led to all that it needs, one GRANT after the other") {
    RoleBench bench;
    bench.check_refused_until_granted(one,
                                      "role \"" + bench.role + "\" may not create the history's schema \"migrator\"",
                                      "GRANT CREATE ON DATABASE " + bench.database.name() + " TO " + bench.quoted_role);
    bench.check_refused_until_granted(one, "role \"" + bench.role + "\" may not create objects in schema \"public\"",
                                      "GRANT CREATE ON SCHEMA public TO " + bench.quoted_role);
    must(bench.upgrade(one));
    CHECK(bench.history() == "a1 applied");
    CHECK(bench.report.role == bench.role);
    bench.require_finished(one);
    tell_row();
}

TEST_CASE("T30: a role that may not create in the history's schema is told so") {
    RoleBench bench;
    bench.execute("CREATE SCHEMA migrator; GRANT CREATE ON SCHEMA public TO " + bench.quoted_role);
    bench.check_refused_until_granted(one, "permission denied for schema migrator",
                                      "GRANT USAGE ON SCHEMA migrator TO " + bench.quoted_role);
    bench.check_refused_until_granted(one, "may not create the history table",
                                      "GRANT USAGE, CREATE ON SCHEMA migrator TO " + bench.quoted_role);
    must(bench.upgrade(one));
    bench.require_finished(one);
    tell_row();
}

TEST_CASE("T30: the way from a foreign history to an upgrade") {
    RoleBench bench;
    bench.upgrade_as_owner(one);
    bench.execute("GRANT CREATE ON SCHEMA public TO " + bench.quoted_role);
    bench.check_refused_until_granted(one, "permission denied for schema migrator",
                                      "GRANT USAGE ON SCHEMA migrator TO " + bench.quoted_role);
    bench.check_refused_until_granted(one, "reading the history",
                                      "GRANT USAGE ON SCHEMA migrator TO " + bench.quoted_role +
                                          "; GRANT SELECT ON migrator.history TO " + bench.quoted_role);
    SECTION("nothing is pending: reading is enough to boot and to check") {
        must(bench.upgrade(one));
        Observer quiet;
        must(check(bench.options, must(Registry::create(one)), quiet, bench.report));
        bench.require_finished(one);
    }
    SECTION("something is pending") {
        bench.check_refused_until_granted(two, "may not write the history",
                                          "GRANT USAGE ON SCHEMA migrator TO " + bench.quoted_role +
                                              "; GRANT SELECT, INSERT, UPDATE, DELETE ON migrator.history TO " +
                                              bench.quoted_role);
        const Error error = error_of(bench.upgrade(two));
        CHECK(error.kind() == ErrorKind::privilege);
        CHECK(summary(error).find("does not own what has to be altered or dropped: TABLE made") != std::string::npos);
        CHECK(bench.history() == "a1 applied");
        bench.execute("ALTER TABLE made OWNER TO " + bench.quoted_role);
        must(bench.upgrade(two));
        CHECK(bench.history() == "a1 applied, b2 applied");
        bench.require_finished(two);
    }
    tell_row();
}

namespace {

const Revision all_kinds = {.message = "All kinds", .upgrade = [](Operations& op) {
                                op.execute(R"sql(CREATE TABLE made (id serial PRIMARY KEY, n int);
CREATE INDEX made_n ON made (n);
CREATE TYPE mood AS ENUM ('glad');
CREATE TYPE odd AS ENUM ('one');
CREATE SEQUENCE numbers;
CREATE VIEW seen AS SELECT 1 AS one;
CREATE MATERIALIZED VIEW kept AS SELECT 1 AS one;
CREATE DOMAIN short AS text;
CREATE FUNCTION f(integer, text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';
CREATE SCHEMA annex;
CREATE TABLE annex.made (n int);
CREATE TYPE annex.mood AS ENUM ('sad');
CREATE POLICY guard ON annex.made;
CREATE SCHEMA spare)sql");
                            }};

RawObject object(RawObject::Kind kind, const char* name, const char* definition, const char* arguments = "") {
    RawObject object;
    object.kind = kind;
    object.name = name;
    object.arguments = arguments;
    object.definition.text = definition;
    return object;
}

const RawObject seen_anew = object(RawObject::Kind::view, "seen", "CREATE OR REPLACE VIEW seen AS SELECT 2 AS one");
const RawObject seen = object(RawObject::Kind::view, "seen", "CREATE OR REPLACE VIEW seen AS SELECT 1 AS one");

struct ForeignObject {
    const char* altered;  ///< as the message names it; empty: none
    void (*upgrade)(Operations& op);
};

const std::vector<ForeignObject> foreign_objects = {
    {"TYPE mood", [](Operations& op) { op.add_enum_value("mood", "sad"); }},
    {"TYPE mood", [](Operations& op) { op.rename_enum_value("mood", "glad", "happy"); }},
    {"TABLE annex.made, TYPE mood",
     [](Operations& op) {
         op.recreate_enum("mood", {"happy"}, {EnumUse{ObjectName("annex", "made"), "n", {}, false}});
     }},
    {"TYPE odd", [](Operations& op) { op.drop_enum("odd"); }},
    {"TYPE annex.mood", [](Operations& op) { op.add_enum_value(ObjectName("annex", "mood"), "glad"); }},
    {"SEQUENCE numbers", [](Operations& op) { op.alter_sequence("numbers", SequenceOptions{}); }},
    {"SEQUENCE numbers", [](Operations& op) { op.drop_sequence("numbers"); }},
    {"TABLE made", [](Operations& op) { op.alter_sequence("made_id_seq", SequenceOptions{}); }},
    {"TABLE made", [](Operations& op) { op.drop_index("made_n"); }},
    {"TABLE made", [](Operations& op) { op.rename_index("made_n", "made_m"); }},
    {"TABLE made", [](Operations& op) { op.drop_table("made"); }},
    {"TABLE annex.made", [](Operations& op) { op.add_column(ObjectName("annex", "made"), column("b", bigint())); }},
    {"VIEW seen", [](Operations& op) { op.replace_object(seen_anew, seen); }},
    {"VIEW seen", [](Operations& op) { op.drop_object(seen); }},
    {"MATERIALIZED VIEW kept",
     [](Operations& op) { op.drop_object(object(RawObject::Kind::materialized_view, "kept", "")); }},
    {"DOMAIN short", [](Operations& op) { op.drop_object(object(RawObject::Kind::domain, "short", "")); }},
    {"ROUTINE f(integer,text)",
     [](Operations& op) { op.drop_object(object(RawObject::Kind::function, "f", "", "integer, text")); }},
    {"ROUTINE p()", [](Operations& op) { op.drop_object(object(RawObject::Kind::procedure, "p", "")); }},
    {"TABLE annex.made",
     [](Operations& op) {
         RawObject policy = object(RawObject::Kind::policy, "guard", "");
         policy.table = ObjectName("annex", "made");
         op.drop_object(policy);
     }},
    {"SCHEMA spare", [](Operations& op) { op.drop_schema("spare"); }},
    {"TABLE made, TYPE mood, TYPE odd",
     [](Operations& op) {
         op.drop_enum("odd");
         op.add_enum_value("mood", "sad");
         op.drop_column("made", "n");
     }},
    {"",
     [](Operations& op) {
         op.create_enum("own", {"a"});
         op.create_table("own_table", {column("id", bigint())});
         op.create_index("own_index", "own_table", {"id"});
         op.rename_table("own_table", "renamed");
         op.add_column("renamed", column("b", bigint()));
         op.drop_index("own_index");
         op.drop_enum("own");
     }},
};

Revisions with_step(const ForeignObject& step) {
    static Revision second;
    second = Revision{.message = "Second", .revises = {"a1"}, .upgrade = step.upgrade, .irreversible = "a test"};
    return {{"a1", "a1.cpp", &all_kinds}, {"b2", "b2.cpp", &second}};
}

// May do everything but what only an owner may.
void let_create(RoleBench& bench) {
    bench.execute("GRANT CREATE ON SCHEMA public, annex TO " + bench.quoted_role +
                  "; GRANT USAGE ON SCHEMA migrator, annex TO " + bench.quoted_role +
                  "; GRANT SELECT, INSERT, UPDATE, DELETE ON migrator.history TO " + bench.quoted_role);
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(", ", at), text.size());
        parts.push_back(text.substr(at, end - at));
        at = end + 2;
    }
    return parts;
}

}  // namespace

TEST_CASE("T30: whatever a plan alters or drops without owning it is named before the first step") {
    const ForeignObject& step = GENERATE(from_range(foreign_objects));
    CAPTURE(step.altered);
    RoleBench bench;
    const Revisions chain = with_step(step);
    bench.upgrade_as_owner({chain[0]});
    let_create(bench);
    const std::string objects = step.altered;
    std::string statements;
    for (const std::string& object_name : split(objects))
        statements += (statements.empty() ? "ALTER " : "; ALTER ") + object_name + " OWNER TO " + bench.quoted_role;
    if (!objects.empty())
        bench.check_refused_until_granted(
            chain, "role \"" + bench.role + "\" does not own what has to be altered or dropped: " + objects,
            statements);
    const auto upgraded = bench.upgrade(chain);
    // The enum is no type of the integer column: only the rights are looked at.
    if (!upgraded.has_value()) CHECK(upgraded.assume_error().kind() == ErrorKind::step_failed);
    tell_row();
}

TEST_CASE("T30: the owner of a schema may drop what others own in it, and needs more to alter it") {
    RoleBench bench;
    const ForeignObject drop = {"", [](Operations& op) {
                                    op.drop_table(ObjectName("annex", "made"));
                                    op.drop_enum(ObjectName("annex", "mood"));
                                }};
    const Revisions chain = with_step(drop);
    bench.upgrade_as_owner({chain[0]});
    let_create(bench);
    bench.execute("ALTER SCHEMA annex OWNER TO " + bench.quoted_role);
    must(bench.upgrade(chain));
    CHECK(bench.history() == "a1 applied, b2 applied");
    tell_row();
}

TEST_CASE("T30: rows that a plan reads, writes or refers to need a privilege each; one on a column is enough") {
    struct RowUse {
        const char* privileges;
        void (*upgrade)(Operations& op);
    };
    const RowUse use =
        GENERATE(RowUse{"INSERT", [](Operations& op) { op.bulk_insert("made", {"n"}, {{1LL}}); }},
                 RowUse{"SELECT, UPDATE",
                        [](Operations& op) {
                            op.backfill({"made", {"id"}, "n = 1", "n IS NULL"});
                        }},
                 RowUse{"SELECT", [](Operations& op) { op.sync_sequence("made", "id"); }},
                 RowUse{"REFERENCES",
                        [](Operations& op) {
                            op.create_table("own", {column("id", integer())}, {foreign_key({"id"}, "made", {"id"})});
                        }},
                 RowUse{"REFERENCES", [](Operations& op) {
                            op.create_table("own", {column("id", integer())});
                            op.add_constraint("own", foreign_key({"id"}, "made", {"id"}));
                        }});
    CAPTURE(use.privileges);
    RoleBench bench;
    const Revisions chain = with_step({"", use.upgrade});
    bench.upgrade_as_owner({chain[0]});
    let_create(bench);
    bench.execute("GRANT UPDATE ON made_id_seq TO " + bench.quoted_role);
    std::string on_made;
    std::string grants;
    std::string on_columns;
    for (const std::string& privilege : split(use.privileges)) {
        on_made += (on_made.empty() ? "" : ", ") + privilege + " on made";
        grants += (grants.empty() ? "" : "; ") + ("GRANT " + privilege + " ON made TO " + bench.quoted_role);
        on_columns += "GRANT " + privilege + " (id, n) ON made TO " + bench.quoted_role + ";";
    }
    bench.check_refused_until_granted(
        chain, "role \"" + bench.role + "\" may not use rows as the plan does: " + on_made, grants);
    bench.execute("REVOKE ALL ON made FROM " + bench.quoted_role);
    bench.execute(on_columns);
    must(bench.upgrade(chain));
    CHECK(bench.history() == "a1 applied, b2 applied");
    tell_row();
}

TEST_CASE("T30: a schema that is written with a name needs CREATE, and so does an index in the schema of its table") {
    RoleBench bench;
    const ForeignObject create =
        GENERATE(ForeignObject{"", [](Operations& op) { op.create_enum(ObjectName("annex", "new"), {"a"}); }},
                 ForeignObject{"", [](Operations& op) { op.create_index("i", ObjectName("annex", "made"), {"n"}); }},
                 ForeignObject{"", [](Operations& op) {
                                   op.create_object([] {
                                       RawObject view =
                                           object(RawObject::Kind::view, "", "CREATE VIEW annex.v AS SELECT 1 AS one");
                                       view.name = ObjectName("annex", "v");
                                       return view;
                                   }());
                               }});
    const Revisions chain = with_step(create);
    bench.upgrade_as_owner({chain[0]});
    let_create(bench);
    bench.execute("REVOKE CREATE ON SCHEMA annex FROM " + bench.quoted_role + "; ALTER TABLE annex.made OWNER TO " +
                  bench.quoted_role);
    bench.check_refused_until_granted(chain, "role \"" + bench.role + "\" may not create objects in schema annex",
                                      "GRANT USAGE, CREATE ON SCHEMA annex TO " + bench.quoted_role);
    must(bench.upgrade(chain));
    tell_row();
}

TEST_CASE("T30: a role that may not create schemas is told so before the first step") {
    RoleBench bench;
    const ForeignObject create = {"", [](Operations& op) {
                                      op.create_schema("fresh");
                                      op.create_enum(ObjectName("fresh", "mood"), {"glad"});
                                  }};
    const Revisions chain = with_step(create);
    bench.upgrade_as_owner({chain[0]});
    let_create(bench);
    bench.check_refused_until_granted(chain, "role \"" + bench.role + "\" may not create schemas",
                                      "GRANT CREATE ON DATABASE " + bench.database.name() + " TO " + bench.quoted_role);
    must(bench.upgrade(chain));
    tell_row();
}

TEST_CASE("looking at the rights takes one statement, whatever the plan alters") {
    const auto statements_for = [](const ForeignObject& step) {
        const Revisions chain = with_step(step);
        Bench bench({chain[0]});
        must(bench.upgrade(chain));
        return bench.report.traffic.round_trips;
    };
    CHECK(statements_for({"", [](Operations& op) { op.create_schema("fresh"); }}) ==
          statements_for({"", [](Operations& op) {
                              op.add_enum_value(ObjectName("annex", "mood"), "glad");
                              op.drop_object(object(RawObject::Kind::procedure, "p", ""));
                              op.create_index("i", "made", {"n"});
                          }}));
}

TEST_CASE("a right that only the step itself can find missing is told as such") {
    static const Revision raw = {.message = "m",
                                 .upgrade = [](Operations& op) { op.execute("CREATE ROLE somebody SUPERUSER"); }};
    RoleBench bench;
    bench.execute("GRANT CREATE ON DATABASE " + bench.database.name() + " TO " + bench.quoted_role);
    const Error error = error_of(bench.upgrade({{"a", "a.cpp", &raw}}));
    CHECK(error.kind() == ErrorKind::privilege);
    CHECK(error.details().sqlstate == "42501");
    CHECK(bench.ask("SELECT count(*) FROM migrator.history") == "0");
}

TEST_CASE("T31: a read-only session is refused before the lock is taken") {
    Bench bench;
    const postgres::LockKey key = postgres::migration_lock_key("migrator", "history");
    REQUIRE(must(postgres::try_lock(bench.session, key)));
    bench.execute("ALTER DATABASE " + bench.database.name() + " SET default_transaction_read_only = on");
    const Error error = error_of(bench.upgrade(one));
    CHECK(error.kind() == ErrorKind::privilege);
    CHECK(summary(error).find("default_transaction_read_only") != std::string::npos);
    CHECK(bench.history() == "none");
}

TEST_CASE("a search path without a schema is told before the first step") {
    Bench bench;
    bench.options.session.search_path = "nonexistent";
    const Error error = error_of(bench.upgrade(one));
    CHECK(error.kind() == ErrorKind::privilege);
    CHECK(summary(error).find("no schema of the search path exists") != std::string::npos);
    CHECK(bench.history() == "none");
}
