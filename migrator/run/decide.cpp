// The findings that a history can give, in the order of their weight, then the path.
#include "migrator/run/decide.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_set>

#include "migrator/operation/checksum.hpp"
#include "migrator/operation/compatibility.hpp"
#include "migrator/run/compiled_history.hpp"
#include "migrator/run/step_rows.hpp"
#include "migrator/support/listed.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

// Applied revisions, sorted by whether this binary knows them. Points into history and registry.
struct Applied {
    AppliedSet known = {};
    std::unordered_set<std::string_view> all = {};
    std::vector<const HistoryRow*> unknown = {};
    // Steps outside a transaction that a crash cut off.
    std::vector<const HistoryRow*> unfinished = {};
};

bool is_unfinished(const HistoryRow& row) {
    return row.state == StepState::running || row.state == StepState::undoing;
}

Result<Applied> sort_rows(const History& history, const Registry& registry) {
    Applied applied;
    applied.all.reserve(history.rows.size());
    for (const HistoryRow& row : history.rows) {
        if (row.state == StepState::unknown || row.revision.empty())
            return failure(Error(ErrorKind::diverged, "the history row of \"" + row.revision + "\" has no valid state")
                               .hint("the history table was changed by hand; restore it from a backup"));
        if (row.sequence == no_sequence)
            return failure(
                Error(ErrorKind::diverged, "the history row of \"" + row.revision + "\" has no sequence number")
                    .hint("the history table was changed by hand; restore it from a backup"));
        if (!row.unset.empty())
            return failure(
                Error(ErrorKind::diverged, "the history row of \"" + row.revision + "\" has no valid " + row.unset)
                    .hint("the history table was changed by hand; see `migrate repair` of a binary that has the "
                          "revision, or restore the table from a backup"));
        if (row.state != StepState::applied && !is_unfinished(row))
            return failure(Error(ErrorKind::torn, "revision " + row.revision + " is torn: it began " +
                                                      (row.state == StepState::applying ? "applying" : "reverting") +
                                                      " at " + row.applied_at + " and never ended")
                               .hint("a COMMIT or ROLLBACK inside the step split it; look at what it left behind, "
                                     "complete or undo it by hand, then settle it: migrate repair"));
        if (!applied.all.insert(row.revision).second)
            return failure(ErrorKind::diverged, "the history holds revision " + row.revision + " twice");
        const RevisionNode* node = registry.find(row.revision);
        if (node == nullptr) {
            applied.unknown.push_back(&row);
            continue;
        }
        if (is_unfinished(row))
            applied.unfinished.push_back(&row);
        else
            applied.known.insert(row.revision);
        for (const ReplacedRevision& replaced : node->replaces)
            applied.all.insert(replaced.id);
    }
    return applied;
}

Result<void> require_no_gap(const Applied& applied, const Registry& registry) {
    AppliedSet begun = applied.known;
    for (const HistoryRow* row : applied.unfinished)
        begun.insert(row->revision);
    for (const std::string& id : begun) {
        const RevisionNode& node = *registry.find(id);
        for (const std::string& parent : node.parents)
            if (applied.all.count(parent) == 0)
                return failure(Error(ErrorKind::diverged, "the history holds " + id + " but not its parent " + parent)
                                   .hint("a history row was deleted, or a revision was inserted below an applied one"));
    }
    return success();
}

// The steps that are applied must be the steps that are compiled in.
Result<void> require_unedited(const History& history, const Registry& registry) {
    for (const HistoryRow& row : history.rows) {
        const RevisionNode* node = registry.find(row.revision);
        if (node == nullptr) continue;
        if (row.parents != node->parents)
            return failure(ErrorKind::diverged, "revision " + node->id + " (" + node->file + ") now revises " +
                                                    listed(node->parents) + ", but was applied on " +
                                                    listed(row.parents));
        TRY(const std::string now, node->upgrade_checksum());
        if (row.checksum != now)
            return failure(Error(ErrorKind::diverged, "revision " + node->id + " (" + node->file +
                                                          ") was edited after it had been applied at " + row.applied_at)
                               .detail("applied checksum " + row.checksum + "\ncompiled checksum " + now)
                               .hint("restore the file as it was and write a new revision for the change"));
    }
    return success();
}

