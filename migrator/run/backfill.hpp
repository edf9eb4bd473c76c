// Fills a table batch by batch; the place reached is kept in the step's history row.
#pragma once

#include "migrator/run/outside_row.hpp"

namespace migrator {

/// Runs `backfill`, operation `number` of the step, from where the row says it was left to the last key that the table
/// had when it began. Each batch is one statement: rows and place share one transaction, so that nothing is done twice
/// or left out. Errors: as apply_outside_transaction; pending when the time for backfills is over.
Result<void> fill(postgres::Session& session, const Backfill& backfill, std::size_t number, const PlannedStep& step,
                  const OutsideRow& row, const StepSettings& settings, Observer& observer);

/// The size of the next batch: that which would have taken `wanted`, but no sudden change.
long long next_batch_size(long long size, std::chrono::milliseconds took, std::chrono::milliseconds wanted);

}  // namespace migrator
