// From another tool's versions to our revisions.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "migrator/revision/registry.hpp"

namespace migrator {

/// The other tool's version -> the id of the revision that makes the same, or "base".
using RevisionMap = std::map<std::string, std::string>;

/// Reads a map file: a line a version, `VERSION REVISION`; `#` begins a comment.
/// Errors: usage, naming the line; a file that cannot be read.
Result<RevisionMap> read_revision_map(const std::filesystem::path& file);
Result<RevisionMap> parse_revision_map(const std::string& text);

/// Everything that is applied when the database stands at `versions`, parents first. A version that the map does not
/// hold stands for the revision of the same id.
/// Errors: usage, naming a version without a revision.
Result<std::vector<const RevisionNode*>> applied_at(const std::vector<std::string>& versions, const RevisionMap& map,
                                                    const Registry& registry);

}  // namespace migrator
