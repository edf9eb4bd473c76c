// All rows of a squash, or none: whatever lies between is a database for an older binary.
#include "migrator/run/compiled_history.hpp"

#include <algorithm>

#include "migrator/support/try.hpp"

namespace migrator {

namespace {

const HistoryRow* find_row(const History& history, const std::string& revision) {
    const auto row = std::find_if(history.rows.begin(), history.rows.end(),
                                  [&](const HistoryRow& candidate) { return candidate.revision == revision; });
    return row == history.rows.end() ? nullptr : &*row;
}

bool is_as_told(const HistoryRow& row, const ReplacedRevision& replaced) {
    return row.checksum == replaced.checksum && row.parents == replaced.parents;
}

bool has_all_of(const History& history, const RevisionNode& squash) {
    return std::all_of(squash.replaces.begin(), squash.replaces.end(), [&](const ReplacedRevision& replaced) {
        const HistoryRow* row = find_row(history, replaced.id);
        return row != nullptr && row->state == StepState::applied && is_as_told(*row, replaced);
    });
}

// The row that stands for all of them, at the place of the last one.
HistoryRow row_of(const RevisionNode& squash, const HistoryRow& last) {
    HistoryRow row = last;
    row.revision = squash.id;
    row.parents = squash.parents;
    row.message = squash.message;
    auto now = squash.upgrade_checksum();
    row.unset.clear();
    row.checksum = now.has_value() ? std::move(now).assume_value() : std::string();
    return row;
}

void put_squash_in(History& history, const RevisionNode& squash) {
    std::vector<HistoryRow> rows;
    for (HistoryRow& row : history.rows) {
        const bool is_replaced =
            std::any_of(squash.replaces.begin(), squash.replaces.end(),
                        [&](const ReplacedRevision& replaced) { return replaced.id == row.revision; });
        if (!is_replaced)
            rows.push_back(std::move(row));
        else if (row.revision == squash.replaces.back().id)
            rows.push_back(row_of(squash, row));
    }
    history.rows = std::move(rows);
}

Error half_way(const RevisionNode& squash, const std::string& there, const std::string& missing) {
    return Error(ErrorKind::diverged,
                 "the database has " + there + " but not " + missing + ", and " + with_file(squash) + " replaces both")
        .hint("upgrade it with a binary that still has the files of the replaced revisions");
}

}  // namespace

History as_compiled(History history, const Registry& registry) {
    if (!registry.replaces_any()) return history;
    for (const RevisionNode& node : registry.revisions())
        if (!node.replaces.empty() && has_all_of(history, node)) put_squash_in(history, node);
    return history;
}

Result<void> require_whole_squashes(const History& history, const Registry& registry) {
    for (const RevisionNode& node : registry.revisions()) {
        std::string there;
        std::string missing;
        bool is_settled = true;
        for (const ReplacedRevision& replaced : node.replaces) {
            const HistoryRow* row = find_row(history, replaced.id);
            (row == nullptr ? missing : there) = replaced.id;
            is_settled = is_settled && (row == nullptr || row->state == StepState::applied);
            if (row != nullptr && row->state == StepState::applied && !is_as_told(*row, replaced))
                return failure(
                    Error(ErrorKind::diverged, "revision " + replaced.id + " was applied at " + row->applied_at +
                                                   " as something else than what " + with_file(node) + " replaces")
                        .hint("look at the database with a binary that still has the file of " + replaced.id));
        }
        if (is_settled && !there.empty() && !missing.empty()) return failure(half_way(node, there, missing));
    }
    return success();
}

}  // namespace migrator
