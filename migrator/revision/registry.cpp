// Building the graph: ids, parents, order.
#include "migrator/revision/registry.hpp"

#include <algorithm>
#include <queue>
#include <set>

#include "migrator/operation/compatibility.hpp"
#include "migrator/operation/invert.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

std::vector<std::string> to_strings(const Ids& ids) {
    std::vector<std::string> result;
    for (const char* id : ids.ids)
        if (id != nullptr) result.emplace_back(id);
    return result;
}

std::string with_file(const RevisionNode& node) {
    return node.id + " (" + node.file + ")";
}

// Partial ids, relative targets and labels are written with these characters (docs/commands.md).
bool is_well_formed(const std::string& id) {
    return !id.empty() && id.find_first_of("@-+: \t\n") == std::string::npos;
}

Result<std::vector<Operation>> record(void (*step)(Operations&), const char* direction) {
    Operations operations;
    step(operations);
    Recording recording = operations.take();
    if (recording.problems.empty()) return std::move(recording.operations);
    return failure(Error(ErrorKind::usage, recording.problems.front()).within(direction));
}

RevisionNode node_of(const RegisteredRevision& registered) {
    const Revision& revision = *registered.revision;
    RevisionNode node;
    node.id = registered.id;
    node.message = revision.message != nullptr ? revision.message : "";
    node.file = registered.file;
    node.parents = to_strings(revision.revises);
    node.depends_on = to_strings(revision.depends_on);
    node.branch_labels = to_strings(revision.branch_labels);
    node.definition = &revision;
    return node;
}

// What must be applied before `node`.
std::vector<std::string> requirements(const RevisionNode& node) {
    std::vector<std::string> ids = node.parents;
    ids.insert(ids.end(), node.depends_on.begin(), node.depends_on.end());
    return ids;
}

using Positions = std::unordered_map<std::string, std::size_t>;

Result<Positions> index_by_id(const std::vector<RevisionNode>& nodes) {
    Positions positions;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const RevisionNode& node = nodes[i];
        if (!is_well_formed(node.id))
            return failure(ErrorKind::usage, "revision id \"" + node.id + "\" in " + node.file +
                                                 " is empty or holds one of the characters @ - + :");
        const auto [known, is_new] = positions.emplace(node.id, i);
        if (!is_new)
            return failure(Error(ErrorKind::usage, "two revisions have the id " + node.id + ": " +
                                                       nodes[known->second].file + " and " + node.file)
                               .hint("give one of them another id, in the file's name and in REVISION(…)"));
    }
    for (const RevisionNode& node : nodes)
        for (const std::string& required : requirements(node))
            if (positions.count(required) == 0)
                return failure(Error(ErrorKind::usage,
                                     "revision " + with_file(node) + " revises " + required + ", which no file defines")
                                   .hint("add the missing file, or correct .revises"));
    return positions;
}

// Kahn's algorithm; of several candidates the one that came first in the list goes first.
Result<std::vector<RevisionNode>> sort_parents_first(std::vector<RevisionNode> nodes, const Positions& positions) {
    std::vector<std::size_t> waiting_for(nodes.size(), 0);
    std::vector<std::vector<std::size_t>> children(nodes.size());
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const std::vector<std::string> required = requirements(nodes[i]);
        waiting_for[i] = required.size();
        for (const std::string& id : required)
            children[positions.at(id)].push_back(i);
        if (required.empty()) ready.push(i);
    }
    std::vector<RevisionNode> sorted;
    sorted.reserve(nodes.size());
    while (!ready.empty()) {
        const std::size_t next = ready.top();
        ready.pop();
        for (const std::size_t child : children[next])
            if (--waiting_for[child] == 0) ready.push(child);
        sorted.push_back(std::move(nodes[next]));
    }
    if (sorted.size() == nodes.size()) return sorted;
    std::string members;
    for (std::size_t i = 0; i < nodes.size(); ++i)
        if (waiting_for[i] > 0) members += (members.empty() ? "" : ", ") + with_file(nodes[i]);
    return failure(ErrorKind::usage, "revisions revise each other in a cycle, or stand on one: " + members);
}

}  // namespace

