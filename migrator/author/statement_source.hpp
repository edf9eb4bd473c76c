// An operation as the C++ statement that records it.
#pragma once

#include <string>

#include "migrator/operation/operation.hpp"

namespace migrator::author {

/// `op.rename_column("character_stats", "energy", "mp");`: recording it gives an equal operation, together with what it
/// keeps for the way back. A C++ step has no source any more; for it the statement is a stop that names it.
std::string statement_of(const Operation& operation);

}  // namespace migrator::author
