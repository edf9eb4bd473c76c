// A replaced revision is there when its file is compiled in, or a smaller squash that stands for it.
#include "migrator/revision/squashes.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "migrator/support/try.hpp"

namespace migrator {

namespace {

using IdSet = std::set<std::string, std::less<>>;

IdSet ids_of(const RevisionNode& squash) {
    IdSet ids;
    for (const ReplacedRevision& replaced : squash.replaces)
        ids.insert(replaced.id);
    return ids;
}

bool is_within(const IdSet& inner, const IdSet& outer) {
    return inner.size() < outer.size() && std::includes(outer.begin(), outer.end(), inner.begin(), inner.end());
}

// What stands in the graph for the revisions that `squash` replaces.
IdSet compiled_in(const RevisionNode& squash, const IdSet& plain, const std::vector<const RevisionNode*>& squashes) {
    const IdSet wanted = ids_of(squash);
    IdSet there;
    std::set_intersection(wanted.begin(), wanted.end(), plain.begin(), plain.end(), std::inserter(there, there.end()));
    for (const RevisionNode* other : squashes) {
        const IdSet smaller = ids_of(*other);
        if (other != &squash && is_within(smaller, wanted)) there.insert(smaller.begin(), smaller.end());
    }
    return there;
}

Error partly_there(const RevisionNode& squash, const IdSet& there) {
    std::string missing;
    for (const ReplacedRevision& replaced : squash.replaces)
        if (there.count(replaced.id) == 0) missing += (missing.empty() ? "" : ", ") + replaced.id;
    return Error(ErrorKind::usage, "squash " + with_file(squash) + " replaces " + missing +
                                       ", which no file defines, and others that are still there")
        .hint("delete the files of all revisions that it replaces, or of none");
}

}  // namespace

Result<std::vector<RevisionNode>> take_shortcuts_out(std::vector<RevisionNode>& nodes) {
    std::vector<RevisionNode> beside;
    std::vector<const RevisionNode*> squashes;
    for (const RevisionNode& node : nodes)
        if (!node.replaces.empty()) squashes.push_back(&node);
    if (squashes.empty()) return beside;
    IdSet plain;
    for (const RevisionNode& node : nodes)
        if (node.replaces.empty()) plain.insert(node.id);
    IdSet taken_out;
    for (const RevisionNode* squash : squashes) {
        const IdSet there = compiled_in(*squash, plain, squashes);
        if (there.empty()) continue;
        if (there.size() != squash->replaces.size()) return failure(partly_there(*squash, there));
        taken_out.insert(squash->id);
    }
    std::vector<RevisionNode> graph;
    for (RevisionNode& node : nodes)
        (!node.replaces.empty() && taken_out.count(node.id) != 0 ? beside : graph).push_back(std::move(node));
    nodes = std::move(graph);
    return beside;
}

Result<std::vector<Shortcut>> place_shortcuts(std::vector<RevisionNode> beside,
                                              const std::vector<RevisionNode>& nodes) {
    std::vector<Shortcut> shortcuts;
    if (beside.empty()) return shortcuts;
    std::map<std::string, std::size_t, std::less<>> position;
    for (const RevisionNode& node : nodes) {
        position.emplace(node.id, node.position);
        for (const ReplacedRevision& replaced : node.replaces)
            position.emplace(replaced.id, node.position);
    }
    for (RevisionNode& squash : beside) {
        const auto taken = position.find(squash.id);
        if (taken != position.end())
            return failure(ErrorKind::usage, "two revisions have the id " + squash.id + ": " +
                                                 nodes[taken->second].file + " and " + squash.file);
        for (const std::string& parent : squash.parents)
            if (position.count(parent) == 0)
                return failure(ErrorKind::usage,
                               "revision " + with_file(squash) + " revises " + parent + ", which no file defines");
        Shortcut shortcut;
        std::set<std::size_t> replaced;
        for (const ReplacedRevision& one : squash.replaces)
            replaced.insert(position.find(one.id)->second);
        shortcut.replaced.assign(replaced.begin(), replaced.end());
        squash.position = nodes.size();
        shortcut.node = std::move(squash);
        shortcuts.push_back(std::move(shortcut));
    }
    return shortcuts;
}

}  // namespace migrator
