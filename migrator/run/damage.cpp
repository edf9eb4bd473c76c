// The findings, row by row.
#include "migrator/run/damage.hpp"

#include <algorithm>
#include <set>

#include "migrator/run/compiled_history.hpp"
#include "migrator/support/listed.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

using Kind = Finding::Kind;

const std::vector<RepairAction> both_marks = {RepairAction::mark_applied, RepairAction::mark_not_applied};

// What the state alone tells.
void find_by_state(const HistoryRow& row, std::vector<Finding>& findings) {
    const std::string began = " at " + row.applied_at + " by " + row.applied_by + " on " + row.host + ":" +
                              std::to_string(row.client_pid) + " and never ended";
    switch (row.state) {
        case StepState::applied:
        case StepState::running:  // the next run finishes it, and what is being undone
        case StepState::undoing:
            return;
        case StepState::applying:
            findings.push_back({Kind::torn_upgrade, row.revision, "torn: began applying" + began, both_marks});
            return;
        case StepState::reverting:
            findings.push_back({Kind::torn_downgrade, row.revision, "torn: began reverting" + began, both_marks});
            return;
        case StepState::unknown:
            findings.push_back({Kind::no_state, row.revision, "its row has no valid state", both_marks});
            return;
    }
}

// Only a binary that has the revision knows what belongs there.
void find_unset(const HistoryRow& row, const RevisionNode* node, std::vector<Finding>& findings) {
    const std::string what = "its row has no valid " + row.unset;
    if (node != nullptr)
        findings.push_back({Kind::unset, row.revision, what, {RepairAction::restamp}});
    else
        findings.push_back({Kind::unset, row.revision, what + "; a binary that has the revision can restamp it", {}});
}

Result<void> compare_with_source(const HistoryRow& row, const RevisionNode& node, std::vector<Finding>& findings) {
    if (row.parents != node.parents) {
        findings.push_back(
            {Kind::moved,
             row.revision,
             "moved: applied on " + listed(row.parents) + ", but " + node.file + " now revises " + listed(node.parents),
             {RepairAction::restamp}});
        return success();
    }
    TRY(const std::string now, node.upgrade_checksum());
    if (row.checksum != now)
        findings.push_back({Kind::edited,
                            row.revision,
                            "edited: " + node.file + " is not what was applied at " + row.applied_at,
                            {RepairAction::restamp}});
    return success();
}

// Compiled-in revisions below an applied one that have no row.
void find_missing(const History& history, const Registry& registry, std::vector<Finding>& findings) {
    std::set<std::string> recorded;
    for (const HistoryRow& row : history.rows) {
        recorded.insert(row.revision);
        if (const RevisionNode* node = registry.find(row.revision)) recorded.insert(node->history_id());
    }
    std::set<std::string> told;
    for (auto node = registry.revisions().rbegin(); node != registry.revisions().rend(); ++node) {
        if (recorded.count(node->id) == 0 && told.count(node->id) == 0) continue;
        for (const std::string& parent : node->parents)
            if (recorded.count(parent) == 0 && told.insert(parent).second)
                findings.push_back({Kind::missing,
                                    parent,
                                    "missing: not recorded, although " + node->id + " above it is",
                                    {RepairAction::mark_applied}});
    }
}

}  // namespace

const char* to_string(RepairAction action) {
    switch (action) {
        case RepairAction::mark_applied:
            return "mark-applied";
        case RepairAction::mark_not_applied:
            return "mark-not-applied";
        case RepairAction::restamp:
            return "restamp";
    }
    return "";
}

bool is_torn(const Finding& finding) {
    return finding.kind == Kind::torn_upgrade || finding.kind == Kind::torn_downgrade;
}

Result<std::vector<Finding>> find_damage(const History& recorded, const Registry& registry) {
    if (registry.replaces_any()) TRYV(require_whole_squashes(recorded, registry));
    const History history = as_compiled(recorded, registry);
    std::vector<Finding> findings;
    for (const HistoryRow& row : history.rows) {
        find_by_state(row, findings);
        const RevisionNode* node = registry.find(row.revision);
        if (!row.unset.empty())
            find_unset(row, node, findings);
        else if (node != nullptr && row.state == StepState::applied)
            TRYV(compare_with_source(row, *node, findings));
    }
    find_missing(history, registry, findings);
    std::stable_partition(findings.begin(), findings.end(), is_torn);
    return findings;
}

}  // namespace migrator
