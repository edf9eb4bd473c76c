// Taking the advisory lock, and finding out who holds it.
#include "migrator/postgres/migration_lock.hpp"

#include "migrator/support/digest.hpp"
#include "migrator/support/try.hpp"

namespace migrator::postgres {

LockKey migration_lock_key(const std::string& schema, const std::string& table) {
    const std::string digest = digest_hex("gestaloka migrator\n" + schema + "\n" + table);
    constexpr int digits = 15;  // 60 bits: always positive
    return LockKey{std::stoll(digest.substr(0, digits), nullptr, 16)};
}

Result<bool> try_lock(Session& session, LockKey key) {
    // The simple protocol takes no snapshot that CREATE INDEX CONCURRENTLY would wait for.
    TRY(const auto results,
        session.run_script("SELECT pg_catalog.pg_try_advisory_lock(" + std::to_string(key.number) + ")"));
    return results.front().boolean(0, 0);
}

Result<void> unlock(Session& session, LockKey key) {
    TRYV(session.run_script("SELECT pg_catalog.pg_advisory_unlock(" + std::to_string(key.number) + ")"));
    return success();
}

namespace {

// pg_locks shows a bigint key as two halves.
std::string lock_condition(LockKey key) {
    const auto bits = static_cast<unsigned long long>(key.number);
    return "locktype = 'advisory' AND objsubid = 1 AND classid = " + std::to_string(bits >> 32U) +
           " AND objid = " + std::to_string(bits & 0xFFFFFFFFU) +
           " AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())"
           " AND granted";
}

// Prepared transactions that keep the server process `pid` waiting, as a condition on pg_prepared_xacts p. They have no
// process, so that pg_blocking_pids() tells 0 for each; which modes exclude each other is the manual's table 13.2.
std::string is_prepared_blocker_of(const std::string& pid) {
    return R"sql(p.transaction IN (
    SELECT own.transactionid
    FROM (VALUES ('{AccessShareLock, RowShareLock, RowExclusiveLock, ShareUpdateExclusiveLock, ShareLock,
                    ShareRowExclusiveLock, ExclusiveLock, AccessExclusiveLock}'::text[],
                  '{8, 78, 5678, 45678, 34678, 345678, 2345678, 12345678}'::text[])) AS m (modes, excluded)
    CROSS JOIN pg_catalog.pg_locks w
    JOIN pg_catalog.pg_locks h
      ON h.pid IS NULL AND h.granted
      AND (h.locktype, h.database, h.relation, h.page, h.tuple, h.virtualxid, h.transactionid, h.classid, h.objid,
           h.objsubid)
          IS NOT DISTINCT FROM
          (w.locktype, w.database, w.relation, w.page, w.tuple, w.virtualxid, w.transactionid, w.classid, w.objid,
           w.objsubid)
      AND pg_catalog.strpos(m.excluded[pg_catalog.array_position(m.modes, w.mode)],
                            pg_catalog.array_position(m.modes, h.mode)::text) > 0
    JOIN pg_catalog.pg_locks own ON own.pid IS NULL AND own.virtualtransaction = h.virtualtransaction
    WHERE NOT w.granted AND w.pid = )sql" +
           pid + ")";
}

std::string session_columns() {
    return R"sql(a.pid, a.application_name, coalesce(a.state, ''),
       coalesce(extract(epoch FROM pg_catalog.clock_timestamp() - coalesce(a.xact_start, a.backend_start))::bigint, 0),
       pg_catalog.concat_ws(', ',
           nullif(pg_catalog.array_to_string(pg_catalog.array_remove(pg_catalog.pg_blocking_pids(a.pid), 0), ', '), ''),
           CASE WHEN 0 = ANY (pg_catalog.pg_blocking_pids(a.pid)) THEN (
               SELECT pg_catalog.string_agg('prepared transaction ' || pg_catalog.quote_literal(p.gid), ', ')
               FROM pg_catalog.pg_prepared_xacts p
               WHERE )sql" +
           is_prepared_blocker_of("a.pid") + R"sql() END),
       coalesce(pg_catalog.substr(a.query, 1, 120), ''))sql";
}

OtherSession session_of(const ResultSet& result, int row) {
    OtherSession session;
    session.pid = static_cast<int>(result.integer(row, 0));
    session.application_name = result.text(row, 1);
    session.state = result.text(row, 2);
    session.seconds = result.integer(row, 3);
    session.blocked_by = result.text(row, 4);
    session.query = result.text(row, 5);
    return session;
}

}  // namespace

std::string own_lock_expression(LockKey key) {
    return "(SELECT pid FROM pg_catalog.pg_locks WHERE pid = pg_catalog.pg_backend_pid() AND " + lock_condition(key) +
           ")";
}

