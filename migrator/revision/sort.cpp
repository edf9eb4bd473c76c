// Ids, labels, parents and dependencies: what does not fit together is found here.
#include "migrator/revision/sort.hpp"

#include <algorithm>
#include <queue>

#include "migrator/revision/squashes.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

std::vector<std::string> to_strings(const Ids& ids) {
    std::vector<std::string> result;
    for (const char* id : ids.ids)
        if (id != nullptr) result.emplace_back(id);
    return result;
}

Result<RevisionNode> node_of(const RegisteredRevision& registered) {
    const Revision& revision = *registered.revision;
    RevisionNode node;
    node.id = registered.id;
    node.message = revision.message != nullptr ? revision.message : "";
    node.file = registered.file;
    node.parents = to_strings(revision.revises);
    node.depends_on = to_strings(revision.depends_on);
    node.branch_labels = to_strings(revision.branch_labels);
    node.definition = &revision;
    if (revision.replaces == nullptr) return node;
    auto replaced = parse_replaced(revision.replaces);
    if (!replaced.has_value()) return failure(std::move(replaced).assume_error().within("revision " + with_file(node)));
    node.replaces = std::move(replaced).assume_value();
    return node;
}

bool is_reserved(const std::string& name) {
    return name == "head" || name == "heads" || name == "base" || name == "current";
}

// Partial ids, relative targets and labels are written with these characters (docs/commands.md).
Result<void> require_well_formed(const char* what, const std::string& name, const RevisionNode& node,
                                 const char* forbidden) {
    const std::string whose = std::string(what) + " \"" + name + "\" in " + node.file;
    if (name.empty() || name.find_first_of(forbidden) != std::string::npos)
        return failure(ErrorKind::usage, whose + " is empty or holds one of the characters @ - + :");
    if (is_reserved(name)) return failure(ErrorKind::usage, whose + " is a word of the commands; choose another");
    return success();
}

// What the names in the files stand for.
struct Names {
    std::unordered_map<std::string, std::size_t> ids = {};
    std::unordered_map<std::string, std::size_t> labels = {};
    std::unordered_map<std::string, std::size_t> replaced = {};  ///< the squash that stands for each
};

Result<void> index_replaced(const std::vector<RevisionNode>& nodes, Names& names) {
    for (std::size_t i = 0; i < nodes.size(); ++i)
        for (const ReplacedRevision& replaced : nodes[i].replaces) {
            const auto [known, is_new] = names.replaced.emplace(replaced.id, i);
            if (!is_new)
                return failure(ErrorKind::usage, "revision " + replaced.id + " is replaced twice: by " +
                                                     with_file(nodes[known->second]) + " and by " +
                                                     with_file(nodes[i]));
        }
    return success();
}

Result<Names> index_names(const std::vector<RevisionNode>& nodes) {
    Names names;
    names.ids.reserve(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        TRYV(require_well_formed("revision id", nodes[i].id, nodes[i], "@-+: \t\n"));
        const auto [known, is_new] = names.ids.emplace(nodes[i].id, i);
        if (!is_new)
            return failure(Error(ErrorKind::usage, "two revisions have the id " + nodes[i].id + ": " +
                                                       nodes[known->second].file + " and " + nodes[i].file)
                               .hint("give one of them another id, in the file's name and in REVISION(…)"));
    }
    TRYV(index_replaced(nodes, names));
    for (std::size_t i = 0; i < nodes.size(); ++i)
        for (const std::string& label : nodes[i].branch_labels) {
            TRYV(require_well_formed("branch label", label, nodes[i], "@+: \t\n"));
            const auto id = names.ids.find(label);
            const auto [known, is_new] = names.labels.emplace(label, i);
            if (id != names.ids.end() || !is_new)
                return failure(
                    Error(ErrorKind::usage, "the branch label " + label + " of revision " + with_file(nodes[i]) +
                                                " already names revision " +
                                                with_file(nodes[id != names.ids.end() ? id->second : known->second]))
                        .hint("a label is given once, by the revision where the branch begins"));
        }
    return names;
}

Result<std::size_t> find_dependency(const Names& names, const RevisionNode& node, const std::string& name) {
    const auto id = names.ids.find(name);
    if (id != names.ids.end()) return id->second;
    const auto label = names.labels.find(name);
    if (label != names.labels.end()) return label->second;
    const auto squash = names.replaced.find(name);
    if (squash != names.replaced.end()) return squash->second;
    return failure(Error(ErrorKind::usage, "revision " + with_file(node) + " depends on " + name +
                                               ", which is neither the id nor the label of a revision")
                       .hint("add the missing file, or correct .depends_on"));
}

// What revised the last one of a range revises the squash of it.
Result<std::size_t> find_parent(const std::vector<RevisionNode>& nodes, const Names& names, const RevisionNode& node,
                                const std::string& parent) {
    const auto found = names.ids.find(parent);
    if (found != names.ids.end()) return found->second;
    const auto squash = names.replaced.find(parent);
    if (squash == names.replaced.end())
        return failure(
            Error(ErrorKind::usage, "revision " + with_file(node) + " revises " + parent + ", which no file defines")
                .hint("add the missing file, or correct .revises"));
    const std::string& last = nodes[squash->second].replaces.back().id;
    if (parent == last) return squash->second;
    return failure(Error(ErrorKind::usage, "revision " + with_file(node) + " revises " + parent +
                                               ", in the middle of " + "what " + with_file(nodes[squash->second]) +
                                               " replaces")
                       .hint("bring the files of the replaced revisions back, or let it revise " + last));
}

