// Offline, the history is not read but assumed: the rows of everything at and below the start.
#include "migrator/offline/range.hpp"

#include <algorithm>
#include <optional>

#include "migrator/revision/target.hpp"
#include "migrator/run/compiled_history.hpp"
#include "migrator/run/record_row.hpp"
#include "migrator/run/step_rows.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

struct Range {
    std::optional<std::string> from = {};
    std::string to = {};
};

Result<Range> split_range(const std::string& text) {
    const std::size_t colon = text.find(':');
    Range range;
    if (colon == std::string::npos) {
        range.to = text;
    } else {
        range.from = text.substr(0, colon);
        range.to = text.substr(colon + 1);
    }
    if (range.to.empty() || (range.from && range.from->empty()))
        return failure(Error(ErrorKind::usage, "the range \"" + text + "\" lacks a side")
                           .hint("write START:END, for example base:head"));
    return range;
}

using Nodes = std::vector<const RevisionNode*>;

// The revisions that `names` means, each a symbol or a revision, separated by commas.
Result<Nodes> find_all_revisions(const Registry& registry, const std::string& names) {
    Nodes found;
    std::size_t begin = 0;
    while (begin <= names.size()) {
        const std::size_t end = std::min(names.find(',', begin), names.size());
        TRY(const Nodes named, find_revisions(registry, names.substr(begin, end - begin)));
        begin = end + 1;
        found.insert(found.end(), named.begin(), named.end());
    }
    return found;
}

std::string shown(const Nodes& nodes) {
    std::string text;
    for (const RevisionNode* node : nodes)
        text += (text.empty() ? "" : ",") + node->id;
    return text.empty() ? "base" : text;
}

// Everything at and below `nodes`, parents first.
Nodes at_and_below(const Registry& registry, const Nodes& nodes) {
    return registry.nodes_at(
        registry.graph().ancestors(Registry::positions_of(nodes), Lineage::parents_and_dependencies).positions());
}

void append_rows(const PlannedStep& step, std::vector<HistoryRow>& rows) {
    for (const StepRow& written : rows_of(step)) {
        HistoryRow row;
        row.sequence = static_cast<long long>(rows.size()) + 1;
        row.revision = written.revision;
        row.parents = written.parents;
        row.message = written.message;
        row.checksum = written.checksum;
        row.state = StepState::applied;
        row.breaking = written.breaking;
        rows.push_back(std::move(row));
    }
}

Result<std::vector<HistoryRow>> assumed_rows(const Nodes& applied) {
    std::vector<HistoryRow> rows;
    for (const RevisionNode* node : applied) {
        TRY(const PlannedStep step, plan_record(*node));
        append_rows(step, rows);
    }
    return rows;
}

Result<OfflinePlan> start_of(const Registry& registry, const std::string& from) {
    TRY(const Nodes nodes, find_all_revisions(registry, from));
    OfflinePlan plan;
    plan.from = shown(nodes);
    TRY(plan.start, assumed_rows(at_and_below(registry, nodes)));
    return plan;
}

// The heads of what is applied when the steps are done.
std::string end_of(const Registry& registry, const OfflinePlan& plan) {
    History end{true, plan.start};
    for (const PlannedStep& step : plan.steps) {
        if (step.direction == Direction::upgrade) {
            append_rows(step, end.rows);
            continue;
        }
        for (const StepRow& reverted : rows_of(step))
            std::erase_if(end.rows, [&](const HistoryRow& row) { return row.revision == reverted.revision; });
    }
    AppliedSet applied;
    for (const HistoryRow& row : as_compiled(std::move(end), registry).rows)
        applied.insert(row.revision);
    Nodes heads;
    for (const std::string& id : applied) {
        const RevisionNode* node = registry.find(id);
        const bool is_revised = std::any_of(applied.begin(), applied.end(), [&](const std::string& other) {
            const std::vector<std::string>& parents = registry.find(other)->parents;
            return std::find(parents.begin(), parents.end(), node->history_id()) != parents.end();
        });
        if (!is_revised) heads.push_back(node);
    }
    return shown(heads);
}

History assumed_history(const OfflinePlan& plan) {
    return History{!plan.start.empty(), plan.start};
}

}  // namespace

Result<OfflinePlan> plan_offline_upgrade(const Registry& registry, const std::string& text, Shortcuts shortcuts) {
    TRY(const Range range, split_range(text));
    TRY(OfflinePlan plan, start_of(registry, range.from.value_or("base")));
    TRY(Plan decided, decide_upgrade(assumed_history(plan), registry, range.to, shortcuts));
    plan.steps = std::move(decided.steps);
    plan.to = end_of(registry, plan);
    return plan;
}

Result<OfflinePlan> plan_offline_downgrade(const Registry& registry, const std::string& text) {
    TRY(const Range range, split_range(text));
    if (!range.from)
        return failure(Error(ErrorKind::usage, "downgrade with --sql requires <fromrev>:<torev>")
                           .hint("write START:" + text + ", where START is what the database stands at"));
    TRY(OfflinePlan plan, start_of(registry, *range.from));
    TRY(Plan decided, decide_downgrade(assumed_history(plan), registry, range.to));
    plan.steps = std::move(decided.steps);
    plan.to = end_of(registry, plan);
    return plan;
}

namespace {

// Several targets stand beside each other; one that another includes would say two things at once.
Result<void> require_independent(const Registry& registry, const Nodes& targets) {
    for (const RevisionNode* lower : targets)
        for (const RevisionNode* upper : targets)
            if (lower != upper && registry.is_ancestor_or_self(*lower, *upper))
                return failure(Error(ErrorKind::usage, "revision " + lower->id + " is included in " + upper->id +
                                                           ", so both cannot be stamped together")
                                   .hint("leave " + lower->id + " out"));
    return success();
}

bool contains(const Nodes& nodes, const RevisionNode* node) {
    return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
}

}  // namespace

Result<OfflineStamp> plan_offline_stamp(const Registry& registry, const std::vector<std::string>& ranges) {
    std::string from;
    Nodes targets;
    for (const std::string& text : ranges) {
        TRY(const Range range, split_range(text));
        TRY(const Nodes start, find_all_revisions(registry, range.from.value_or("base")));
        if (!from.empty() && from != shown(start))
            return failure(ErrorKind::usage, "stamp with --sql only supports a single starting revision, not " + from +
                                                 " and " + shown(start));
        from = shown(start);
        TRY(const Nodes found, find_all_revisions(registry, range.to));
        for (const RevisionNode* node : found)
            if (!contains(targets, node)) targets.push_back(node);
    }
    if (from.empty()) return failure(ErrorKind::usage, "stamp needs a revision");
    TRYV(require_independent(registry, targets));
    OfflineStamp stamp;
    TRY(stamp.plan, start_of(registry, from));
    stamp.plan.to = shown(targets);
    TRY(const Nodes start, find_all_revisions(registry, from));
    const Nodes before = at_and_below(registry, start);
    const Nodes after = at_and_below(registry, targets);
    for (const RevisionNode* node : after) {
        if (contains(before, node)) continue;
        TRY(PlannedStep step, plan_record(*node));
        stamp.added.push_back(std::move(step));
    }
    for (auto node = before.rbegin(); node != before.rend(); ++node) {
        if (contains(after, *node)) continue;
        TRY(PlannedStep step, plan_record(**node));
        stamp.removed.push_back(std::move(step));
    }
    return stamp;
}

}  // namespace migrator
