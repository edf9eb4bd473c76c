// An operation as the C++ statement that records it.
#pragma once

#include <string>
#include <vector>

#include "migrator/operation/operation.hpp"

namespace migrator::author {

/// `op.rename_column("character_stats", "energy", "mp");`: recording it gives an equal operation, together with what it
/// keeps for the way back, but for labels that are added to an enum. Seldom more than one statement. A C++ step has no
/// source any more; for it the statement is a stop that names it.
std::vector<std::string> statements_of(const Operation& operation);

/// Whether the statements keep all that undoing the operation takes.
bool keeps_way_back(const Operation& operation);

}  // namespace migrator::author
