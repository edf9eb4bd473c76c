// What the steps of a range do that comparing catalogs cannot see.
#pragma once

#include <string>
#include <vector>

#include "migrator/catalog/rename_hints.hpp"
#include "migrator/revision/registry.hpp"

namespace migrator::author {

struct RangeContents {
    RenameHints renames = {};                  ///< from the names before the range to those after it
    std::vector<std::string> functions = {};   ///< "revision …: run "…"": C++
    std::vector<std::string> data_steps = {};  ///< the same, with raw SQL and inserted rows
};

/// Requires: parents before children. Errors: as RevisionNode::upgrade_operations.
Result<RangeContents> read_range(const RevisionList& revisions);

/// One a line.
std::string join_lines(const std::vector<std::string>& lines);

}  // namespace migrator::author
