// A step behind a pooler that changes servers between transactions, where the lock belongs to the transaction.
#pragma once

#include <chrono>

#include "migrator/run/apply.hpp"

namespace migrator {

/// How often a step may be tried again, and why. One for each step.
class Retries {
 public:
    explicit Retries(std::chrono::milliseconds lock_timeout)
        : lock_deadline_(std::chrono::steady_clock::now() + lock_timeout) {}

    /// After a deadlock or serialization failure five times, after a lock that was not to be had until the deadline.
    bool allow(const Error& error);

 private:
    std::chrono::steady_clock::time_point lock_deadline_;
    int conflicts_ = 0;
};

/// As apply_step, but once, and in the transaction that is open and holds the lock. Afterwards there is no transaction,
/// whatever came of it. Errors: as apply_step.
Result<AppliedStep> apply_step_once(postgres::Session& session, const PlannedStep& step, int attempt,
                                    const StepSettings& settings);

}  // namespace migrator
