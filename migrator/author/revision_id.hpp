// Ids of new revisions.
#pragma once

#include <functional>
#include <string>

#include "migrator/revision/registry.hpp"

namespace migrator::author {

/// Twelve random hexadecimal digits that no registered revision has.
std::string new_revision_id(const Registry& registry);
/// The first id that `draw` gives and no registered revision has, nor one that a squash replaces.
std::string new_revision_id(const Registry& registry, const std::function<std::string()>& draw);

/// Checks an id that a developer chose: it becomes part of a C++ name and of the file's name.
/// Errors: usage: malformed, or taken (with the file that has it).
Result<void> check_revision_id(const std::string& id, const Registry& registry);

}  // namespace migrator::author
