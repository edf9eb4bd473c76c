// Which operations run inside the transaction of their step, and which cannot.
#pragma once

#include <string>
#include <vector>

#include "migrator/operation/operation.hpp"

namespace migrator {

/// Whether PostgreSQL, or its purpose, keeps the operation out of a transaction: what it did stays when a later one
/// fails.
bool runs_outside_transaction(const Operation& operation);

/// Whether a step of these operations runs outside a transaction. It is resumed where a crash has left it.
bool runs_outside_transaction(const std::vector<Operation>& operations);

/// Why the operations cannot be one step; empty when they can. What is committed on the way could not be taken back
/// with the rest.
std::string problem_of_mixture(const std::vector<Operation>& operations);

}  // namespace migrator
