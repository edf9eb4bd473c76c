// What a step means, as a hash: reformatting its source does not change it, another operation does.
#pragma once

#include <string>
#include <vector>

#include "migrator/operation/operation.hpp"

namespace migrator {

/// BLAKE2b-256 over the canonical form of the operations, 64 hexadecimal digits. Written into the history, so the form
/// never changes: a new field is left out while it has its default value.
std::string checksum(const std::vector<Operation>& operations);

/// The canonical form that is hashed: each operation as `name{field=value;…}`, texts with their length before them.
std::string canonical_text(const std::vector<Operation>& operations);

/// The name of an operation in JSON and in the canonical form, e.g. "add_column".
const char* operation_name(const Operation& operation);

}  // namespace migrator
