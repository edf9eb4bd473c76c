// Ways through the graph, from what is applied to what is wanted.
#include "migrator/revision/target.hpp"

#include <algorithm>

#include "migrator/support/try.hpp"

namespace migrator {

namespace {

RevisionSet set_of(const Registry& registry, const AppliedSet& applied) {
    RevisionSet set = registry.graph().none();
    for (const std::string& id : applied)
        if (const RevisionNode* node = registry.find(id)) set.insert(node->position);
    return set;
}

Result<void> require_no_range(const std::string& target) {
    if (target.find(':') == std::string::npos) return success();
    return failure(Error(ErrorKind::usage, "a range (" + target + ") is not allowed here")
                       .hint("a database is brought from where it is to one target; ranges are for --sql"));
}

Error too_few_steps(const RevisionName& name) {
    const std::string count = std::to_string(std::labs(*name.steps));
    return Error(ErrorKind::usage,
                 "relative revision " + name.text + " didn't produce " + count + " migrations; it leads the other way")
        .hint("upgrade goes up (+N), downgrade goes down (-N)");
}

// Where +N counts from: the current head, or within a branch the newest applied revision that belongs to it.
Result<const RevisionNode*> start_of_upgrade(const Registry& registry, const RevisionSet& applied,
                                             const RevisionName& name) {
    const Graph& graph = registry.graph();
    RevisionList starts = registry.nodes_at(graph.effective_heads(applied));
    if (!name.branch.empty()) {
        TRY(starts, filter_for_lineage(registry, starts, name.branch));
        if (starts.empty()) {
            TRY(const RevisionList on_branch,
                filter_for_lineage(registry, registry.nodes_at(applied.positions()), name.branch));
            starts = registry.nodes_at(graph.effective_heads(graph.set_of(Registry::positions_of(on_branch))));
        }
    }
    if (starts.size() <= 1) return starts.empty() ? nullptr : starts.front();
    return failure(
        Error(ErrorKind::usage, name.text + " is ambiguous: the database has several heads: " + list_ids(starts))
            .hint("name the branch: BRANCH@+N"));
}

Result<RevisionList> goals_of(const Registry& registry, const RevisionSet& applied, const std::string& target) {
    TRYV(require_no_range(target));
    TRY(const RevisionName name, parse_name(registry, target));
    if (!name.steps || !name.symbol.empty()) return find_revisions(registry, target);
    if (*name.steps <= 0) return failure(too_few_steps(name));
    TRY(const RevisionNode* start, start_of_upgrade(registry, applied, name));
    TRY(const RevisionNode* goal, walk(registry, start, *name.steps, name.branch, name.text, Overwalk::refuse));
    return RevisionList{goal};
}

}  // namespace

RevisionList current_heads(const Registry& registry, const AppliedSet& applied) {
    return registry.nodes_at(registry.graph().effective_heads(set_of(registry, applied)));
}

Result<AppliedSet> applied_at(const Registry& registry, const std::vector<std::string>& names) {
    RevisionList heads;
    for (const std::string& name : names) {
        TRY(const RevisionList found, find_revisions(registry, name));
        heads.insert(heads.end(), found.begin(), found.end());
    }
    AppliedSet applied;
    const RevisionSet set =
        registry.graph().ancestors(Registry::positions_of(heads), Lineage::parents_and_dependencies);
    for (const std::size_t position : set.positions())
        applied.insert(registry.revisions()[position].id);
    return applied;
}

Result<RevisionPath> find_upgrade(const Registry& registry, const AppliedSet& applied_ids,
                                  const std::vector<std::string>& targets) {
    const Graph& graph = registry.graph();
    const RevisionSet applied = set_of(registry, applied_ids);
    RevisionList goals;
    for (const std::string& target : targets) {
        TRY(const RevisionList found, goals_of(registry, applied, target));
        for (const RevisionNode* goal : found)
            if (std::find(goals.begin(), goals.end(), goal) == goals.end()) goals.push_back(goal);
    }
    TRYV(require_no_overlap(registry, goals));
    RevisionSet needed = graph.ancestors(Registry::positions_of(goals), Lineage::parents_and_dependencies);
    needed -= applied;
    RevisionPath path;
    std::vector<std::size_t> order = graph.newest_first(needed);
    std::reverse(order.begin(), order.end());
    path.steps = registry.nodes_at(order);
    for (const RevisionNode* goal : goals)
        path.destination.push_back(goal->id);
    return path;
}

namespace {

// The target of a downgrade: a revision or the base, and the branch to keep to.
struct DowngradeGoal {
    const RevisionNode* revision = nullptr;
    std::string branch = {};
    std::string warning = {};
};

// "-N" without a branch: the branch is that of the head it counts from.
Result<DowngradeGoal> goal_from_current_head(const Registry& registry, const RevisionList& heads,
                                             const RevisionName& name, const std::string& first_head) {
    if (heads.empty())
        return failure(Error(ErrorKind::usage, "relative revision " + name.text + " didn't produce " +
                                                   std::to_string(std::labs(*name.steps)) +
                                                   " migrations; nothing is applied"));
    const auto preferred =
        std::find_if(heads.begin(), heads.end(), [&](const RevisionNode* head) { return head->id == first_head; });
    const RevisionNode* head = preferred == heads.end() ? heads.back() : *preferred;
    DowngradeGoal goal;
    goal.branch = head->id;
    if (heads.size() > 1)
        goal.warning = "downgrade " + name.text + " from several heads is ambiguous; it goes down from " + head->id +
                       " (write " + head->id + name.text + " or BRANCH@" + name.text + ")";
    TRY(goal.revision, walk(registry, head, *name.steps, "", name.text, Overwalk::refuse));
    return goal;
}

Result<DowngradeGoal> goal_in_branch(const Registry& registry, const RevisionSet& applied, const RevisionList& heads,
                                     const RevisionName& name) {
    TRY(RevisionList starts, filter_for_lineage(registry, heads, name.branch));
    if (starts.empty()) {
        TRY(const RevisionList members,
            filter_for_lineage(registry, registry.nodes_at(applied.positions()), name.branch));
        const Graph& graph = registry.graph();
        starts = registry.nodes_at(graph.effective_heads(graph.set_of(Registry::positions_of(members))));
    }
    if (starts.size() != 1)
        return failure(Error(ErrorKind::usage, starts.empty() ? "nothing of branch " + name.branch + " is applied"
                                                              : name.text + " is ambiguous: several heads of the "
                                                                            "branch are applied")
                           .hint("see `migrate current`"));
    DowngradeGoal goal;
    goal.branch = starts.front()->id;
    TRY(goal.revision, walk(registry, starts.front(), *name.steps, "", name.text, Overwalk::refuse));
    return goal;
}

Result<DowngradeGoal> parse_downgrade(const Registry& registry, const RevisionSet& applied, const std::string& target,
                                      const std::string& first_head) {
    TRYV(require_no_range(target));
    TRY(const RevisionName name, parse_name(registry, target));
    DowngradeGoal goal;
    goal.branch = name.branch;
    if (!name.steps) {
        TRY(goal.revision, find_revision(registry, name.symbol));
        if (!name.branch.empty()) TRYV(filter_for_lineage(registry, {}, name.branch));
        return goal;
    }
    if (name.symbol.empty()) {
        if (*name.steps >= 0) return failure(too_few_steps(name));
        const RevisionList heads = registry.nodes_at(registry.graph().effective_heads(applied));
        if (name.branch.empty()) return goal_from_current_head(registry, heads, name, first_head);
        return goal_in_branch(registry, applied, heads, name);
    }
    TRY(const RevisionNode* start,
        find_revision(registry, name.branch.empty() ? name.symbol : name.branch + "@" + name.symbol));
    TRY(goal.revision, walk(registry, start, *name.steps, name.branch, name.text, Overwalk::refuse));
    return goal;
}

std::string target_text(const DowngradeGoal& goal) {
    const std::string symbol = goal.revision == nullptr ? "base" : goal.revision->id;
    return goal.branch.empty() ? symbol : goal.branch + "@" + symbol;
}

// Where the graph is cut: right above the target, on its branch.
Result<std::vector<std::size_t>> roots_of(const Registry& registry, const DowngradeGoal& goal) {
    const Graph& graph = registry.graph();
    const RevisionList roots =
        goal.revision == nullptr ? registry.bases() : registry.nodes_at(graph[goal.revision->position].children);
    if (goal.branch.empty() || roots.size() <= 1) return Registry::positions_of(roots);
    TRY(const RevisionNode* member, find_in_branch(registry, "", goal.branch));
    const RevisionSet below = graph.ancestors({member->position}, Lineage::parents);
    std::vector<std::size_t> chosen;
    for (const RevisionNode* root : roots)
        if (below.contains(root->position)) chosen.push_back(root->position);
    if (chosen.empty())
        return failure(ErrorKind::usage, "destination " + target_text(goal) +
                                             " is not a valid downgrade target: branch " + goal.branch +
                                             " does not begin above it");
    return chosen;
}

}  // namespace

Result<RevisionPath> find_downgrade(const Registry& registry, const AppliedSet& applied_ids, const std::string& target,
                                    const std::string& first_head) {
    const Graph& graph = registry.graph();
    const RevisionSet applied = set_of(registry, applied_ids);
    TRY(const DowngradeGoal goal, parse_downgrade(registry, applied, target, first_head));
    TRY(const std::vector<std::size_t> roots, roots_of(registry, goal));
    RevisionSet reverted = graph.descendants(roots, Lineage::parents_and_dependencies);
    reverted &= applied;
    if (goal.revision != nullptr && !applied.contains(goal.revision->position))
        return failure(
            Error(ErrorKind::usage, "destination " + target + " is not a valid downgrade target: it is not applied")
                .hint("see `migrate current`"));
    return RevisionPath{registry.nodes_at(graph.newest_first(reverted)), {target_text(goal)}, goal.warning};
}

Result<RevisionList> upgrade_path(const Registry& registry, const AppliedSet& applied, const std::string& target) {
    TRY(RevisionPath path, find_upgrade(registry, applied, {target}));
    return std::move(path.steps);
}

Result<RevisionList> downgrade_path(const Registry& registry, const AppliedSet& applied, const std::string& target) {
    TRY(RevisionPath path, find_downgrade(registry, applied, target));
    return std::move(path.steps);
}

}  // namespace migrator
