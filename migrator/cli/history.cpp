// `migrate history`.
#include <CLI/CLI.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

#include "migrator/cli/command.hpp"
#include "migrator/cli/output.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cli {

namespace {

// One line of the list.
struct Entry {
    std::string revision = {};
    std::vector<std::string> parents = {};
    std::string message = {};
    std::string state = {};  ///< "applied", "pending", "torn" or "unknown"
    std::string applied_at = {};
};

const char* state_text(StepState state) {
    return state == StepState::applied ? "applied" : "torn";
}

std::vector<Entry> entries_of(const History& history, const Registry& registry) {
    std::map<std::string, const HistoryRow*> rows;
    for (const HistoryRow& row : history.rows)
        rows.emplace(row.revision, &row);
    std::vector<Entry> entries;
    for (auto row = history.rows.rbegin(); row != history.rows.rend(); ++row)
        if (registry.find(row->revision) == nullptr)
            entries.push_back({row->revision, row->parents, row->message, "unknown", row->applied_at});
    const std::vector<RevisionNode>& revisions = registry.revisions();
    for (auto node = revisions.rbegin(); node != revisions.rend(); ++node) {
        const auto row = rows.find(node->id);
        const bool known = row != rows.end();
        entries.push_back({node->id, node->parents, node->message, known ? state_text(row->second->state) : "pending",
                           known ? row->second->applied_at : ""});
    }
    return entries;
}

void print_entries_json(const std::vector<Entry>& entries, std::ostream& out) {
    auto list = nlohmann::ordered_json::array();
    for (const Entry& entry : entries)
        list.push_back({{"revision", entry.revision},
                        {"revises", entry.parents},
                        {"message", entry.message},
                        {"state", entry.state},
                        {"applied_at", entry.applied_at.empty() ? nlohmann::ordered_json(nullptr)
                                                                : nlohmann::ordered_json(entry.applied_at)}});
    print_json(list, out);
}

struct Options {
    bool json = false;
};

void declare(CLI::App& line, Options& options) {
    line.add_flag("--json", options.json, "For machines");
}

// Lists every compiled-in revision, newest first, with what the database says of it, and above them the applied ones
// that this binary does not know.
Result<void> show_history(const Options& options, const Context& context) {
    TRY(const RunOptions database, context.database());
    TRY(const History history, inspect(database, context.observer));
    const std::vector<Entry> entries = entries_of(history, context.registry);
    if (options.json) {
        print_entries_json(entries, context.out);
        return success();
    }
    TextTable table;
    for (const Entry& entry : entries)
        table.add_row({entry.revision, entry.state, entry.applied_at, entry.message});
    table.print(context.out);
    return success();
}

}  // namespace

COMMAND(history) = {
    .name = "history",
    .group = CommandGroup::look,
    .help = "List the revisions, newest first, and which of them are applied",
    .declare = [](CLI::App& line) { return with_options<Options>(line, declare, show_history); },
};

}  // namespace migrator::cli
