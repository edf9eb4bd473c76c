// Looking at the graph by ids and labels.
#include "migrator/revision/registry.hpp"

#include <algorithm>

#include "migrator/revision/sort.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

Result<Registry> Registry::create(const std::vector<RegisteredRevision>& revisions) {
    TRY(SortedRevisions sorted, sort_revisions(revisions));
    Registry registry;
    registry.revisions_ = std::move(sorted.nodes);
    registry.graph_ = Graph(std::move(sorted.edges));
    registry.position_.reserve(registry.revisions_.size());
    for (const RevisionNode& node : registry.revisions_) {
        registry.position_.emplace(node.id, node.position);
        for (const std::string& label : node.branch_labels)
            registry.label_position_.emplace(label, node.position);
        for (const ReplacedRevision& replaced : node.replaces)
            registry.replaced_position_.emplace(replaced.id, node.position);
    }
    registry.shortcuts_ = std::move(sorted.shortcuts);
    return registry;
}

const RevisionNode* Registry::find(std::string_view id) const {
    const auto found = position_.find(std::string(id));
    return found == position_.end() ? nullptr : &revisions_[found->second];
}

const RevisionNode* Registry::find_label(std::string_view label) const {
    const auto found = label_position_.find(std::string(label));
    return found == label_position_.end() ? nullptr : &revisions_[found->second];
}

const RevisionNode* Registry::find_replacing(std::string_view id) const {
    const auto found = replaced_position_.find(std::string(id));
    return found == replaced_position_.end() ? nullptr : &revisions_[found->second];
}

Registry Registry::without_shortcuts() const {
    Registry plain = *this;
    plain.shortcuts_.clear();
    return plain;
}

namespace {

template <class Predicate>
RevisionList filter(const std::vector<RevisionNode>& nodes, Predicate predicate) {
    RevisionList chosen;
    for (const RevisionNode& node : nodes)
        if (predicate(node.position)) chosen.push_back(&node);
    return chosen;
}

}  // namespace

RevisionList Registry::heads() const {
    return filter(revisions_, [this](std::size_t i) { return graph_[i].children.empty(); });
}

RevisionList Registry::bases() const {
    return filter(revisions_, [this](std::size_t i) { return graph_[i].parents.empty(); });
}

RevisionList Registry::branch_points() const {
    return filter(revisions_, [this](std::size_t i) { return graph_[i].children.size() > 1; });
}

bool Registry::is_ancestor_or_self(const RevisionNode& ancestor, const RevisionNode& node) const {
    return graph_.ancestors({node.position}, Lineage::parents_and_dependencies).contains(ancestor.position);
}

RevisionList Registry::nodes_at(const std::vector<std::size_t>& positions) const {
    RevisionList nodes;
    nodes.reserve(positions.size());
    for (const std::size_t position : positions)
        nodes.push_back(&revisions_[position]);
    return nodes;
}

std::vector<std::size_t> Registry::positions_of(const RevisionList& nodes) {
    std::vector<std::size_t> positions;
    positions.reserve(nodes.size());
    for (const RevisionNode* node : nodes)
        positions.push_back(node->position);
    return positions;
}

SeveralHeads words_about(const RevisionList& heads) {
    SeveralHeads words{{}, "migrate merge"};
    std::string message;
    for (const RevisionNode* head : heads) {
        words.files += (words.files.empty() ? "" : " and ") + with_file(*head);
        words.merge += " " + head->id;
        message += (message.empty() ? "" : " and ") + head->id;
    }
    words.merge += " -m \"merge " + message + "\"";
    return words;
}

Result<void> require_single_head(const Registry& registry, const std::string& program) {
    const RevisionList heads = registry.heads();
    if (heads.size() <= 1) return success();
    const SeveralHeads words = words_about(heads);
    return failure(Error(ErrorKind::usage, "the chain has " + std::to_string(heads.size()) + " heads: " + words.files)
                       .hint("merge them: " + program + (program.empty() ? "" : " ") + words.merge));
}

}  // namespace migrator
