// Runs one planned step in its own transaction, together with its history row. Takes no decisions.
#pragma once

#include "migrator/run/observer.hpp"
#include "migrator/run/step_script.hpp"

namespace migrator {

/// What every step of a run has in common.
struct StepSettings {
    HistoryTable table = {};
    postgres::LockKey lock = {};
    StepAuthor author = {};
    postgres::SessionSettings session = {};
    /// For one step: as long as table locks are missing it is rolled back and tried again.
    std::chrono::milliseconds lock_timeout = std::chrono::minutes(5);
    std::chrono::milliseconds network_timeout = std::chrono::seconds(30);
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
