// What a revision is called: ids, beginnings of ids, branch labels, `head`, `heads`, `base`, each perhaps in a branch.
#pragma once

#include <optional>
#include <string>

#include "migrator/revision/registry.hpp"

namespace migrator {

/// A name as a user writes it: `[BRANCH@][SYMBOL][+N|-N]`.
struct RevisionName {
    std::string text = {};                     ///< as written
    std::string branch = {};                   ///< before the @; empty: none
    std::string symbol = {};                   ///< without branch and steps; empty: the current state
    std::optional<long> steps = std::nullopt;  ///< +N or -N
};

/// Takes a name apart; whether it exists is not looked at. Errors: usage: nothing before the @, more steps than can be.
Result<RevisionName> parse_name(const Registry& registry, const std::string& text);

/// The revision that a full id, or a unique prefix of at least four characters, names.
/// Errors: usage: unknown, ambiguous (with the candidates), too short.
Result<const RevisionNode*> find_by_prefix(const Registry& registry, const std::string& name);

/// As find_by_prefix, also by a branch label. `branch` (a label or id; empty: any) must contain it, and is enough to
/// tell one of several candidates. Errors: usage: also no such branch, not a member of it.
Result<const RevisionNode*> find_in_branch(const Registry& registry, const std::string& branch,
                                           const std::string& symbol);

/// All that `name` stands for: several for "heads", none for "base". A name with steps and without a symbol
/// ("label@-2") counts down from the heads of its branch. Errors: usage: also several heads where one is asked for.
Result<RevisionList> find_revisions(const Registry& registry, const std::string& name);

/// The one revision that `name` stands for; null for "base". Errors: as find_revisions; usage: several.
Result<const RevisionNode*> find_revision(const Registry& registry, const std::string& name);

/// Those of `nodes` that lie in `branch` (a label, an id, or BRANCH@SYMBOL): its revision's ancestors, itself and its
/// descendants. Errors: usage: no such branch.
Result<RevisionList> filter_for_lineage(const Registry& registry, const RevisionList& nodes, const std::string& branch,
                                        Lineage lineage = Lineage::parents);

/// "a, b".
std::string list_ids(const RevisionList& nodes);

/// Errors: usage, when one of `nodes` includes another one.
Result<void> require_no_overlap(const Registry& registry, const RevisionList& nodes);

/// Goes up (+) or down (-) from `start`; null is the base. Past the end of the graph: too_far says what then.
enum class Overwalk { refuse, stop_there };
/// Errors: usage: ambiguous (a branch point or a merge on the way), too few revisions for that many steps.
Result<const RevisionNode*> walk(const Registry& registry, const RevisionNode* start, long steps,
                                 const std::string& branch, const std::string& text, Overwalk overwalk);

}  // namespace migrator
