// From two schemas to a revision that runs: what a comparison finds is written as C++, compiled, loaded, and applied by
// the migrator. The pairs are the named ones of acceptance/convergence/cases.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>

#include "migrator/diff/compare.hpp"
#include "migrator/diff/describe.hpp"
#include "migrator/introspection/read_catalog.hpp"
#include "migrator/operation/invert.hpp"
#include "migrator/run/migrate.hpp"
#include "migrator/testing/test_database.hpp"
#include "tests/acceptance/convergence/dump_text.hpp"
#include "tests/author/compiled.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;
using author_test::sql_of;

namespace {

const std::filesystem::path cases = TEST_SOURCE_DIR "/acceptance/convergence/cases";

// Those that are also run.
const std::set<std::string> run_cases = {
    "check_validated",
    "check_with_apostrophe",
    "comments_of_what_is_added",
    "comments_of_what_is_dropped",
    "column_comment_with_apostrophe",
    "constraint_comment",
    "default_json",
    "default_with_backslash",
    "domain_added",
    "domain_dropped_with_its_table",
    "enum_comment",
    "enum_dropped",
    "enum_label_at_the_end",
    "enum_label_between",
    "enum_label_removed_with_its_default",
    "enum_labels_everywhere",
    "exclude_added",
    "exclude_operator_class",
    "extension_added",
    "extension_dropped",
    "foreign_key_cycle_added",
    "foreign_key_set_null_of_columns",
    "foreign_key_validated",
    "function_overloads",
    "function_with_dollar_quotes",
    "generated_column_added",
    "identity_options",
    "index_expressions",
    "index_operator_class",
    "inheritance_added",
    "materialized_view_with_index",
    "names_that_need_quotes_changed",
    "partitioned_table_added",
    "policy_added",
    "policy_changed",
    "policy_dropped",
    "procedure_added",
    "row_security_forced",
    "schema_dropped",
    "sequence_added",
    "sequence_dropped",
    "sequence_options",
    "sequence_owned",
    "sequence_type",
    "sequence_type_narrower",
    "serial_to_identity",
    "storage_parameter_changed",
    "tables_with_foreign_key_dropped",
    "trigger_added",
    "trigger_changed",
    "trigger_dropped",
    "type_of_a_column_under_two_views",
    "unique_nulls_not_distinct",
    "views_in_a_chain",
};

std::string text_of(const std::filesystem::path& file) {
    std::ifstream input(file);
    std::stringstream text;
    text << input.rdbuf();
    return text.str();
}

// The history, which the first run makes, is no part of what a revision does.
std::string dump_of(const TestDatabase& database) {
    return convergence::comparable_dump(database.url(), "--exclude-schema=migrator");
}

struct Pair {
    std::string name;
    std::string id;
    std::vector<Operation> operations = {};
    std::string irreversible = {};  // the reason, when there is no way back
};

std::vector<Operation> difference_of(const std::filesystem::path& folder) {
    const TestDatabase first;
    const TestDatabase second;
    auto from = first.connect();
    auto to = second.connect();
    must(from.run_script(text_of(folder / "from.sql")));
    must(to.run_script(text_of(folder / "to.sql")));
    const Difference difference = compare(must(read_catalog(from)), must(read_catalog(to)));
    REQUIRE(difference.refusals.empty());
    return difference.operations;
}

// All pairs that operations lead through.
std::vector<Pair> compared_pairs() {
    std::vector<Pair> pairs;
    for (const auto& entry : std::filesystem::directory_iterator(cases)) {
        if (std::filesystem::exists(entry.path() / "refused.txt")) continue;
        INFO(entry.path());
        Pair pair{entry.path().filename().string(), "compared" + std::to_string(pairs.size())};
        pair.operations = difference_of(entry.path());
        if (pair.operations.empty()) continue;
        const auto inverse = invert(pair.operations);
        if (!inverse.has_value()) pair.irreversible = summary(inverse.assume_error());
        pairs.push_back(std::move(pair));
    }
    return pairs;
}

std::map<std::string, const Revision*> loaded(const std::vector<Pair>& pairs) {
    std::vector<author::NewRevision> revisions;
    for (const Pair& pair : pairs)
        revisions.push_back({.id = pair.id,
                             .message = "Do what " + pair.name + " finds",
                             .upgrade = pair.operations,
                             .irreversible = pair.irreversible});
    return author_test::load(revisions);
}

// One operation of a comparison, and two statements of C++: the type and the options of a sequence, an enum and its
// comment. These are always run.
bool is_split(const Pair& pair) {
    return std::ranges::any_of(pair.operations, [](const Operation& operation) {
        const auto* sequence = std::get_if<AlterSequence>(&operation);
        const auto* created = std::get_if<CreateEnum>(&operation);
        const auto* dropped = std::get_if<DropEnum>(&operation);
        return (sequence != nullptr && sequence->type) || (created != nullptr && !created->type.comment.empty()) ||
               (dropped != nullptr && !dropped->comment.empty());
    });
}

void check_same(const Pair& pair, const RevisionNode& node) {
    CHECK(sql_of(must(node.upgrade_operations())) == sql_of(pair.operations));
    if (pair.irreversible.empty())
        CHECK(sql_of(must(node.downgrade_operations())) == sql_of(must(invert(pair.operations))));
}

void check_run(const Pair& pair, const Registry& registry) {
    const std::filesystem::path folder = cases / pair.name;
    const TestDatabase database;
    const TestDatabase wanted;
    auto session = database.connect();
    must(session.run_script(text_of(folder / "from.sql")));
    must(wanted.connect().run_script(text_of(folder / "to.sql")));
    if (std::filesystem::exists(folder / "rows.sql")) must(session.run_script(text_of(folder / "rows.sql")));
    const std::string former = dump_of(database);
    RunOptions options;
    options.database = database.url();
    Observer quiet;
    RunReport report;
    must(upgrade(options, registry, "head", quiet, report));
    CHECK(report.steps.size() == 1);
    CHECK(convergence::difference_of_dumps(dump_of(database), dump_of(wanted)) == "");
    if (!pair.irreversible.empty()) {
        const Error refused = error_of(downgrade(options, registry, "base", quiet, report));
        CHECK_THAT(full_text(refused), Catch::Contains(pair.irreversible));
        return;
    }
    must(downgrade(options, registry, "base", quiet, report));
    CHECK(convergence::difference_of_dumps(dump_of(database), former) == "");
}

}  // namespace

