// Claim, record and give up.
#include "migrator/run/outside_row.hpp"

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/run/step_failure.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

std::string OutsideRow::table() const {
    SqlWriter sql;
    sql << settings_.table.name;
    return sql.take();
}

std::string OutsideRow::condition() const {
    return "revision = " + quoted(Literal{step_.revision->id}) + " AND state = " + quoted(Literal{claimed_state()});
}

std::string OutsideRow::own_pid() const {
    return postgres::own_lock_expression(settings_.lock);
}

std::string OutsideRow::claim_upgrade() const {
    const RevisionNode& revision = *step_.revision;
    const StepAuthor& author = settings_.author;
    SqlWriter sql;
    sql << "INSERT INTO " << settings_.table.name
        << " AS h (revision, parents, message, checksum, state, breaking, attempts, transaction_id, backend_pid, host,"
           " client_pid, application_version)\nVALUES ("
        << Literal{revision.id} << ", " << Literal{array_literal(revision.parents)} << ", " << Literal{revision.message}
        << ", " << Literal{step_.checksum} << ", 'running', " << (step_.breaking ? "true" : "false")
        << ", 1, pg_catalog.pg_current_xact_id()::text, " << SqlText{own_pid()} << ", " << Literal{author.host} << ", "
        << static_cast<long long>(author.pid) << ", " << Literal{author.application_version} << R"sql()
ON CONFLICT (revision) DO UPDATE
SET attempts = h.attempts + 1, backend_pid = excluded.backend_pid, host = excluded.host,
    client_pid = excluded.client_pid, application_version = excluded.application_version
WHERE h.state = 'running'
RETURNING attempts, attempts > 1)sql";
    return sql.take();
}

std::string OutsideRow::claim_downgrade() const {
    const StepAuthor& author = settings_.author;
    SqlWriter sql;
    sql << "WITH before AS (SELECT state FROM " << settings_.table.name
        << " WHERE revision = " << Literal{step_.revision->id} << ")\nUPDATE " << settings_.table.name
        << " AS h\nSET state = 'undoing', attempts = CASE WHEN h.state = 'undoing' THEN h.attempts + 1 ELSE 1 END,"
           "\n    progress = CASE WHEN h.state = 'undoing' THEN h.progress END, backend_pid = "
        << SqlText{own_pid()} << ", host = " << Literal{author.host}
        << ", client_pid = " << static_cast<long long>(author.pid)
        << "\nFROM before\nWHERE h.revision = " << Literal{step_.revision->id}
        << " AND h.state IN ('applied', 'undoing')\nRETURNING h.attempts, before.state = 'undoing'";
    return sql.take();
}

Result<void> OutsideRow::claim() {
    auto claimed = session_.query(step_.direction == Direction::upgrade ? claim_upgrade() : claim_downgrade());
    if (!claimed.has_value()) return failure(explain_own(std::move(claimed).assume_error(), settings_.table));
    const postgres::ResultSet& row = claimed.assume_value();
    if (row.row_count() != 1) return failure(lock_lost("another migrator changed the row of the same step"));
    attempts_ = static_cast<int>(row.integer(0, 0));
    is_resumed_ = row.boolean(0, 1);
    return success();
}

Result<void> OutsideRow::change(const std::string& sql) {
    auto changed = session_.execute(sql);
    if (!changed.has_value()) return failure(explain_own(std::move(changed).assume_error(), settings_.table));
    if (changed.assume_value() == 1) return success();
    return failure(lock_lost("another migrator changed the row of the same step, or this session no longer holds it"));
}

Result<void> OutsideRow::record() {
    if (step_.direction == Direction::downgrade)
        return change("DELETE FROM " + table() + "\nWHERE " + condition() + " AND " + own_pid() + " IS NOT NULL");
    return change("UPDATE " + table() +
                  "\nSET state = 'applied', duration_ms = extract(epoch FROM pg_catalog.clock_timestamp() - applied_at)"
                  " * 1000,\n    applied_at = pg_catalog.clock_timestamp(), progress = NULL,"
                  " transaction_id = pg_catalog.pg_current_xact_id()::text,\n    backend_pid = " +
                  own_pid() + "\nWHERE " + condition());
}

Result<void> OutsideRow::give_up() {
    if (step_.direction == Direction::upgrade)
        return change("DELETE FROM " + table() + "\nWHERE " + condition() + " AND " + own_pid() + " IS NOT NULL");
    return change("UPDATE " + table() + "\nSET state = 'applied', progress = NULL, backend_pid = " + own_pid() +
                  "\nWHERE " + condition());
}

}  // namespace migrator
