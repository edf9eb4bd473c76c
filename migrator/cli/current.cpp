// `migrate current`.
#include "migrator/cli/current.hpp"

#include <nlohmann/json.hpp>
#include <ostream>
#include <set>

#include "migrator/run/decide.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cli {

namespace {

// Applied revisions that no other applied one revises.
std::vector<const HistoryRow*> heads_of(const History& history) {
    std::set<std::string> revised;
    for (const HistoryRow& row : history.rows)
        revised.insert(row.parents.begin(), row.parents.end());
    std::vector<const HistoryRow*> heads;
    for (const HistoryRow& row : history.rows)
        if (revised.count(row.revision) == 0) heads.push_back(&row);
    return heads;
}

// What an upgrade would find: "at head", "n pending", or the finding that refuses it.
std::string standing(const History& history, const Registry& registry) {
    auto plan = decide_upgrade(history, registry, "heads");
    if (!plan.has_value()) return summary(plan.assume_error());
    if (!plan.assume_value().ahead.empty()) return "ahead of this binary by additive revisions";
    const std::size_t pending = plan.assume_value().steps.size();
    return pending == 0 ? "at head" : std::to_string(pending) + " pending";
}

}  // namespace

Result<void> show_current(const Command& command, const RunOptions& options, const Registry& registry,
                          Observer& observer, std::ostream& out) {
    TRY(const History history, inspect(options, observer));
    const std::string state = standing(history, registry);
    const std::vector<const HistoryRow*> heads = heads_of(history);
    if (command.json) {
        nlohmann::ordered_json answer = {
            {"current", nlohmann::ordered_json::array()}, {"applied", history.rows.size()}, {"state", state}};
        for (const HistoryRow* row : heads)
            answer["current"].push_back(
                {{"revision", row->revision}, {"message", row->message}, {"applied_at", row->applied_at}});
        out << answer.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
        return success();
    }
    if (heads.empty()) out << "no revision is applied";
    for (const HistoryRow* row : heads)
        out << row->revision << "  " << row->message << "  (" << row->applied_at << ")";
    out << "\n" << state << "\n";
    return success();
}

}  // namespace migrator::cli