// What an older binary makes of the revisions it does not know.
Result<std::vector<std::string>> judge_unknown(const Applied& applied, const Registry& registry) {
    std::vector<std::string> ahead;
    std::vector<std::string> breaking;
    const bool known_chain = !applied.known.empty() || !applied.unfinished.empty();
    for (const HistoryRow* row : applied.unknown) {
        ahead.push_back(row->revision);
        if (row->breaking) breaking.push_back(row->revision + " (" + row->message + ")");
        for (const std::string& parent : row->parents)
            if (applied.all.count(parent) == 0)
                return failure(ErrorKind::diverged,
                               "the history holds " + row->revision + " but not its parent " + parent);
    }
    if (ahead.empty()) return ahead;
    if (!known_chain)
        return failure(Error(ErrorKind::diverged, "none of the applied revisions is compiled in: " + listed(ahead))
                           .hint("this is the database of another chain of revisions"));
    if (!breaking.empty()) {
        const auto heads = registry.heads();
        return failure(Error(ErrorKind::ahead,
                             "the database is ahead of this binary by breaking revisions: " + listed(breaking) +
                                 "; the newest one compiled in is " + (heads.empty() ? "none" : heads.back()->id))
                           .hint("deploy the newer binary, or downgrade the database with the newer binary first"));
    }
    return ahead;
}

Result<PlannedStep> plan_step(const RevisionNode& node, Direction direction) {
    PlannedStep step;
    step.revision = &node;
    step.direction = direction;
    TRY(std::vector<Operation> upgrade, node.upgrade_operations());
    step.checksum = checksum(upgrade);
    step.breaking = is_breaking(node, upgrade);
    step.replaced_rows = replaced_rows_of(node);
    if (direction == Direction::upgrade) {
        step.operations = std::move(upgrade);
    } else {
        TRY(auto downgrade, node.downgrade_operations());
        step.operations = std::move(downgrade);
    }
    return step;
}

Result<Plan> plan_steps(RevisionPath path, Direction direction) {
    Plan plan;
    plan.destination = std::move(path.destination);
    plan.warning = std::move(path.warning);
    for (const RevisionNode* node : path.steps) {
        auto step = plan_step(*node, direction);
        if (!step.has_value())
            return failure(std::move(step).assume_error().within("revision " + node->id + " (" + node->file + ")"));
        plan.steps.push_back(std::move(step).assume_value());
    }
    return plan;
}

}  // namespace

RevisionList current_heads(const History& history, const Registry& registry) {
    AppliedSet applied;
    for (const HistoryRow& row : history.rows)
        applied.insert(row.revision);
    const RevisionList heads = current_heads(registry, applied);
    RevisionList newest_first;
    for (auto row = history.rows.rbegin(); row != history.rows.rend(); ++row)
        for (const RevisionNode* head : heads)
            if (head->id == row->revision) newest_first.push_back(head);
    return newest_first;
}

namespace {

// What will be applied once the unfinished steps are finished.
AppliedSet applied_then(const Applied& applied) {
    AppliedSet set = applied.known;
    for (const HistoryRow* row : applied.unfinished)
        if (row->state == StepState::running) set.insert(row->revision);
    return set;
}

// What a crash cut off is finished first, in its own direction: only that is known to work from half-way.
Result<Plan> plan_after_unfinished(const Applied& applied, const Registry& registry, RevisionPath path,
                                   Direction direction) {
    TRY(Plan plan, plan_steps(std::move(path), direction));
    for (auto row = applied.unfinished.rbegin(); row != applied.unfinished.rend(); ++row) {
        const RevisionNode& node = *registry.find((*row)->revision);
        const bool upgrade = (*row)->state == StepState::running;
        TRY(PlannedStep step, plan_step(node, upgrade ? Direction::upgrade : Direction::downgrade));
        plan.steps.insert(plan.steps.begin(), std::move(step));
    }
    return plan;
}

}  // namespace

bool is_breaking(const RevisionNode& revision, const std::vector<Operation>& upgrade_operations) {
    switch (revision.definition->compatibility) {
        case Compatibility::additive:
            return false;
        case Compatibility::breaking:
            return true;
        case Compatibility::derived:
            break;
    }
    return find_compatibility(upgrade_operations).breaking;
}

Result<Plan> decide_upgrade(const History& history, const Registry& registry, const std::string& target,
                            Shortcuts shortcuts) {
    return decide_upgrade(history, registry, std::vector<std::string>{target}, shortcuts);
}

