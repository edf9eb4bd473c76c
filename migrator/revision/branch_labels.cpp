// Labels are handed on along parents only.
#include "migrator/revision/branch_labels.hpp"

namespace migrator {

namespace {

RevisionSet covered_by_label_at(const Graph& graph, std::size_t labelled) {
    RevisionSet covered = graph.descendants({labelled}, Lineage::parents);
    std::size_t position = labelled;
    while (graph[position].parents.size() == 1) {
        position = graph[position].parents.front();
        if (graph[position].children.size() > 1) break;
        covered.insert(position);
    }
    return covered;
}

}  // namespace

BranchLabels::BranchLabels(const Registry& registry) {
    for (const RevisionNode& node : registry.revisions())
        for (const std::string& label : node.branch_labels)
            covered_.emplace_back(label, covered_by_label_at(registry.graph(), node.position));
}

std::vector<std::string> BranchLabels::of(const RevisionNode& node) const {
    std::vector<std::string> labels;
    for (const auto& [label, covered] : covered_)
        if (node.position < covered.capacity() && covered.contains(node.position)) labels.push_back(label);
    return labels;
}

}  // namespace migrator
