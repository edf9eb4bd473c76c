// Everything that models can describe, from the structs over a revision to a database, and back to nothing.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "migrator/author/proposal.hpp"
#include "migrator/diff/describe.hpp"
#include "migrator/introspection/read_catalog.hpp"
#include "migrator/operation/fields.hpp"
#include "migrator/operation/invert.hpp"
#include "migrator/operation/operations.hpp"
#include "migrator/testing/test_database.hpp"
#include "migrator/workbench/renames.hpp"
#include "migrator/workbench/workbench.hpp"
#include "tests/cli/console.hpp"
#include "tests/ddl/schema_dump.hpp"
#include "tests/errors/must.hpp"
#include "tests/workbench/academy.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

const std::vector<RegisteredRevision>& no_revisions() {
    static const std::vector<RegisteredRevision> none;
    return none;
}

// What autogenerate proposes while there is no revision yet.
const author::Proposal& proposal() {
    static const author::Proposal proposed = [] {
        const Environment environment{no_revisions(), academy::models};
        return must(author::propose_from_revisions(environment, registry_of(environment)));
    }();
    return proposed;
}

// Writes an operation into a step, as the generated file would.
struct Write {
    Operations& op;

    void operator()(const CreateSchema& o) const { op.create_schema(o.name); }
    void operator()(const CreateTable& o) const { op.create_table(o.table); }
    void operator()(const AddConstraint& o) const { op.add_constraint(o.table, o.constraint); }
    void operator()(const CreateIndex& o) const { op.create_index(o.index); }
    void operator()(const CreateEnum& o) const {
        op.create_enum(o.type.name, o.type.labels);
        if (!o.type.comment.empty()) op.set_enum_comment(o.type.name, o.type.comment, "");
    }
    void operator()(const CreateSequence& o) const { op.create_sequence(o.sequence); }
    void operator()(const CreateObject& o) const { op.create_object(o.object); }
    void operator()(const AlterTable& o) const { op.alter_table(o.table, o.to, o.from); }
    void operator()(const SetComment& o) const {
        REQUIRE(o.on == SetComment::On::enum_type);
        op.set_enum_comment(o.table, o.comment, o.former_comment.value_or(""));
    }
    template <class Other>
    void operator()(const Other& o) const {
        FAIL("an empty database needs no " << name_of(o));
    }
};

const Revision open_academy = {
    .message = "Open the academy",
    .upgrade =
        [](Operations& op) {
            for (const Operation& operation : proposal().difference.operations)
                std::visit(Write{op}, operation);
        },
};

const Environment& academy_environment() {
    static const std::vector<RegisteredRevision> revisions = {{"aaaa00000001", "open_the_academy.cpp", &open_academy}};
    static const Environment environment{revisions, academy::models};
    return environment;
}

void apply_to(const TestDatabase& database, const std::vector<Operation>& operations) {
    const std::string script = psql_script(operations);
    INFO(script);
    REQUIRE_NOTHROW(must(database.connect().run_script(script)));
}

std::string list_of(const Difference& difference) {
    std::string text = psql_script(difference.operations);
    for (const std::string& refusal : difference.refusals)
        text += "refused: " + refusal + "\n";
    for (const std::string& note : difference.notes)
        text += "note: " + note + "\n";
    return text;
}

std::vector<std::string> operations_of(const Answer& diff) {
    std::vector<std::string> lines;
    const auto json = nlohmann::json::parse(diff.out);
    CHECK(json.at("refusals").empty());
    for (const auto& entry : json.at("operations"))
        lines.push_back(entry.at("operation").get<std::string>() + " " + entry.at("name").get<std::string>());
    return lines;
}

}  // namespace

TEST_CASE("models become every kind of object, and nothing of them is refused or noted") {
    CHECK(proposal().difference.refusals.empty());
    CHECK(proposal().difference.notes.empty());
    std::set<std::string> kinds;
    for (const Operation& operation : proposal().difference.operations)
        kinds.insert(summarize(operation).operation);
    for (const char* kind :
         {"create_schema", "create_enum", "create_sequence", "create_table", "create_index", "create_foreign_key",
          "create_extension", "create_domain", "create_function", "create_procedure", "create_view",
          "create_materialized_view", "create_trigger", "create_policy"}) {
        INFO(kind);
        CHECK(kinds.count(kind) == 1);
    }
}

