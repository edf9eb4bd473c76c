// Answers of a server that nobody asked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "migrator/postgres/result_set.hpp"

namespace migrator::fuzz {

/// A value of an answer; not set: NULL.
using Cell = std::optional<std::string>;

/// Requires: every row has `column_count` cells.
postgres::ResultSet answer_of(int column_count, const std::vector<std::vector<Cell>>& rows);

}  // namespace migrator::fuzz
