// What a developer has to decide before a generated step may run.
#pragma once

#include <string>
#include <vector>

#include "migrator/operation/operation.hpp"

namespace migrator::author {

/// For each operation the question that it raises: why it can lose data or break a running server, and what to do
/// instead. Empty for an operation that is safe where it stands; what concerns a table of the same step is safe.
std::vector<std::string> questions_about(const std::vector<Operation>& operations);

/// What undoing the operations loses, e.g. "the rows of battle_logs"; empty: nothing.
std::string losses_of_undoing(const std::vector<Operation>& operations);

}  // namespace migrator::author
