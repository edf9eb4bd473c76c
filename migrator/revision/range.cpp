// Both ends of a range are looked up before what lies between.
#include "migrator/revision/range.hpp"

#include <algorithm>

#include "migrator/support/try.hpp"

namespace migrator {

namespace {

std::string names_of(const RevisionList& nodes) {
    return nodes.empty() ? "base" : list_ids(nodes);
}

void add_unique(RevisionList& all, const RevisionList& more) {
    for (const RevisionNode* node : more)
        if (std::find(all.begin(), all.end(), node) == all.end()) all.push_back(node);
}

bool counts_from_other_end(const RevisionName& name) {
    return name.steps && name.symbol.empty();
}

// "+2" above `lower`.
Result<RevisionList> find_upper(const Registry& registry, const std::string& text, const RevisionList& lower) {
    TRY(const RevisionName name, parse_name(registry, text));
    if (!counts_from_other_end(name) || *name.steps < 0) return find_revisions(registry, text);
    if (lower.size() > 1)
        return failure(ErrorKind::usage, text + " is ambiguous: it counts from several revisions: " + names_of(lower));
    TRY(const RevisionNode* node,
        walk(registry, lower.empty() ? nullptr : lower.front(), *name.steps, name.branch, text, Overwalk::stop_there));
    return node == nullptr ? RevisionList() : RevisionList{node};
}

// "-2" below `upper`.
Result<RevisionList> find_lower(const Registry& registry, const RevisionName& name, const RevisionList& upper) {
    if (!counts_from_other_end(name) || *name.steps > 0) return find_revisions(registry, name.text);
    RevisionList starts = upper;
    if (!name.branch.empty()) {
        TRY(starts, filter_for_lineage(registry, upper, name.branch));
    }
    RevisionList lower;
    for (const RevisionNode* start : starts) {
        TRY(const RevisionNode* node, walk(registry, start, *name.steps, "", name.text, Overwalk::stop_there));
        if (node != nullptr) add_unique(lower, {node});
    }
    return lower;
}

struct Ends {
    RevisionList upper = {};
    RevisionList lower = {};
};

// Whichever end counts from the other one is looked up after it.
Result<Ends> find_ends(const Registry& registry, const std::vector<std::string>& upper,
                       const std::vector<std::string>& lower) {
    Ends ends;
    std::vector<RevisionName> lower_names;
    for (const std::string& text : lower) {
        TRY(RevisionName name, parse_name(registry, text));
        if (!counts_from_other_end(name) || *name.steps > 0) {
            TRY(const RevisionList found, find_revisions(registry, text));
            add_unique(ends.lower, found);
        }
        lower_names.push_back(std::move(name));
    }
    for (const std::string& text : upper) {
        TRY(const RevisionList found, find_upper(registry, text, ends.lower));
        add_unique(ends.upper, found);
    }
    for (const RevisionName& name : lower_names) {
        TRY(const RevisionList found, find_lower(registry, name, ends.upper));
        add_unique(ends.lower, found);
        if (!name.branch.empty()) {
            TRY(ends.upper, filter_for_lineage(registry, ends.upper, name.branch));
        }
    }
    return ends;
}

}  // namespace

Result<std::pair<std::string, std::string>> split_range(const std::string& text) {
    const std::size_t colon = text.find(':');
    if (colon != std::string::npos && text.find(':', colon + 1) == std::string::npos)
        return std::make_pair(text.substr(0, colon), text.substr(colon + 1));
    return failure(ErrorKind::usage, "\"" + text + "\" is no range; write START:END, START: or :END");
}

Result<RevisionList> revisions_between(const Registry& registry, const std::vector<std::string>& upper,
                                       const std::vector<std::string>& lower, LowerEnd end, RangeScope scope) {
    const Graph& graph = registry.graph();
    TRY(const Ends ends, find_ends(registry, upper, lower));
    TRYV(require_no_overlap(registry, ends.upper));
    const std::vector<std::size_t> bottom = Registry::positions_of(ends.lower);
    RevisionSet between = graph.ancestors(Registry::positions_of(ends.upper), Lineage::parents_and_dependencies);
    if (scope == RangeScope::descendants)
        for (const RevisionNode* node : ends.lower)
            if (!between.contains(node->position))
                return failure(ErrorKind::usage, "revision " + names_of(ends.lower) +
                                                     " is not an ancestor of revision " + names_of(ends.upper));
    between -= graph.ancestors(bottom, Lineage::parents_and_dependencies);
    if (end == LowerEnd::included) between |= graph.set_of(bottom);
    if (scope == RangeScope::descendants && !bottom.empty()) between &= graph.descendants(bottom, Lineage::parents);
    return registry.nodes_at(graph.newest_first(between));
}

}  // namespace migrator
