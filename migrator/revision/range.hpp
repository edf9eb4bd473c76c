// A part of the graph between two names, as `history -r START:END` shows it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "migrator/revision/target.hpp"

namespace migrator {

/// "a:b", "a:", ":b" as its two names, empty where open. Errors: usage: not exactly one colon.
Result<std::pair<std::string, std::string>> split_range(const std::string& text);

enum class LowerEnd { included, excluded };

/// What belongs to a range beside the way between its ends.
enum class RangeScope {
    descendants,  ///< only what stands on the lower end
    everything,   ///< also what else the upper end needs, down to the base
};

/// The revisions from `upper` down to `lower`, newest first. Steps in `upper` ("+2") count from `lower`, steps in
/// `lower` ("-2") from `upper`, and end where the graph ends. A lower end with a branch ("label@base") keeps to it.
/// Errors: usage: names; a lower end that is no ancestor of the upper one.
Result<RevisionList> revisions_between(const Registry& registry, const std::vector<std::string>& upper,
                                       const std::vector<std::string>& lower, LowerEnd end = LowerEnd::included,
                                       RangeScope scope = RangeScope::descendants);

}  // namespace migrator
