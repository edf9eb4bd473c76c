// The advisory lock that lets one migrator at a time change a database.
#pragma once

#include <string>

#include "migrator/postgres/session.hpp"

namespace migrator::postgres {

/// The number that PostgreSQL locks. Advisory locks are per database, so product and history table are enough.
struct LockKey {
    long long number = 0;
};

/// The key for a history table.
LockKey migration_lock_key(const std::string& schema, const std::string& table);

/// Takes the lock if it is free. One statement in autocommit: waiting inside the server would deadlock with
/// CREATE INDEX CONCURRENTLY.
Result<bool> try_lock(Session& session, LockKey key);

/// Gives the lock back. Closing the session does the same, a moment later.
Result<void> unlock(Session& session, LockKey key);

/// SQL that yields this backend's pid while it holds the lock, and NULL otherwise.
std::string own_lock_expression(LockKey key);

/// Another session, as far as its role lets us see it.
struct OtherSession {
    int pid = 0;
    std::string application_name = {};
    std::string state = {};       ///< empty: hidden from our role
    long long seconds = 0;        ///< since its transaction, or its connection, began; 0 when that is hidden, too
    std::string blocked_by = {};  ///< pids that block it, separated by commas
    std::string query = {};       ///< the beginning of its last statement

    /// `pid 4711 "gestaloka_server host-a:17" (active for 12 s, blocked by 4712)`
    std::string describe() const;
};

/// Who holds the lock; pid 0 when it was given back meanwhile.
Result<OtherSession> find_lock_holder(Session& session, LockKey key);

/// Who keeps the server process `pid` waiting; empty when nobody does.
Result<std::vector<OtherSession>> find_blockers_of(Session& session, int pid);

/// Sessions of this database with an open transaction, the oldest first: CREATE INDEX CONCURRENTLY waits for them.
Result<std::vector<OtherSession>> find_open_transactions(Session& session);

/// Sessions of this database that hold locks on tables in an open transaction, the oldest transaction first.
Result<std::vector<OtherSession>> find_blockers(Session& session);

}  // namespace migrator::postgres
