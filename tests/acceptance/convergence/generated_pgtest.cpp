// Pairs of schemas made from seeds. Most share two databases, a schema each, so that pg_dump runs once for many.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "convergence.hpp"
#include "migrator/testing/test_database.hpp"
#include "pair_trial.hpp"
#include "refusals.hpp"
#include "tests/errors/must.hpp"

using namespace convergence;

namespace {

constexpr unsigned pair_count = 520;
constexpr unsigned pairs_in_a_batch = 20;

// What the run has seen; a property that never meets an operation says nothing about it.
struct Seen {
    std::set<std::string> operations = {};
    std::map<std::string, unsigned> changes = {};
    std::map<std::string, unsigned> refused = {};
    unsigned converged = 0;

    void add(const RandomPair& pair, const PairTrial& trial) {
        ++converged;
        operations.insert(trial.operation_names().begin(), trial.operation_names().end());
        for (const std::string& change : pair.changes)
            ++changes[change];
    }
};

std::string told(unsigned seed, const RandomPair& pair) {
    std::string text = "seed " + std::to_string(seed) + ":";
    for (const std::string& change : pair.changes)
        text += " " + change + ",";
    return text + "\n";
}

void run_batch(unsigned first_seed, Seen& seen) {
    PairDatabases databases;
    std::vector<RandomPair> pairs;
    std::vector<PairTrial> trials;
    trials.reserve(pairs_in_a_batch);
    for (unsigned seed = first_seed; seed < first_seed + pairs_in_a_batch; ++seed)
        pairs.push_back(random_pair(seed, false, true));
    std::string failures;
    const auto each = [&](auto step) {
        for (std::size_t i = 0; i < trials.size(); ++i)
            if (const std::string failure = step(trials[i]); !failure.empty())
                failures += told(first_seed + static_cast<unsigned>(i), pairs[i]) + failure;
    };
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        INFO(told(first_seed + static_cast<unsigned>(i), pairs[i]));
        trials.emplace_back(databases, pairs[i], "p" + std::to_string(first_seed + i));
    }
    const std::string former = databases.first_dump();
    each([](PairTrial& trial) { return trial.upgrade(); });
    failures += difference_of_dumps(databases.first_dump(), databases.second_dump());
    each([](PairTrial& trial) { return trial.downgrade(); });
    failures += difference_of_dumps(databases.first_dump(), former);
    for (std::size_t i = 0; i < trials.size(); ++i)
        seen.add(pairs[i], trials[i]);
    INFO("seeds " << first_seed << " to " << first_seed + pairs_in_a_batch - 1 << ", schema p<seed>");
    CHECK(failures == "");
}

// By `migrate diff`, on databases of its own; extensions belong to these.
void run_alone(unsigned seed, Seen& seen) {
    const RandomPair pair = random_pair(seed, true, false);
    INFO(told(seed, pair));
    PairDatabases databases;
    PairTrial trial(databases, pair, "public");
    const std::string former = databases.first_dump();
    CHECK(trial.upgrade_by_command() == "");
    CHECK(difference_of_dumps(databases.first_dump(), databases.second_dump()) == "");
    CHECK(trial.downgrade() == "");
    CHECK(difference_of_dumps(databases.first_dump(), former) == "");
    seen.add(pair, trial);
}

void run_refused(unsigned seed, Seen& seen) {
    const RandomPair pair = random_pair(seed, false, false);
    const Refusal& refusal = refusals()[seed % refusals().size()];
    INFO(told(seed, pair) << refusal.extra);
    PairDatabases databases;
    PairTrial trial(databases, pair, "public");
    const bool at_the_first = seed % 2 == 0;
    trial.run_on_both(refusal.both);
    trial.run_on(at_the_first ? databases.first() : databases.second(), refusal.extra);
    const std::string former = databases.first_dump();
    CHECK(trial.refusal_by_command(refusal.names) == "");
    CHECK(difference_of_dumps(databases.first_dump(), former) == "");
    ++seen.refused[refusal.names];
}

}  // namespace

TEST_CASE("each kind that no operation reaches is refused by name, from either side") {
    for (const Refusal& refusal : refusals()) {
        INFO(refusal.both << " " << refusal.extra);
        const std::string both = "CREATE TABLE keeper (id integer PRIMARY KEY, name text);" + refusal.both;
        CHECK(failure_of({.from = both, .to = both + refusal.extra, .refused = refusal.names}, Dump::left_out) == "");
        CHECK(failure_of({.from = both + refusal.extra, .to = both, .refused = refusal.names}, Dump::left_out) == "");
    }
}

