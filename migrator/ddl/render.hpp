// Operation -> SQL. The one place where DDL text is made.
#pragma once

#include <string>
#include <vector>

#include "migrator/operation/operation.hpp"

namespace migrator {

/// The SQL of one operation: single statements without a final semicolon, in order. An Execute gives its text as it
/// is, which may hold several statements. A RunFunction gives nothing: it has no SQL.
std::vector<std::string> render(const Operation& operation);

}  // namespace migrator
