// What a squash says of the revisions that it replaces: enough to write and to check their rows in the history when
// their files are gone.
#pragma once

#include <string>
#include <vector>

#include "migrator/support/result.hpp"

namespace migrator {

/// A line of Revision::replaces: `ID additive|breaking CHECKSUM [PARENT…]`.
struct ReplacedRevision {
    std::string id = {};
    bool breaking = false;
    std::string checksum = {};
    std::vector<std::string> parents = {};

    bool operator==(const ReplacedRevision&) const = default;
};

/// Parents before children; the last one is where the squash ends. Errors: usage, naming the line.
Result<std::vector<ReplacedRevision>> parse_replaced(const std::string& lines);
/// Without a line end.
std::string line_of(const ReplacedRevision& replaced);

}  // namespace migrator
