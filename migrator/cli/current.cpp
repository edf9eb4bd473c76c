// `migrate current`.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>

#include "migrator/cli/command.hpp"
#include "migrator/cli/output.hpp"
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

struct Options {
    bool json = false;
};

void declare(CLI::App& line, Options& options) {
    line.add_flag("--json", options.json, "For machines");
}

// Prints the newest applied revisions (those that no other applied one revises), or says that there is none.
Result<void> show_current(const Options& options, const Context& context) {
    TRY(const RunOptions database, context.database());
    TRY(const History history, inspect(database, context.observer));
    const std::string state = standing(history, context.registry);
    const std::vector<const HistoryRow*> heads = heads_of(history);
    if (options.json) {
        nlohmann::ordered_json answer = {
            {"current", nlohmann::ordered_json::array()}, {"applied", history.rows.size()}, {"state", state}};
        for (const HistoryRow* row : heads)
            answer["current"].push_back(
                {{"revision", row->revision}, {"message", row->message}, {"applied_at", row->applied_at}});
        print_json(answer, context.out);
        return success();
    }
    if (heads.empty()) context.out << "no revision is applied\n";
    for (const HistoryRow* row : heads)
        context.out << row->revision << "  " << row->message << "  (" << row->applied_at << ")\n";
    context.out << state << "\n";
    return success();
}

}  // namespace

COMMAND(current) = {
    .name = "current",
    .group = CommandGroup::look,
    .help = "Show where the database is",
    .declare = [](CLI::App& line) { return with_options<Options>(line, declare, show_current); },
};

}  // namespace migrator::cli
