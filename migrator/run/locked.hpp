// Work that only one migrator at a time may do on a database.
#pragma once

#include <functional>

#include "migrator/run/open.hpp"

namespace migrator {

/// Errors: privilege, when the server is a standby or the session is read-only.
Result<void> require_writable(const OpenDatabase& database);

/// Calls `take` until it tells that the migration lock was taken, and names the holder while waiting.
/// Errors: lock_timeout with the holder, interrupted, those of `take`.
Result<void> wait_for_lock(postgres::Session& session, const RunOptions& options, Observer& observer,
                           const std::function<Result<bool>()>& take);

/// Waits for the migration lock, telling the observer who holds it, and pins the session again: what was known before
/// may be old, for the one who held it has migrated meanwhile. The lock goes with the session.
/// Errors: usage behind a pooler; lock_timeout, naming the holder; interrupted; unavailable.
Result<void> lock_database(OpenDatabase& database, const RunOptions& options, Observer& observer);

/// Connects, takes the migration lock, reads the history, calls `work`, gives the lock back.
/// Errors: those of open_database, require_writable, lock_database and `work`.
Result<void> run_locked(const RunOptions& options, Observer& observer,
                        const std::function<Result<void>(OpenDatabase&, const History&)>& work);

}  // namespace migrator
