// Paths through the graph.
#include "migrator/revision/target.hpp"

#include <algorithm>
#include <charconv>

#include "migrator/support/try.hpp"

namespace migrator {

namespace {

// The N of "+N" or "-N"; 0 when the text is something else.
int steps_of(const std::string& target, char sign) {
    if (target.size() < 2 || target.front() != sign) return 0;
    int steps = 0;
    const auto [end, error] = std::from_chars(target.data() + 1, target.data() + target.size(), steps);
    return error == std::errc() && end == target.data() + target.size() ? steps : 0;
}

auto too_few_steps(const std::string& target, std::size_t available) {
    return failure(ErrorKind::usage, "relative revision " + target + " didn't produce " + target.substr(1) +
                                         " migrations; only " + std::to_string(available) + " are there");
}

}  // namespace

Result<const RevisionNode*> find_by_prefix(const Registry& registry, const std::string& name) {
    if (const RevisionNode* exact = registry.find(name)) return exact;
    constexpr std::size_t shortest_prefix = 4;
    std::vector<const RevisionNode*> candidates;
    if (name.size() >= shortest_prefix)
        for (const RevisionNode& node : registry.revisions())
            if (node.id.starts_with(name)) candidates.push_back(&node);
    if (candidates.size() == 1) return candidates.front();
    if (candidates.empty())
        return failure(Error(ErrorKind::usage, "no revision is called \"" + name + "\"")
                           .hint("see `migrate history`; a partial id has at least four characters"));
    std::string list;
    for (const RevisionNode* candidate : candidates)
        list += (list.empty() ? "" : ", ") + candidate->id;
    return failure(ErrorKind::usage, "\"" + name + "\" is the beginning of several revisions: " + list);
}

Result<std::vector<const RevisionNode*>> upgrade_path(const Registry& registry, const AppliedSet& applied,
                                                      const std::string& target) {
    if (target == "head") TRYV(require_single_head(registry));
    const RevisionNode* goal = nullptr;
    const int steps = steps_of(target, '+');
    if (target != "head" && target != "heads" && steps == 0) {
        TRY(const RevisionNode* found, find_by_prefix(registry, target));
        goal = found;
    }
    std::vector<const RevisionNode*> path;
    for (const RevisionNode& node : registry.revisions()) {
        if (applied.count(node.id) != 0) continue;
        if (goal != nullptr && !registry.is_ancestor_or_self(node, *goal)) continue;
        path.push_back(&node);
    }
    if (steps == 0) return path;
    if (path.size() < static_cast<std::size_t>(steps)) return too_few_steps(target, path.size());
    path.resize(static_cast<std::size_t>(steps));
    return path;
}

Result<std::vector<const RevisionNode*>> downgrade_path(const Registry& registry, const AppliedSet& applied,
                                                        const std::string& target) {
    const RevisionNode* goal = nullptr;
    const int steps = steps_of(target, '-');
    if (target != "base" && steps == 0) {
        TRY(const RevisionNode* found, find_by_prefix(registry, target));
        goal = found;
        if (applied.count(goal->id) == 0)
            return failure(Error(ErrorKind::usage,
                                 "destination " + goal->id + " is not a valid downgrade target: it is not applied")
                               .hint("see `migrate current`"));
    }
    std::vector<const RevisionNode*> path;
    const std::vector<RevisionNode>& revisions = registry.revisions();
    for (auto node = revisions.rbegin(); node != revisions.rend(); ++node) {
        if (applied.count(node->id) == 0) continue;
        if (goal != nullptr && (node->id == goal->id || !registry.is_ancestor_or_self(*goal, *node))) continue;
        path.push_back(&*node);
    }
    if (steps == 0) return path;
    if (path.size() < static_cast<std::size_t>(steps)) return too_few_steps(target, path.size());
    path.resize(static_cast<std::size_t>(steps));
    return path;
}

}  // namespace migrator