TEST_CASE("a tablespace of its own is refused by name") {
    const migrator::testing::TestDatabase database;
    migrator::postgres::Session session = database.connect();
    const std::string name = "apart_" + std::to_string(session.backend_pid());
    if (!session.run_script("SET allow_in_place_tablespaces = on").has_value() ||
        !session.run_script("CREATE TABLESPACE " + name + " LOCATION ''").has_value()) {
        WARN("skipped: this server makes no tablespace in its own directory");
        return;
    }
    const std::string table = "CREATE TABLE t (a integer);";
    CHECK(
        failure_of(
            {.from = table, .to = table + "ALTER TABLE t SET TABLESPACE " + name, .refused = "table t: its tablespace"},
            Dump::left_out) == "");
    const std::string key = "ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (a)";
    CHECK(failure_of({.from = table + key,
                      .to = table + key + " USING INDEX TABLESPACE " + name,
                      .refused = "tablespace of a constraint t.k"},
                     Dump::left_out) == "");
    migrator::testing::must(session.run_script("DROP TABLESPACE " + name));
}

TEST_CASE("generated pairs of schemas converge, keep their rows, and lead back") {
    Seen seen;
    const auto refusal_count = static_cast<unsigned>(refusals().size());
    unsigned seed = 1;
    while (seed <= pair_count * 8 / 10) {
        run_batch(seed, seen);
        seed += pairs_in_a_batch;
    }
    for (; seed <= pair_count * 9 / 10; ++seed)
        run_alone(seed, seen);
    for (const unsigned first = seed; seed <= std::max(pair_count, first + refusal_count - 1); ++seed)
        run_refused(seed, seen);

    unsigned refused = 0;
    for (const auto& [reason, count] : seen.refused)
        refused += count;
    WARN(seen.converged << " pairs converged by " << seen.operations.size() << " kinds of operations, " << refused
                        << " were refused for " << seen.refused.size() << " reasons");
    CHECK(seen.converged + refused == seed - 1);
    CHECK(seen.converged >= 450);
    std::set<std::string> reasons;
    for (const Refusal& refusal : refusals())
        reasons.insert(refusal.names);
    CHECK(seen.refused.size() == reasons.size());
    for (const auto* list : {&schema_changes(), &table_changes(), &renames()})
        for (const Change& change : *list) {
            INFO(change.name);
            CHECK(seen.changes[change.name] > 0);
        }
    for (const char* operation : {"create_table",
                                  "drop_table",
                                  "rename_table",
                                  "alter_table",
                                  "add_column",
                                  "drop_column",
                                  "rename_column",
                                  "alter_column",
                                  "drop_expression",
                                  "add_expression",
                                  "create_primary_key",
                                  "create_unique_constraint",
                                  "create_check_constraint",
                                  "create_foreign_key",
                                  "create_exclude_constraint",
                                  "drop_constraint",
                                  "rename_constraint",
                                  "create_index",
                                  "drop_index",
                                  "rename_index",
                                  "create_enum",
                                  "drop_enum",
                                  "add_enum_value",
                                  "rename_enum_value",
                                  "recreate_enum",
                                  "create_sequence",
                                  "alter_sequence",
                                  "drop_sequence",
                                  "sync_sequence",
                                  "create_schema",
                                  "drop_schema",
                                  "set_table_comment",
                                  "set_column_comment",
                                  "set_index_comment",
                                  "set_constraint_comment",
                                  "set_enum_comment",
                                  "set_sequence_comment",
                                  "create_extension",
                                  "drop_extension",
                                  "create_domain",
                                  "drop_domain",
                                  "create_function",
                                  "replace_function",
                                  "drop_function",
                                  "create_procedure",
                                  "replace_procedure",
                                  "drop_procedure",
                                  "create_view",
                                  "drop_view",
                                  "create_materialized_view",
                                  "drop_materialized_view",
                                  "create_trigger",
                                  "drop_trigger",
                                  "create_policy",
                                  "drop_policy"}) {
        INFO(operation);
        CHECK(seen.operations.count(operation) == 1);
    }
}