Result<std::vector<Operation>> RevisionNode::upgrade_operations() const {
    if (definition->upgrade == nullptr) return std::vector<Operation>();
    return record(definition->upgrade, "upgrade");
}

Result<std::vector<Operation>> RevisionNode::downgrade_operations() const {
    if (definition->irreversible != nullptr)
        return failure(ErrorKind::usage, std::string("it is irreversible: ") + definition->irreversible);
    if (definition->downgrade != nullptr) return record(definition->downgrade, "downgrade");
    TRY(const auto upgrade, upgrade_operations());
    return invert(upgrade);
}

Result<Registry> Registry::create(const std::vector<RegisteredRevision>& revisions) {
    std::vector<RevisionNode> nodes;
    nodes.reserve(revisions.size());
    for (const RegisteredRevision& registered : revisions)
        nodes.push_back(node_of(registered));
    TRY(const Positions positions, index_by_id(nodes));
    TRY(std::vector<RevisionNode> sorted, sort_parents_first(std::move(nodes), positions));
    Registry registry;
    registry.revisions_ = std::move(sorted);
    for (std::size_t i = 0; i < registry.revisions_.size(); ++i)
        registry.position_.emplace(registry.revisions_[i].id, i);
    return registry;
}

const RevisionNode* Registry::find(std::string_view id) const {
    const auto found = position_.find(std::string(id));
    return found == position_.end() ? nullptr : &revisions_[found->second];
}

std::vector<const RevisionNode*> Registry::heads() const {
    std::set<std::string_view> revised;
    for (const RevisionNode& node : revisions_)
        revised.insert(node.parents.begin(), node.parents.end());
    std::vector<const RevisionNode*> heads;
    for (const RevisionNode& node : revisions_)
        if (revised.count(node.id) == 0) heads.push_back(&node);
    return heads;
}

bool Registry::is_ancestor_or_self(const RevisionNode& ancestor, const RevisionNode& node) const {
    std::vector<const RevisionNode*> to_visit = {&node};
    std::set<const RevisionNode*> seen;
    while (!to_visit.empty()) {
        const RevisionNode* current = to_visit.back();
        to_visit.pop_back();
        if (current == &ancestor) return true;
        if (!seen.insert(current).second) continue;
        for (const std::string& id : requirements(*current))
            to_visit.push_back(find(id));
    }
    return false;
}

Result<void> require_single_head(const Registry& registry) {
    const std::vector<const RevisionNode*> heads = registry.heads();
    if (heads.size() <= 1) return success();
    std::string list;
    for (const RevisionNode* head : heads)
        list += (list.empty() ? "" : " and ") + with_file(*head);
    return failure(Error(ErrorKind::usage, "the chain has " + std::to_string(heads.size()) + " heads: " + list)
                       .hint("let one revise the other, or add a revision whose .revises names them all"));
}

namespace {

Result<void> check_step(const RevisionNode& node) {
    if (node.message.empty()) return failure(ErrorKind::usage, "it has no message");
    TRYV(node.upgrade_operations());
    const Revision& revision = *node.definition;
    if (revision.irreversible == nullptr) TRYV(node.downgrade_operations());
    if (revision.compatibility != Compatibility::derived && revision.compatibility_reason == nullptr)
        return failure(ErrorKind::usage, "it sets .compatibility without a .compatibility_reason");
    return success();
}

}  // namespace

Result<void> check_steps(const Registry& registry) {
    for (const RevisionNode& node : registry.revisions()) {
        auto checked = check_step(node);
        if (!checked.has_value())
            return failure(std::move(checked).assume_error().within("revision " + with_file(node)));
    }
    return success();
}

}  // namespace migrator
