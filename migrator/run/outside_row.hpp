// The history row of a step outside a transaction: claimed first, kept up to date, recorded at the end.
#pragma once

#include <optional>
#include <string>

#include "migrator/run/apply.hpp"

namespace migrator {

/// Each call is one statement, committed at once, that fails when this session no longer holds the migration lock.
class OutsideRow {
 public:
    OutsideRow(postgres::Session& session, const PlannedStep& step, const StepSettings& settings)
        : session_(session), step_(step), settings_(settings) {}

    /// Sets the row to `running` (upgrade) or `undoing`, or finds it so. Errors: lock_lost, unavailable, privilege.
    Result<void> claim();
    /// How often the step was begun, this time included.
    int attempts() const { return attempts_; }
    /// The migrator was here before and was cut off.
    bool is_resumed() const { return is_resumed_; }
    /// Upgrade: sets the row to `applied`. Downgrade: removes it.
    Result<void> record();
    /// Takes the claim back, as if the step had never begun. Requires: nothing of it was done.
    Result<void> give_up();

    /// SQL for statements that change the row in their own way: the row's table, a condition that finds the row while
    /// it is claimed, and the pid of this backend, NULL without the lock.
    std::string table() const;
    std::string condition() const;
    std::string own_pid() const;

 private:
    std::string claim_upgrade() const;
    std::string claim_downgrade() const;
    const char* claimed_state() const { return step_.direction == Direction::upgrade ? "running" : "undoing"; }
    Result<void> change(const std::string& sql);

    postgres::Session& session_;
    const PlannedStep& step_;
    const StepSettings& settings_;
    int attempts_ = 1;
    bool is_resumed_ = false;
};

}  // namespace migrator
