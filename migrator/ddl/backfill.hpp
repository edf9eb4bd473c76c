// The SQL of a backfill that goes batch by batch.
#pragma once

#include <string>

#include "migrator/operation/operation.hpp"

namespace migrator {

/// The row that keeps the place reached, in a column `progress` of type jsonb.
struct BackfillRow {
    std::string table = {};      ///< SQL of its name
    std::string condition = {};  ///< SQL that finds it while the step runs
    std::string own_pid = {};    ///< SQL of a value for its column backend_pid; NULL when the statement must fail
    long long operation = 0;     ///< a place kept for another operation does not count
};

// Both statements return: finished, rows done, rows in all, then for each key column the last value that will be done,
// then for each key column the last one that is done (NULL before the first batch).

/// Finds the place of an earlier run, or sets the last key of now as the end.
std::string begin_backfill(const Backfill& backfill, const BackfillRow& row);

/// Does the next rows and moves the place, in one statement. Parameters: how many rows, the end, and the place if there
/// is one.
std::string backfill_batch(const Backfill& backfill, const BackfillRow& row, bool has_place);

}  // namespace migrator
