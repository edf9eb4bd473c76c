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

constexpr const char* session_columns = R"sql(a.pid, a.application_name, coalesce(a.state, ''),
       coalesce(extract(epoch FROM pg_catalog.clock_timestamp() - coalesce(a.xact_start, a.backend_start))::bigint, 0),
       pg_catalog.array_to_string(pg_catalog.pg_blocking_pids(a.pid), ', '),
       coalesce(pg_catalog.substr(a.query, 1, 120), ''))sql";

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
    std::string text = "pid " + std::to_string(pid);
    if (!application_name.empty()) text += " \"" + application_name + "\"";
    // Of another role's session the server hides both.
    text += " (" + (state.empty() ? "state hidden" : state + " for " + std::to_string(seconds) + " s");
    if (!blocked_by.empty()) text += ", itself blocked by " + blocked_by;
    return text + ")";
}

Result<OtherSession> find_lock_holder(Session& session, LockKey key) {
    TRY(const auto result, session.query(std::string("SELECT ") + session_columns + R"sql(
FROM pg_catalog.pg_stat_activity a
WHERE a.pid = (SELECT pid FROM pg_catalog.pg_locks WHERE )sql" +
                                         lock_condition(key) + " LIMIT 1)"));
    return result.row_count() == 0 ? OtherSession{} : session_of(result, 0);
}

namespace {

Result<std::vector<OtherSession>> find_sessions(Session& session, const std::string& condition,
                                                const Parameters& parameters = {}) {
    TRY(const auto result, session.query(std::string("SELECT ") + session_columns + R"sql(
FROM pg_catalog.pg_stat_activity a
WHERE )sql" + condition + R"sql(
ORDER BY a.xact_start NULLS LAST, a.pid
LIMIT 5)sql",
                                         parameters));
    std::vector<OtherSession> sessions;
    for (int row = 0; row < result.row_count(); ++row)
        sessions.push_back(session_of(result, row));
    return sessions;
}

}  // namespace

Result<std::vector<OtherSession>> find_blockers(Session& session) {
    return find_sessions(session, R"sql(a.datname = pg_catalog.current_database()
  AND a.pid <> pg_catalog.pg_backend_pid()
  AND EXISTS (
      SELECT 1
      FROM pg_catalog.pg_locks l
      WHERE l.pid = a.pid AND l.locktype = 'relation' AND l.granted AND l.relation >= 16384))sql");
}

Result<std::vector<OtherSession>> find_blockers_of(Session& session, int pid) {
    return find_sessions(session, "a.pid = ANY (pg_catalog.pg_blocking_pids($1::integer))", {std::to_string(pid)});
}

Result<std::vector<OtherSession>> find_open_transactions(Session& session) {
    return find_sessions(session, R"sql(a.datname = pg_catalog.current_database()
  AND a.pid <> pg_catalog.pg_backend_pid()
  AND a.xact_start IS NOT NULL
  AND a.backend_type = 'client backend')sql");
}

}  // namespace migrator::postgres
