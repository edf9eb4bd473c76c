// Alembic's conditions for `revision` and `merge`.
#include "migrator/revision/placement.hpp"

#include <algorithm>

#include "migrator/support/try.hpp"

namespace migrator {

namespace {

Result<RevisionList> find_parents(const Registry& registry, const PlacementRequest& request) {
    RevisionList parents;
    for (const std::string& name : request.heads) {
        if (name == "head") TRYV(require_single_head(registry));
        TRY(const RevisionList found, find_revisions(registry, name));
        for (const RevisionNode* node : found)
            if (std::find(parents.begin(), parents.end(), node) == parents.end()) parents.push_back(node);
    }
    return parents;
}

Result<void> require_heads(const Registry& registry, const RevisionList& parents, Splice splice) {
    if (splice == Splice::allow) return success();
    for (const RevisionNode* parent : parents)
        if (!registry.graph()[parent->position].children.empty())
            return failure(Error(ErrorKind::usage, "revision " + parent->id + " is not a head revision")
                               .hint("specify --splice to create a new branch from this revision"));
    return success();
}

Result<std::string> find_dependency(const Registry& registry, const std::string& name) {
    if (registry.find_label(name) != nullptr) return name;
    auto found = find_by_prefix(registry, name);
    if (!found.has_value())
        return failure(std::move(found).assume_error().within("cannot locate the revision to depend on"));
    return found.assume_value()->history_id();
}

Result<void> require_free_label(const Registry& registry, const std::string& label) {
    if (label.empty() || label.find_first_of("@+: \t\n\"\\") != std::string::npos || label == "head" ||
        label == "heads" || label == "base" || label == "current")
        return failure(ErrorKind::usage, "\"" + label + "\" cannot be a branch label");
    const RevisionNode* taken = registry.find_label(label);
    if (taken == nullptr) taken = registry.find(label);
    if (taken == nullptr) return success();
    return failure(ErrorKind::usage, "the branch label " + label + " is taken by " + with_file(*taken));
}

Result<Placement> place(const Registry& registry, const PlacementRequest& request, const RevisionList& parents) {
    TRYV(require_heads(registry, parents, request.splice));
    TRYV(require_no_overlap(registry, parents));
    Placement placement;
    for (const RevisionNode* parent : parents)
        placement.parents.push_back(parent->history_id());
    for (const std::string& name : request.depends_on) {
        TRY(std::string dependency, find_dependency(registry, name));
        placement.depends_on.push_back(std::move(dependency));
    }
    for (const std::string& label : request.branch_labels)
        TRYV(require_free_label(registry, label));
    placement.branch_labels = request.branch_labels;
    constexpr auto most = static_cast<std::size_t>(Ids::capacity);
    if (std::max({placement.parents.size(), placement.depends_on.size(), placement.branch_labels.size()}) > most)
        return failure(ErrorKind::usage, "a revision has at most " + std::to_string(most) +
                                             " parents, dependencies and labels each; merge in two steps");
    return placement;
}

}  // namespace

Result<Placement> place_revision(const Registry& registry, const PlacementRequest& request) {
    TRY(const RevisionList parents, find_parents(registry, request));
    return place(registry, request, parents);
}

Result<Placement> place_merge(const Registry& registry, const PlacementRequest& request) {
    TRY(const RevisionList parents, find_parents(registry, request));
    if (parents.size() < 2)
        return failure(Error(ErrorKind::usage,
                             "a merge needs at least two revisions; " +
                                 (parents.empty() ? std::string("none is") : "only " + list_ids(parents) + " is") +
                                 " named")
                           .hint("see `migrate heads`"));
    return place(registry, request, parents);
}

Result<void> require_usable_id(const std::string& id) {
    std::string wrong;
    for (const char c : {'-', '@', '+', ':'})
        if (id.find(c) != std::string::npos)
            wrong += (wrong.empty() ? std::string() : std::string(", ")) + "'" + c + "'";
    if (wrong.empty()) return success();
    return failure(ErrorKind::usage, "character(s) " + wrong + " not allowed in revision identifier '" + id + "'");
}

}  // namespace migrator
