// What an operation outside a transaction needs beside its SQL: how to tell that it is done, or half done.
#pragma once

#include <optional>
#include <string>

#include "migrator/operation/operation.hpp"

namespace migrator {

/// Statements that are each sent alone.
struct OutsideSql {
    std::string sql = {};
    /// A query whose single value is true when the work is done.
    std::string done = {};
    /// A query whose single value is true when half of the work was left behind.
    std::string half_done = {};
    /// Removes that half.
    std::string cleanup = {};
    /// Whether work that somebody else has done already is taken as it is. A new index is not: it may be another one.
    bool accepts_done_work = false;
};

/// Not set for a backfill, which is done range by range, and for what runs inside a transaction.
std::optional<OutsideSql> render_outside(const Operation& operation);

}  // namespace migrator
