// A history table that was edited by hand: whatever it holds leads to a plan or to a refusal.
#include "migrator/run/history.hpp"

#include <set>
#include <utility>

#include "migrator/operation/checksum.hpp"
#include "migrator/run/decide.hpp"
#include "tests/fuzz/answer.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/revision/chains.hpp"

namespace {

using namespace migrator;
using fuzz::Input;

const Registry& registry() {
    static const testing::Chain chain = testing::Chain()
                                            .add("a1", {})
                                            .add("b1", {"a1"}, {}, {"left"})
                                            .add("c1", {"a1"}, {}, {"right"})
                                            .add("d1", {"b1", "c1"})
                                            .add("e1", {"d1"}, {"c1"});
    static const Registry graph = Registry::create(chain.list()).value();
    return graph;
}

// The row as the migrator would have written it, or with anything in its place.
std::vector<fuzz::Cell> row_of(Input& input) {
    const std::vector<RevisionNode>& known = registry().revisions();
    const RevisionNode& node = known[input.byte() % known.size()];
    std::string parents = "{";
    for (const std::string& parent : node.parents)
        parents += (parents.size() > 1 ? "," : "") + parent;
    std::vector<fuzz::Cell> row = {
        std::to_string(input.byte()), node.id, parents + "}", node.message, checksum({}), "applied", "f",
        "2026-01-02 03:04:05.678+00", "12",    "1",           "owner",      "host",       "4711",    "1.0"};
    constexpr std::array<std::string_view, 8> usual = {"applying", "reverting", "running", "undoing",
                                                       "t",        "{}",        "{a1}",    "ffff"};
    for (unsigned changes = input.byte() % 4; changes > 0; --changes) {
        fuzz::Cell& cell = row[input.byte() % row.size()];
        const unsigned kind = input.byte();
        if (kind % 3 == 0)
            cell = input.text();
        else if (kind % 3 == 1)
            cell = input.choice(usual);
        else
            cell.reset();
    }
    return row;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    constexpr std::array<std::string_view, 6> targets = {"head", "heads", "base", "+1", "-1", "d1"};
    const std::string target = input.choice(targets);
    std::vector<std::vector<fuzz::Cell>> rows;
    while (!input.is_empty() && rows.size() < 2 * registry().revisions().size())
        rows.push_back(row_of(input));
    const History history = history_of(fuzz::answer_of(history_column_count, rows));
    const auto up = decide_upgrade(history, registry(), target);
    if (up.has_value()) {
        // What was being undone when a crash came is undone, and may then be applied again.
        std::set<std::pair<const RevisionNode*, Direction>> planned;
        for (const PlannedStep& step : up.assume_value().steps)
            if (!planned.emplace(step.revision, step.direction).second)
                fuzz::broken("a plan runs each revision once at most in a direction");
    }
    [[maybe_unused]] const auto down = decide_downgrade(history, registry(), target);
    [[maybe_unused]] const RevisionList heads = current_heads(history, registry());
    return 0;
}
