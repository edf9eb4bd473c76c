// What a script asks of the database that it runs on, as SQL: psql does what the runner does in C++.
#pragma once

#include <string>

#include "migrator/offline/range.hpp"
#include "migrator/postgres/migration_lock.hpp"
#include "migrator/postgres/pin.hpp"
#include "migrator/run/history.hpp"

namespace migrator {

/// The session settings of the runner, those that the server knows.
std::string pin_session_sql(const postgres::SessionSettings& settings);
/// Fails when another migrator holds the lock.
std::string take_lock_sql(postgres::LockKey lock);
std::string release_lock_sql(postgres::LockKey lock);

/// Sets the psql variables `schema_is_missing` and `history_is_missing`.
std::string ask_for_history_sql(const HistoryTable& table);
/// Sets the psql variable `step_is_due`.
std::string ask_whether_due_sql(const PlannedStep& step, const HistoryTable& table);

/// Fails unless the applied revisions are those of the plan's start, unedited and not torn. With `may_be_on_the_way`
/// the database may have any part of the steps behind it.
std::string require_start_sql(const OfflinePlan& plan, const HistoryTable& table, bool may_be_on_the_way);
/// Fails when the claim of a downgrade found no row.
std::string require_claimed_sql(const PlannedStep& step, const HistoryTable& table);
/// Fails when a step with raw SQL ended its transaction itself.
std::string require_recorded_sql(const PlannedStep& step, const HistoryTable& table);

}  // namespace migrator
