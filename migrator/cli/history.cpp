// `migrate history`.
#include "migrator/cli/history.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

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

void print_json(const std::vector<Entry>& entries, std::ostream& out) {
    auto list = nlohmann::ordered_json::array();
    for (const Entry& entry : entries)
        list.push_back({{"revision", entry.revision},
                        {"revises", entry.parents},
                        {"message", entry.message},
                        {"state", entry.state},
                        {"applied_at", entry.applied_at.empty() ? nlohmann::ordered_json(nullptr)
                                                                : nlohmann::ordered_json(entry.applied_at)}});
    out << list.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
}

}  // namespace

Result<void> show_history(const Command& command, const RunOptions& options, const Registry& registry,
                          Observer& observer, std::ostream& out) {
    TRY(const History history, inspect(options, observer));
    const std::vector<Entry> entries = entries_of(history, registry);
    if (command.json) {
        print_json(entries, out);
        return success();
    }
    std::size_t width = 0;
    for (const Entry& entry : entries)
        width = std::max(width, entry.revision.size());
    for (const Entry& entry : entries) {
        constexpr std::size_t longest_state = 7;
        constexpr std::size_t timestamp_width = 20;
        out << entry.revision << std::string(width - entry.revision.size() + 2, ' ') << entry.state
            << std::string(longest_state - entry.state.size() + 2, ' ')
            << (entry.applied_at.empty() ? std::string(timestamp_width, ' ') : entry.applied_at) << "  "
            << entry.message << "\n";
    }
    return success();
}

}  // namespace migrator::cli
