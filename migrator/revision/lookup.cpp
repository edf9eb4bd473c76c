// Names are looked up exactly first, then by their beginning.
#include "migrator/revision/lookup.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "migrator/support/try.hpp"

namespace migrator {

namespace {

constexpr std::size_t shortest_prefix = 4;

Error unknown(const Registry& registry, const std::string& name) {
    if (const RevisionNode* squash = registry.find_replacing(name))
        return Error(ErrorKind::usage, "revision " + name + " was replaced by " + with_file(*squash))
            .hint("name " + squash->id + "; the files of what it replaces are gone");
    return Error(ErrorKind::usage,
                 "no revision is called \"" + name + "\"" +
                     (name.size() < shortest_prefix ? "; the beginning of an id needs at least four characters" : ""))
        .hint("see `migrate history`");
}

RevisionList begin_with(const Registry& registry, const std::string& prefix) {
    RevisionList candidates;
    if (prefix.size() < shortest_prefix) return candidates;
    for (const RevisionNode& node : registry.revisions())
        if (node.id.starts_with(prefix) || (!node.replaces.empty() && node.replaces.back().id.starts_with(prefix)))
            candidates.push_back(&node);
    return candidates;
}

Result<const RevisionNode*> choose(const Registry& registry, const std::string& name, const RevisionList& candidates) {
    if (candidates.size() == 1) return candidates.front();
    if (candidates.empty()) return failure(unknown(registry, name));
    return failure(ErrorKind::usage, "\"" + name + "\" is the beginning of several revisions: " + list_ids(candidates));
}

// A squash stands where the last revision stands that it replaces.
const RevisionNode* find_by_squash(const Registry& registry, const std::string& name) {
    const RevisionNode* squash = registry.find_replacing(name);
    if (squash != nullptr) return squash->replaces.back().id == name ? squash : nullptr;
    for (const Shortcut& shortcut : registry.shortcuts())
        if (shortcut.node.id == name) return &registry.revisions()[shortcut.replaced.back()];
    return nullptr;
}

const RevisionNode* find_exactly(const Registry& registry, const std::string& name) {
    if (const RevisionNode* node = registry.find(name)) return node;
    if (const RevisionNode* labelled = registry.find_label(name)) return labelled;
    return find_by_squash(registry, name);
}

// The revision that stands for a branch: the one that has the label, or any by its id.
Result<const RevisionNode*> find_branch(const Registry& registry, const std::string& branch) {
    if (const RevisionNode* exact = find_exactly(registry, branch)) return exact;
    const RevisionList candidates = begin_with(registry, branch);
    if (candidates.size() == 1) return candidates.front();
    return failure(Error(ErrorKind::usage, "there is no branch \"" + branch + "\"")
                       .hint("a branch is named by its label or by a revision in it; see `migrate branches`"));
}

bool is_in(const Registry& registry, const RevisionNode& node, const RevisionList& branch, Lineage lineage) {
    return branch.empty() || std::any_of(branch.begin(), branch.end(), [&](const RevisionNode* member) {
               return registry.graph().share_lineage(node.position, member->position, lineage);
           });
}

Result<RevisionList> filter_by_branch(const Registry& registry, const RevisionList& nodes, const std::string& branch) {
    if (branch.empty()) return nodes;
    TRY(const RevisionNode* member, find_branch(registry, branch));
    RevisionList chosen;
    for (const RevisionNode* node : nodes)
        if (is_in(registry, *node, {member}, Lineage::parents)) chosen.push_back(node);
    return chosen;
}

// Heads that no other revision depends on either, unless a branch is named.
Result<RevisionList> heads_of(const Registry& registry, const std::string& branch) {
    if (!branch.empty()) return filter_by_branch(registry, registry.heads(), branch);
    RevisionList heads;
    for (const RevisionNode* head : registry.heads())
        if (registry.graph()[head->position].dependents.empty()) heads.push_back(head);
    return heads;
}

Error several_heads(const std::string& name, const RevisionList& heads) {
    const SeveralHeads words = words_about(heads);
    return Error(ErrorKind::usage, "several heads are present for \"" + name + "\": " + words.files)
        .hint("name one of them, BRANCH@head, or heads for all; or make them one: " + words.merge);
}

Result<RevisionList> the_head_of(const Registry& registry, const std::string& branch) {
    TRY(const RevisionList heads, filter_by_branch(registry, registry.heads(), branch));
    if (heads.size() <= 1) return heads;
    return failure(several_heads(branch.empty() ? "head" : branch + "@head", heads));
}

Result<RevisionList> walk_down_from_heads(const Registry& registry, const RevisionName& name) {
    TRY(const RevisionList heads, heads_of(registry, name.branch));
    RevisionList reached;
    for (const RevisionNode* head : heads) {
        TRY(const RevisionNode* node, walk(registry, head, *name.steps, "", name.text, Overwalk::stop_there));
        if (node != nullptr) reached.push_back(node);
    }
    return reached;
}

}  // namespace

Result<RevisionName> parse_name(const Registry& registry, const std::string& text) {
    RevisionName name;
    name.text = text;
    const std::size_t at = text.find('@');
    if (at == 0) return failure(ErrorKind::usage, "\"" + text + "\" names no branch before the @");
    if (at != std::string::npos) name.branch = text.substr(0, at);
    name.symbol = at == std::string::npos ? text : text.substr(at + 1);
    const std::size_t digits = name.symbol.find_last_not_of("0123456789");
    const bool has_steps = digits != std::string::npos && digits + 1 < name.symbol.size() &&
                           (name.symbol[digits] == '+' || name.symbol[digits] == '-');
    // A label may hold a hyphen before a number.
    if (!has_steps || find_exactly(registry, name.symbol) != nullptr) return name;
    long steps = 0;
    const char* const end = name.symbol.data() + name.symbol.size();
    if (std::from_chars(name.symbol.data() + digits + 1, end, steps).ec != std::errc())
        return failure(ErrorKind::usage, "\"" + text + "\" asks for more steps than there can be");
    name.steps = name.symbol[digits] == '-' ? -steps : steps;
    name.symbol.resize(digits);
    return name;
}

Result<const RevisionNode*> find_by_prefix(const Registry& registry, const std::string& name) {
    if (const RevisionNode* exact = registry.find(name)) return exact;
    if (const RevisionNode* squash = find_by_squash(registry, name)) return squash;
    return choose(registry, name, begin_with(registry, name));
}

Result<const RevisionNode*> find_in_branch(const Registry& registry, const std::string& branch,
                                           const std::string& symbol) {
    if (branch.empty()) {
        if (const RevisionNode* exact = find_exactly(registry, symbol)) return exact;
        return choose(registry, symbol, begin_with(registry, symbol));
    }
    TRY(const RevisionNode* member, find_branch(registry, branch));
    if (const RevisionNode* exact = find_exactly(registry, symbol)) {
        if (is_in(registry, *exact, {member}, Lineage::parents)) return exact;
        return failure(ErrorKind::usage, "revision " + exact->id + " is not a member of branch \"" + branch + "\"");
    }
    TRY(const RevisionList candidates, filter_by_branch(registry, begin_with(registry, symbol), branch));
    return choose(registry, symbol, candidates);
}

Result<RevisionList> find_revisions(const Registry& registry, const std::string& text) {
    TRY(const RevisionName name, parse_name(registry, text));
    if (name.steps && name.symbol.empty() && *name.steps < 0) return walk_down_from_heads(registry, name);
    if (name.steps) {
        const std::string symbol = name.symbol.empty() ? "base" : name.symbol;
        TRY(const RevisionNode* start,
            find_revision(registry, name.branch.empty() ? symbol : name.branch + "@" + symbol));
        TRY(const RevisionNode* reached, walk(registry, start, *name.steps, name.branch, name.text, Overwalk::refuse));
        return reached == nullptr ? RevisionList() : RevisionList{reached};
    }
    if (!name.branch.empty() && name.symbol == "base") {
        TRYV(find_branch(registry, name.branch));
        return RevisionList();
    }
    if (name.symbol == "base") return RevisionList();
    if (name.symbol == "heads") return heads_of(registry, name.branch);
    if (name.symbol == "head") return the_head_of(registry, name.branch);
    TRY(const RevisionNode* node, find_in_branch(registry, name.branch, name.symbol));
    return RevisionList{node};
}

Result<const RevisionNode*> find_revision(const Registry& registry, const std::string& name) {
    TRY(const RevisionList found, find_revisions(registry, name));
    if (found.size() > 1) return failure(several_heads(name, found));
    return found.empty() ? nullptr : found.front();
}

Result<RevisionList> filter_for_lineage(const Registry& registry, const RevisionList& nodes, const std::string& branch,
                                        Lineage lineage) {
    TRY(const RevisionName name, parse_name(registry, branch));
    TRY(RevisionList members, find_revisions(registry, branch));
    if (!name.branch.empty()) {
        TRY(const RevisionNode* labelled, find_branch(registry, name.branch));
        members.push_back(labelled);
    }
    RevisionList chosen;
    for (const RevisionNode* node : nodes)
        if (is_in(registry, *node, members, lineage)) chosen.push_back(node);
    return chosen;
}

std::string list_ids(const RevisionList& nodes) {
    std::string list;
    for (const RevisionNode* node : nodes)
        list += (list.empty() ? "" : ", ") + node->id;
    return list;
}

Result<void> require_no_overlap(const Registry& registry, const RevisionList& nodes) {
    for (const RevisionNode* node : nodes)
        for (const RevisionNode* other : nodes)
            if (node != other && registry.is_ancestor_or_self(*other, *node))
                return failure(Error(ErrorKind::usage, "requested revision " + node->id +
                                                           " overlaps with other requested revisions: it includes " +
                                                           other->id)
                                   .hint("name only " + node->id));
    return success();
}

namespace {

Error too_few(const std::string& text, long wanted, long available) {
    return Error(ErrorKind::usage, "relative revision " + text + " didn't produce " + std::to_string(wanted) +
                                       " migrations; only " + std::to_string(available) + " are there");
}

// What comes after `node` on the way; the base stands below every revision without parents.
Result<RevisionList> next_on_the_way(const Registry& registry, const RevisionNode* node, bool is_up,
                                     const std::string& branch) {
    const Graph& graph = registry.graph();
    if (!is_up) return registry.nodes_at(graph[node->position].parents);
    return filter_by_branch(
        registry, node == nullptr ? registry.bases() : registry.nodes_at(graph[node->position].children), branch);
}

}  // namespace

Result<const RevisionNode*> walk(const Registry& registry, const RevisionNode* start, long steps,
                                 const std::string& branch, const std::string& text, Overwalk overwalk) {
    const RevisionNode* node = start;
    const bool is_up = steps > 0;
    const long count = std::labs(steps);
    for (long done = 0; done < count; ++done) {
        const bool is_below_everything = !is_up && node == nullptr;
        RevisionList next;
        if (!is_below_everything) {
            TRY(next, next_on_the_way(registry, node, is_up, branch));
        }
        if (next.size() > 1)
            return failure(Error(ErrorKind::usage, "relative revision " + text +
                                                       " is ambiguous: " + (node == nullptr ? "the base" : node->id) +
                                                       " stands next to " + list_ids(next))
                               .hint("name the branch (BRANCH@+N), or the revision itself"));
        if (next.empty() && (is_up || is_below_everything)) {
            if (overwalk == Overwalk::stop_there) return node;
            return failure(too_few(text, count, done));
        }
        node = next.empty() ? nullptr : next.front();
    }
    return node;
}

}  // namespace migrator
