// The verbs: bring a database to a revision, check it, read it. Each is one run with one connection.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "migrator/revision/registry.hpp"
#include "migrator/run/apply.hpp"

namespace migrator {

/// How a run reaches its database and how long it may wait.
struct RunOptions {
    /// libpq URI or keyword string; several hosts allowed.
    std::string database = {};
    /// Where to migrate when `database` leads through a pooler that changes servers between transactions. Empty: each
    /// step takes the lock for its transaction there, and steps outside one are refused.
    std::string direct_database = {};
    HistoryTable history = {};
    postgres::SessionSettings session = {};
    /// Until the first connection stands, and again after a connection was lost.
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(15);
    /// For the migration lock, and for each step whose table locks are held by others.
    std::chrono::milliseconds lock_timeout = std::chrono::minutes(5);
    /// Silence of the network after which the connection counts as lost; connecting again has its own time.
    std::chrono::milliseconds network_timeout = std::chrono::seconds(15);
    BackfillSettings backfill = {};
    std::string application = "migrator";
    std::string application_version = {};
    /// Called once under the migration lock, before the first change of a run that has something to change; an error
    /// ends the run. May be empty.
    std::function<Result<void>()> before_first_change = {};
    /// Ends every wait; may be null. Must outlive the run.
    const Interrupt* interrupt = nullptr;
};

/// What a run found and did. Returned also beside an error, as far as it got.
struct RunReport {
    std::vector<AppliedStep> steps = {};
    /// Applied revisions that this binary does not know, all additive.
    std::vector<std::string> ahead = {};
    /// How many revisions the history holds in the end.
    std::size_t applied_count = 0;
    std::string database = {};
    std::string role = {};
    postgres::Session::Traffic traffic = {};
};

/// Upgrades to `target` ("head", an id, "+N"). With nothing to do: no lock, no write, two statements.
/// Steps that were committed stay when a later one fails; `report` tells which.
/// Errors: all kinds; see docs/exit_codes.md.
Result<void> upgrade(const RunOptions& options, const Registry& registry, const std::string& target, Observer& observer,
                     RunReport& report);

/// Reverts down to `target` ("base", an id that stays, "-N"). Errors: as upgrade.
Result<void> downgrade(const RunOptions& options, const Registry& registry, const std::string& target,
                       Observer& observer, RunReport& report);

/// Changes nothing. Errors: pending, naming what is left to apply; torn, diverged, ahead, unavailable.
Result<void> check(const RunOptions& options, const Registry& registry, Observer& observer, RunReport& report);

/// Reads the history without a lock; a database without one gives an empty history.
Result<History> inspect(const RunOptions& options, Observer& observer);

}  // namespace migrator