TEST_CASE("what is proposed for an empty database makes what the models say, and its inverse leaves nothing") {
    const TestDatabase database;
    const std::string empty = schema_dump(database.url());
    apply_to(database, proposal().difference.operations);
    Workbench workbench;
    const Catalog wanted = must(workbench.canonical(must(academy::models()).catalog));
    const Catalog made = must(workbench.of_database(database.url()));
    CHECK(list_of(compare(made, wanted)) == "");
    CHECK(list_of(compare(wanted, made)) == "");
    apply_to(database, must(invert(proposal().difference.operations)));
    CHECK(list_of(compare(must(workbench.of_database(database.url())), {})) == "");
    CHECK(difference(empty, schema_dump(database.url())) == "");
}

TEST_CASE("models of every kind go through a revision: check agrees at head, and base is empty again") {
    const TestDatabase database;
    const Console console(academy_environment(), database.url());
    const auto run = [&](const std::string& words) {
        Answer answer = console.run(words);
        UNSCOPED_INFO(words << ": " << answer.out << answer.err);
        return answer;
    };
    CHECK(run("check").code == 0);
    REQUIRE(run("upgrade").code == 0);
    CHECK(run("check --live").code == 0);
    CHECK(run("diff database models").code == 0);
    CHECK(run("verify").code == 0);
    REQUIRE(run("downgrade base").code == 0);
    CHECK(run("diff database revision:base").code == 0);
    REQUIRE(run("upgrade").code == 0);
    CHECK(run("check --live").code == 0);
}

TEST_CASE("what the models say was renamed is renamed, with everything that uses it, and rows stay") {
    const TestDatabase database;
    apply_to(database, proposal().difference.operations);
    auto session = database.connect();
    must(session.run_script(R"sql(
        INSERT INTO schools (name) VALUES ('Mahoutokoro');
        INSERT INTO mages (school_id, name, rank, element, nicknames)
            SELECT id, 'Aiko', 'MASTER', 'FIRE', '{}' FROM schools;
        ALTER TABLE schools RENAME TO colleges;
        ALTER SEQUENCE schools_id_seq RENAME TO colleges_id_seq;
        ALTER TABLE colleges RENAME name TO title;
        ALTER TYPE rank RENAME VALUE 'MASTER' TO 'ARCHMAGE'
    )sql"));
    const Environment environment{no_revisions(), academy::models};
    const Console console(environment, database.url());
    const Answer found = console.run("diff database models --json");
    // The views hold the label in their texts.
    CHECK(operations_of(found) == std::vector<std::string>{"drop_view library.busy", "drop_view public.grown_up",
                                                           "rename_table schools", "rename_table schools_id_seq",
                                                           "rename_column name", "rename_enum_value public.rank",
                                                           "create_view public.grown_up", "create_view library.busy"});
    Workbench workbench;
    const model::Models models = must(academy::models());
    const Catalog wanted = must(workbench.canonical(models.catalog));
    CompareOptions options;
    options.renames = at_home(models.renames);
    const Catalog before = must(workbench.of_database(database.url()));
    const Difference difference = compare(before, wanted, options);
    apply_to(database, difference.operations);
    CHECK(list_of(compare(must(workbench.of_database(database.url())), wanted, options)) == "");
    CHECK(must(session.query("SELECT s.name || ': ' || m.name FROM schools s JOIN mages m ON m.school_id = s.id"))
              .text(0, 0) == "Mahoutokoro: Aiko");
    apply_to(database, must(invert(difference.operations)));
    CHECK(list_of(compare(must(workbench.of_database(database.url())), before)) == "");
}

TEST_CASE("an object that PostgreSQL takes and whose comment it refuses is told by what it refused") {
    model::Models models;
    models.catalog.objects = {{.kind = RawObject::Kind::function,
                               .name = "twice",
                               .arguments = "text",
                               .definition = {"CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS "
                                              "'SELECT 2 * n' -- in one go"},
                               .comment = "two times"}};
    Workbench workbench;
    const std::string error = full_text(error_of(workbench.canonical(models.catalog)));
    CHECK_THAT(error, Catch::Matchers::Contains("function twice(text) does not exist"));
    models.catalog.objects.front().arguments = "integer";
    CHECK(must(workbench.canonical(models.catalog)).objects.front().comment == "two times");
}

TEST_CASE("the comment of an object is changed in place, and left alone when comments are switched off") {
    Catalog from = must(academy::models()).catalog;
    Catalog to = from;
    for (RawObject& object : to.objects)
        object.comment = "told anew";
    const Difference difference = compare(from, to);
    CHECK(difference.refusals.empty());
    CHECK(difference.operations.size() == from.objects.size());
    for (const Operation& operation : difference.operations)
        CHECK(std::holds_alternative<ReplaceObject>(operation));
    CompareOptions options;
    options.switched_off = {"comments"};
    CHECK(compare(from, to, options).is_empty());
}
