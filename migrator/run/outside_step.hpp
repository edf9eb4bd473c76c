// Runs a step whose operations PostgreSQL, or their purpose, keeps out of a transaction.
#pragma once

#include "migrator/run/apply.hpp"

namespace migrator {

/// Claims the history row, does what is not done yet, and records the step once each operation was found done. A crash
/// at any point leaves a claimed row, from which the next run goes on by the same call.
/// Requires: as apply_step. Errors: as apply_step, without torn and commit_unknown; pending when the time for
/// backfills is over.
Result<AppliedStep> apply_outside_transaction(postgres::Session& session, const PlannedStep& step,
                                              const StepSettings& settings, Observer& observer);

}  // namespace migrator
