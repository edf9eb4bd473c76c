// A stamp replaces heads, lineage by lineage.
#include "migrator/revision/stamp.hpp"

#include <algorithm>

#include "migrator/support/try.hpp"

namespace migrator {

namespace {

bool holds(const RevisionList& nodes, const RevisionNode* node) {
    return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
}

}  // namespace

Result<RevisionList> stamped_heads(const Registry& registry, const RevisionList& heads,
                                   const std::vector<std::string>& names) {
    RevisionList result = heads;
    RevisionList wanted;
    for (const std::string& name : names) {
        TRY(const RevisionList found, find_revisions(registry, name));
        TRY(const RevisionList replaced, filter_for_lineage(registry, heads, name, Lineage::parents_and_dependencies));
        const bool is_there =
            std::all_of(found.begin(), found.end(), [&](const RevisionNode* node) { return holds(replaced, node); });
        if (is_there && !found.empty()) {
            wanted.insert(wanted.end(), found.begin(), found.end());
            continue;
        }
        result.erase(std::remove_if(result.begin(), result.end(),
                                    [&](const RevisionNode* head) { return holds(replaced, head); }),
                     result.end());
        wanted.insert(wanted.end(), found.begin(), found.end());
    }
    TRYV(require_no_overlap(registry, wanted));
    for (const RevisionNode* node : wanted)
        if (!holds(result, node)) result.push_back(node);
    const Graph& graph = registry.graph();
    const RevisionSet applied = graph.ancestors(Registry::positions_of(result), Lineage::parents_and_dependencies);
    return registry.nodes_at(graph.effective_heads(applied));
}

}  // namespace migrator