Result<std::vector<RevisionEdges>> resolve_names(const std::vector<RevisionNode>& nodes, const Names& names) {
    std::vector<RevisionEdges> edges(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        for (const std::string& parent : nodes[i].parents) {
            TRY(const std::size_t found, find_parent(nodes, names, nodes[i], parent));
            edges[i].parents.push_back(found);
            if (found == i) return failure(ErrorKind::usage, "revision " + with_file(nodes[i]) + " revises itself");
        }
        for (const std::string& name : nodes[i].depends_on) {
            TRY(const std::size_t dependency, find_dependency(names, nodes[i], name));
            edges[i].dependencies.push_back(dependency);
            if (dependency == i)
                return failure(ErrorKind::usage, "revision " + with_file(nodes[i]) + " depends on itself");
        }
    }
    return edges;
}

std::vector<std::size_t> needs(const RevisionEdges& edges) {
    std::vector<std::size_t> all = edges.parents;
    all.insert(all.end(), edges.dependencies.begin(), edges.dependencies.end());
    return all;
}

// Kahn's algorithm; of several candidates the one that came first in the list goes first. What stands on a cycle is
// left out.
std::vector<std::size_t> order_parents_first(const std::vector<RevisionEdges>& edges) {
    std::vector<std::size_t> waiting_for(edges.size(), 0);
    std::vector<std::vector<std::size_t>> above(edges.size());
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
    for (std::size_t i = 0; i < edges.size(); ++i) {
        for (const std::size_t needed : needs(edges[i])) {
            ++waiting_for[i];
            above[needed].push_back(i);
        }
        if (waiting_for[i] == 0) ready.push(i);
    }
    std::vector<std::size_t> order;
    order.reserve(edges.size());
    while (!ready.empty()) {
        const std::size_t next = ready.top();
        ready.pop();
        order.push_back(next);
        for (const std::size_t child : above[next])
            if (--waiting_for[child] == 0) ready.push(child);
    }
    return order;
}

// Requires: at least one revision is missing in `order`. Going down from it, among the missing ones, must come round.
Error describe_cycle(const std::vector<RevisionNode>& nodes, const std::vector<RevisionEdges>& edges,
                     const std::vector<std::size_t>& order) {
    std::vector<bool> is_missing(nodes.size(), true);
    for (const std::size_t position : order)
        is_missing[position] = false;
    std::vector<std::size_t> way = {
        static_cast<std::size_t>(std::find(is_missing.begin(), is_missing.end(), true) - is_missing.begin())};
    std::vector<std::size_t> cycle;
    while (cycle.empty()) {
        const std::vector<std::size_t> below = needs(edges[way.back()]);
        const std::size_t next =
            *std::find_if(below.begin(), below.end(), [&](std::size_t i) { return is_missing[i]; });
        const auto seen = std::find(way.begin(), way.end(), next);
        cycle.assign(seen, way.end());
        way.push_back(next);
    }
    bool through_dependency = false;
    for (std::size_t i = 0; i < cycle.size(); ++i) {
        const auto& parents = edges[cycle[i]].parents;
        const std::size_t next = cycle[(i + 1) % cycle.size()];
        through_dependency = through_dependency || std::find(parents.begin(), parents.end(), next) == parents.end();
    }
    std::sort(cycle.begin(), cycle.end());
    std::string members;
    for (const std::size_t member : cycle)
        members += (members.empty() ? "" : ", ") + with_file(nodes[member]);
    return Error(ErrorKind::usage, std::string("revisions ") + (through_dependency ? "depend on" : "revise") +
                                       " each other in a cycle: " + members);
}

// The same edges for the same revisions at their new places.
SortedRevisions rearrange(std::vector<RevisionNode> nodes, const std::vector<RevisionEdges>& edges,
                          const std::vector<std::size_t>& order) {
    std::vector<std::size_t> new_place(nodes.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        new_place[order[i]] = i;
    SortedRevisions sorted;
    sorted.nodes.reserve(nodes.size());
    sorted.edges.resize(nodes.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        sorted.nodes.push_back(std::move(nodes[order[i]]));
        sorted.nodes.back().position = i;
        for (const std::size_t parent : edges[order[i]].parents)
            sorted.edges[i].parents.push_back(new_place[parent]);
        for (const std::size_t dependency : edges[order[i]].dependencies)
            sorted.edges[i].dependencies.push_back(new_place[dependency]);
    }
    return sorted;
}

}  // namespace

Result<SortedRevisions> sort_revisions(const std::vector<RegisteredRevision>& revisions) {
    std::vector<RevisionNode> nodes;
    nodes.reserve(revisions.size());
    for (const RegisteredRevision& registered : revisions) {
        TRY(RevisionNode node, node_of(registered));
        nodes.push_back(std::move(node));
    }
    TRY(std::vector<RevisionNode> beside, take_shortcuts_out(nodes));
    TRY(const Names names, index_names(nodes));
    TRY(const std::vector<RevisionEdges> edges, resolve_names(nodes, names));
    const std::vector<std::size_t> order = order_parents_first(edges);
    if (order.size() < nodes.size()) return failure(describe_cycle(nodes, edges, order));
    SortedRevisions sorted = rearrange(std::move(nodes), edges, order);
    TRY(sorted.shortcuts, place_shortcuts(std::move(beside), sorted.nodes));
    return sorted;
}

}  // namespace migrator