std::string OtherSession::describe() const {
    if (!prepared.empty())
        return "prepared transaction " + prepared + " (prepared " + std::to_string(seconds) + " s ago)";
    std::string text = "pid " + std::to_string(pid);
    if (!application_name.empty()) text += " \"" + application_name + "\"";
    // Of another role's session the server hides both.
    text += " (" + (state.empty() ? "state hidden" : state + " for " + std::to_string(seconds) + " s");
    if (!blocked_by.empty()) text += ", itself blocked by " + blocked_by;
    return text + ")";
}

std::string OtherSession::way_out() const {
    if (!prepared.empty()) return "ROLLBACK PREPARED " + prepared;
    return "SELECT pg_terminate_backend(" + std::to_string(pid) + ")";
}

namespace {

constexpr std::size_t most_told = 5;

Result<std::vector<OtherSession>> find_sessions(Session& session, const std::string& condition,
                                                const Parameters& parameters = {}) {
    TRY(const auto result, session.query("SELECT " + session_columns() + R"sql(
FROM pg_catalog.pg_stat_activity a
WHERE )sql" + condition + R"sql(
ORDER BY a.xact_start NULLS LAST, a.pid
LIMIT )sql" + std::to_string(most_told),
                                         parameters));
    std::vector<OtherSession> sessions;
    for (int row = 0; row < result.row_count(); ++row)
        sessions.push_back(session_of(result, row));
    return sessions;
}

// Puts prepared transactions behind the sessions.
Result<std::vector<OtherSession>> with_prepared(Session& session, std::vector<OtherSession> found,
                                                const std::string& condition, const Parameters& parameters = {}) {
    TRY(const auto result, session.query(R"sql(SELECT pg_catalog.quote_literal(p.gid),
       extract(epoch FROM pg_catalog.clock_timestamp() - p.prepared)::bigint
FROM pg_catalog.pg_prepared_xacts p
WHERE p.database = pg_catalog.current_database() AND )sql" +
                                             condition + R"sql(
ORDER BY p.prepared, p.gid
LIMIT )sql" + std::to_string(most_told),
                                         parameters));
    for (int row = 0; row < result.row_count(); ++row) {
        OtherSession transaction;
        transaction.prepared = result.text(row, 0);
        transaction.seconds = result.integer(row, 1);
        found.push_back(std::move(transaction));
    }
    return found;
}

}  // namespace

Result<OtherSession> find_lock_holder(Session& session, LockKey key) {
    TRY(auto holders, find_sessions(session, "a.pid = (SELECT pid FROM pg_catalog.pg_locks WHERE " +
                                                 lock_condition(key) + " LIMIT 1)"));
    if (holders.empty()) {
        TRY(auto prepared, with_prepared(session, {},
                                         R"sql(p.transaction IN (
    SELECT own.transactionid
    FROM pg_catalog.pg_locks own
    WHERE own.virtualtransaction IN (SELECT virtualtransaction FROM pg_catalog.pg_locks WHERE pid IS NULL AND )sql" +
                                             lock_condition(key) + "))"));
        holders = std::move(prepared);
    }
    return holders.empty() ? OtherSession{} : holders.front();
}

Result<std::vector<OtherSession>> find_table_lock_holders(Session& session) {
    TRY(auto sessions, find_sessions(session, R"sql(a.datname = pg_catalog.current_database()
  AND a.pid <> pg_catalog.pg_backend_pid()
  AND EXISTS (
      SELECT 1
      FROM pg_catalog.pg_locks l
      WHERE l.pid = a.pid AND l.locktype = 'relation' AND l.granted AND l.relation >= 16384))sql"));
    return with_prepared(session, std::move(sessions), "true");
}

Result<std::vector<OtherSession>> find_blockers_of(Session& session, int pid) {
    const Parameters parameters = {std::to_string(pid)};
    TRY(auto sessions, find_sessions(session, "a.pid = ANY (pg_catalog.pg_blocking_pids($1::integer))", parameters));
    return with_prepared(session, std::move(sessions), is_prepared_blocker_of("$1::integer"), parameters);
}

Result<std::vector<OtherSession>> find_open_transactions(Session& session) {
    TRY(auto sessions, find_sessions(session, R"sql(a.datname = pg_catalog.current_database()
  AND a.pid <> pg_catalog.pg_backend_pid()
  AND a.xact_start IS NOT NULL
  AND a.backend_type = 'client backend')sql"));
    return with_prepared(session, std::move(sessions), "true");
}

}  // namespace migrator::postgres
