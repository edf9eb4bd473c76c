// The advisory lock that lets one migrator at a time change a database.
#pragma once

#include <string>
#include <vector>

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
    std::string prepared = {};    ///< instead of a session: the id of a prepared transaction, as SQL

    /// False when nobody was found.
    bool is_there() const { return pid != 0 || !prepared.empty(); }
    /// `pid 4711 "gestaloka_server host-a:17" (active for 12 s, itself blocked by 4712)`, or
    /// `prepared transaction 'payout 17' (prepared 12 s ago)`
    std::string describe() const;
    /// SQL that ends it. Requires: is_there().
    std::string way_out() const;
};

/// Who holds the lock; nobody when it was given back meanwhile.
Result<OtherSession> find_lock_holder(Session& session, LockKey key);

/// Who keeps the server process `pid` waiting; empty when nobody does.
Result<std::vector<OtherSession>> find_blockers_of(Session& session, int pid);

/// Who has an open transaction in this database, the oldest first: CREATE INDEX CONCURRENTLY waits for them.
Result<std::vector<OtherSession>> find_open_transactions(Session& session);

/// Who holds locks on tables of this database, the oldest transaction first: when a wait is over nobody can tell which
/// of them was in the way.
Result<std::vector<OtherSession>> find_table_lock_holders(Session& session);

}  // namespace migrator::postgres