namespace {

// What a range did to rows is not in the squash of it.
Result<void> require_new_database(const Plan& plan, const History& history) {
    if (history.rows.empty()) return success();
    for (const PlannedStep& step : plan.steps) {
        const Revision& revision = *step.revision->definition;
        if (revision.new_databases_only == nullptr) continue;
        return failure(Error(ErrorKind::diverged, "squash " + with_file(*step.revision) +
                                                      " is for new databases only, and this one has revisions: " +
                                                      revision.new_databases_only)
                           .hint("upgrade it with a binary that still has the files of the replaced revisions"));
    }
    return success();
}

Result<Plan> plan_upgrade(const History& history, const Registry& registry, const std::vector<std::string>& targets) {
    TRY(const Applied applied, sort_rows(history, registry));
    TRY(std::vector<std::string> ahead, judge_unknown(applied, registry));
    TRYV(require_no_gap(applied, registry));
    TRYV(require_unedited(history, registry));
    TRY(RevisionPath path, find_upgrade(registry, applied_then(applied), targets));
    if (!ahead.empty() && !path.steps.empty())
        return failure(Error(ErrorKind::diverged, "the database holds unknown revisions (" + listed(ahead) +
                                                      ") while this binary has others to apply (" +
                                                      path.steps.front()->id + " first)")
                           .hint("two builds went different ways: merge their revisions into one chain"));
    TRY(Plan plan, plan_after_unfinished(applied, registry, std::move(path), Direction::upgrade));
    TRYV(require_new_database(plan, history));
    plan.ahead = std::move(ahead);
    return plan;
}

Result<Plan> plan_downgrade(const History& history, const Registry& registry, const std::string& target) {
    TRY(const Applied applied, sort_rows(history, registry));
    TRY(const auto ahead, judge_unknown(applied, registry));
    TRYV(require_no_gap(applied, registry));
    TRYV(require_unedited(history, registry));
    if (!ahead.empty())
        return failure(
            Error(ErrorKind::ahead, "the database holds revisions that this binary cannot undo: " + listed(ahead))
                .hint("downgrade with the newer binary"));
    const RevisionList heads = current_heads(history, registry);
    TRY(RevisionPath path,
        find_downgrade(registry, applied_then(applied), target, heads.empty() ? std::string() : heads.front()->id));
    return plan_after_unfinished(applied, registry, std::move(path), Direction::downgrade);
}

// The step of a shortcut, if the plan has from `first` on just what it replaces.
Result<std::optional<PlannedStep>> step_of(const Shortcut& shortcut, const Plan& plan, std::size_t first) {
    const std::size_t count = shortcut.replaced.size();
    if (first + count > plan.steps.size()) return std::optional<PlannedStep>();
    std::vector<StepRow> rows;
    for (std::size_t i = first; i < first + count; ++i) {
        const std::size_t position = plan.steps[i].revision->position;
        if (!std::binary_search(shortcut.replaced.begin(), shortcut.replaced.end(), position))
            return std::optional<PlannedStep>();
        for (StepRow& row : rows_of(plan.steps[i]))
            rows.push_back(std::move(row));
    }
    TRY(PlannedStep step, plan_step(shortcut.node, Direction::upgrade));
    step.replaced_rows = std::move(rows);
    return std::optional<PlannedStep>(std::move(step));
}

// Of several the one that replaces most.
Result<std::optional<PlannedStep>> longest_step(const Registry& registry, const Plan& plan, std::size_t first) {
    std::optional<PlannedStep> longest;
    for (const Shortcut& shortcut : registry.shortcuts()) {
        TRY(std::optional<PlannedStep> step, step_of(shortcut, plan, first));
        if (step && (!longest || step->replaced_rows.size() > longest->replaced_rows.size())) longest = std::move(step);
    }
    return longest;
}

Result<Plan> take_shortcuts(Plan plan, const Registry& registry) {
    if (registry.shortcuts().empty()) return plan;
    std::vector<PlannedStep> steps;
    std::size_t i = 0;
    while (i < plan.steps.size()) {
        auto found = longest_step(registry, plan, i);
        if (!found.has_value()) return failure(std::move(found).assume_error().within("taking a shortcut"));
        std::optional<PlannedStep> shortcut = std::move(found).assume_value();
        if (!shortcut) {
            steps.push_back(std::move(plan.steps[i++]));
            continue;
        }
        const std::string& last = shortcut->replaced_rows.back().revision;
        while (plan.steps[i++].revision->history_id() != last) {
        }
        steps.push_back(std::move(*shortcut));
    }
    plan.steps = std::move(steps);
    return plan;
}

}  // namespace

Result<Plan> decide_upgrade(const History& history, const Registry& registry, const std::vector<std::string>& targets,
                            Shortcuts shortcuts) {
    if (registry.replaces_any() && !history.rows.empty()) {
        TRYV(require_whole_squashes(history, registry));
        return plan_upgrade(as_compiled(history, registry), registry, targets);
    }
    TRY(Plan plan, plan_upgrade(history, registry, targets));
    const bool is_new = history.rows.empty() && shortcuts == Shortcuts::take;
    return is_new ? take_shortcuts(std::move(plan), registry) : std::move(plan);
}

Result<Plan> decide_downgrade(const History& history, const Registry& registry, const std::string& target) {
    if (!registry.replaces_any()) return plan_downgrade(history, registry, target);
    TRYV(require_whole_squashes(history, registry));
    return plan_downgrade(as_compiled(history, registry), registry, target);
}

}  // namespace migrator
