// Runs one planned step in its own transaction, together with its history row. Takes no decisions.
#pragma once

#include "migrator/run/observer.hpp"
#include "migrator/run/step_script.hpp"

namespace migrator {

/// How much of the database a backfill takes for itself.
struct BackfillSettings {
    /// The number of rows of a batch is fitted to this.
    std::chrono::milliseconds batch_time = std::chrono::milliseconds(100);
    /// Between two batches.
    std::chrono::milliseconds pause = std::chrono::milliseconds(0);
    /// For all backfills of a run; then the run ends and the next one goes on. Zero: no limit.
    std::chrono::milliseconds time_limit = std::chrono::milliseconds(0);
};

/// What every step of a run has in common.
struct StepSettings {
    HistoryTable table = {};
    postgres::LockKey lock = {};
    StepAuthor author = {};
    postgres::SessionSettings session = {};
    /// For one step: as long as table locks are missing it is rolled back and tried again.
    std::chrono::milliseconds lock_timeout = std::chrono::minutes(5);
    std::chrono::milliseconds network_timeout = std::chrono::seconds(15);
    BackfillSettings backfill = {};
    /// When the time of all backfills is over.
    std::chrono::steady_clock::time_point backfill_end = std::chrono::steady_clock::time_point::max();
    /// Whom the step waits for, kept up to date while it waits; null where that cannot be asked.
    const std::vector<postgres::OtherSession>* blockers = nullptr;
    const Interrupt* interrupt = nullptr;
};

/// Repeats the step in a fresh transaction after a deadlock or serialization failure (five times) and after a lock
/// that was not to be had (until `lock_timeout`).
/// Requires: the migration lock, a pinned session outside a transaction. Leaves the transaction and the lock so; call
/// `restore_session` before the next step.
/// Errors: step_failed (rolled back), lock_timeout (with the blockers), lock_lost, torn, privilege, interrupted,
/// unavailable; commit_unknown when the connection broke while COMMIT may have been under way.
Result<AppliedStep> apply_step(postgres::Session& session, const PlannedStep& step, StepPosition position,
                               const StepSettings& settings, Observer& observer);

/// Takes back what the raw SQL or C++ of a step left in the session, and pins it again. Typed operations leave nothing,
/// so that nothing is sent after them.
Result<void> restore_session(postgres::Session& session, const PlannedStep& step, const StepSettings& settings);

}  // namespace migrator
