// Everything between the ends, through parents and dependencies, so that what is left can stand around one revision.
#include "migrator/revision/squash_range.hpp"

#include <algorithm>

#include "migrator/revision/lookup.hpp"
#include "migrator/revision/range.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

Result<const RevisionNode*> find_end(const Registry& registry, const std::string& name) {
    TRY(const RevisionNode* node, find_revision(registry, name));
    if (node != nullptr) return node;
    return failure(ErrorKind::usage, "a range cannot end at the base");
}

// A revision of the range, and one outside that is bound to it.
Error crosses(const RevisionNode& inside, const char* how, const RevisionNode& outside) {
    return Error(ErrorKind::usage,
                 "revision " + with_file(outside) + " " + how + " " + inside.id + ", in the middle of the range")
        .hint("squash a range that ends before it, or that includes it");
}

Result<void> require_closed(const Registry& registry, const RevisionSet& range, const SquashRange& found) {
    const Graph& graph = registry.graph();
    const RevisionNode* last = found.replaced.back();
    const RevisionNode* first = found.replaced.front();
    for (const RevisionNode* node : found.replaced) {
        for (const std::size_t child : graph[node->position].children)
            if (node != last && !range.contains(child))
                return failure(crosses(*node, "revises", registry.revisions()[child]));
        for (const std::size_t parent : graph[node->position].parents)
            if (!range.contains(parent) && node != first)
                return failure(crosses(*node, "is merged into", registry.revisions()[parent]));
    }
    return success();
}

}  // namespace

Result<SquashRange> find_squash_range(const Registry& registry, const std::string& text) {
    TRY(const auto ends, split_range(text));
    TRY(const RevisionNode* last, find_end(registry, ends.second.empty() ? "head" : ends.second));
    const Graph& graph = registry.graph();
    const RevisionSet below = graph.ancestors({last->position}, Lineage::parents_and_dependencies);
    RevisionSet range = below;
    if (!ends.first.empty() && ends.first != "base") {
        TRY(const RevisionNode* first, find_end(registry, ends.first));
        range &= graph.descendants({first->position}, Lineage::parents_and_dependencies);
    }
    SquashRange found;
    found.replaced = registry.nodes_at(range.positions());
    if (found.replaced.size() < 2)
        return failure(Error(ErrorKind::usage, "the range " + text + " has no two revisions to make one of")
                           .hint("write FIRST:LAST, both included; see `migrate history`"));
    const RevisionList parents = registry.nodes_at(graph[found.replaced.front()->position].parents);
    if (!parents.empty() && !range.contains(parents.front()->position)) found.before = parents.front();
    TRYV(require_closed(registry, range, found));
    RevisionSet outside = below;
    outside -= range;
    const RevisionList heads = registry.nodes_at(graph.effective_heads(outside));
    if (heads.size() > 1 || (!heads.empty() && heads.front() != found.before))
        return failure(Error(ErrorKind::usage, "the range stands on several branches: " + list_ids(heads))
                           .hint("begin it behind the merge of them, or at the base"));
    return found;
}

}  // namespace migrator
