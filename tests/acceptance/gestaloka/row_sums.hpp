// A fingerprint of all rows, fine enough to name the column in which one value changed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "migrator/postgres/session.hpp"

namespace gestaloka::acceptance {

struct TableSums {
    std::string rows;                            ///< how many
    std::map<std::string, std::string> columns;  ///< column -> sum over the hashes of "key=value"
};

using RowSums = std::map<std::string, TableSums>;

/// The sums of every table of the schema `public`.
RowSums read_row_sums(migrator::postgres::Session& session);

/// What became of the rows and values of `former`: one line a table that is gone or has another number of rows, and a
/// column that is gone or has other values. New tables and columns are no difference.
std::vector<std::string> losses(const RowSums& former, const RowSums& present);

}  // namespace gestaloka::acceptance
