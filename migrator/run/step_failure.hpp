// What steps inside and outside a transaction tell of their failures, and how long they wait before another attempt.
#pragma once

#include <string>
#include <vector>

#include "migrator/postgres/migration_lock.hpp"
#include "migrator/run/history.hpp"
#include "migrator/run/plan.hpp"
#include "migrator/support/interrupt.hpp"

namespace migrator {

/// `operation 2 of 3 (add_column)`; `operation` counts from 1.
std::string place_of(const PlannedStep& step, std::size_t operation);

Error lock_lost(const std::string& how);

/// As lock_lost where the statement failed because this session does not hold the lock; else the error as it is.
Error explain_lost_lock(Error error);

/// What is written into the history `table` fails in ways that only the migrator itself can explain.
Error explain_own(Error error, const HistoryTable& table);

/// How to go on where the server's words do not tell.
Error with_advice(Error error);

/// Tells whom the step waited for, and how to end each of them.
Error with_blockers(Error error, const std::vector<postgres::OtherSession>& blockers);

/// Tells who may have been in the way, under `heading`, where nobody knows who was.
Error with_suspects(Error error, const std::string& heading, const std::vector<postgres::OtherSession>& suspects);

/// What flies out of a step's C++ as words, its type included. Requires: called while it is caught.
std::string describe_exception();

/// Waits between two attempts, longer each time, never in step with others. True when interrupted; `interrupt` may be
/// null.
bool back_off(const Interrupt* interrupt, int attempt);

}  // namespace migrator