TEST_CASE("what a comparison finds and a revision says, compiled, is the same, and leads there and back") {
    const std::vector<Pair> pairs = compared_pairs();
    CHECK(pairs.size() > 250);
    const auto revisions = loaded(pairs);
    std::size_t run = 0;
    std::set<std::string> operations;
    for (const Pair& pair : pairs) {
        INFO(pair.name);
        const Registry registry = author_test::registry_of(pair.id, revisions.at(pair.id));
        if (!is_split(pair)) check_same(pair, registry.revisions().front());
        if (run_cases.count(pair.name) == 0 && !is_split(pair)) continue;
        check_run(pair, registry);
        ++run;
        for (const Operation& operation : pair.operations)
            operations.insert(summarize(operation).operation);
    }
    CHECK(run >= run_cases.size());
    for (const char* operation : {"add_enum_value",  "recreate_enum",    "validate_constraint",
                                  "create_sequence", "alter_sequence",   "drop_sequence",
                                  "sync_sequence",   "create_policy",    "drop_policy",
                                  "create_trigger",  "drop_trigger",     "create_extension",
                                  "drop_extension",  "create_domain",    "drop_domain",
                                  "create_function", "create_procedure", "create_materialized_view",
                                  "drop_view",       "alter_table",      "create_exclude_constraint",
                                  "set_enum_comment"}) {
        INFO(operation);
        CHECK(operations.count(operation) == 1);
    }
}
