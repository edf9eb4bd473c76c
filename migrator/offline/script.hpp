// The script of an offline command: SQL that psql runs in one go, and that leaves what the runner would leave.
#pragma once

#include <string>

#include "migrator/offline/range.hpp"
#include "migrator/postgres/pin.hpp"

namespace migrator {

struct ScriptOptions {
    HistoryTable history = {};
    postgres::SessionSettings session = {};
    std::string application = "migrator";
    std::string application_version = {};
    /// As the runner does it, one a step; or all steps together.
    enum class Transactions { each_step, one };
    Transactions transactions = Transactions::each_step;
    /// A step is left out where the database has it already, so the script runs at any revision from the start to the
    /// end of its range.
    bool idempotent = false;
};

/// The steps with their history rows. The script takes the migration lock, pins the session as the runner does, and
/// stops before the first change when the database does not stand where the script starts.
/// Errors: usage, naming the revision, when a step runs a C++ function that offers no SQL.
Result<std::string> write_offline_script(const OfflinePlan& plan, const ScriptOptions& options);

/// History rows only, in one transaction.
std::string write_offline_stamp(const OfflineStamp& stamp, const ScriptOptions& options);

}  // namespace migrator
