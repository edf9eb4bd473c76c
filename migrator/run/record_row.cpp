// The row as the runner would write it, but for the work.
#include "migrator/run/record_row.hpp"

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/operation/checksum.hpp"
#include "migrator/run/decide.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

Result<PlannedStep> plan_record(const RevisionNode& revision) {
    PlannedStep step;
    step.revision = &revision;
    TRY(const std::vector<Operation> operations, revision.upgrade_operations());
    step.checksum = checksum(operations);
    step.breaking = is_breaking(revision, operations);
    return step;
}

std::string insert_row_sql(const PlannedStep& step, const HistoryTable& table, const StepAuthor& author) {
    const RevisionNode& revision = *step.revision;
    SqlWriter sql;
    sql << "INSERT INTO " << table.name
        << " (revision, parents, message, checksum, state, breaking, duration_ms, attempts, transaction_id, "
           "backend_pid,"
           " host, client_pid, application_version)\nVALUES ("
        << Literal{revision.id} << ", ARRAY[";
    const char* separator = "";
    for (const std::string& parent : revision.parents) {
        sql << separator << Literal{parent};
        separator = ", ";
    }
    sql << "]::text[], " << Literal{revision.message} << ", " << Literal{step.checksum} << ", 'applied', "
        << (step.breaking ? "true" : "false")
        << ", 0, 0, pg_catalog.pg_current_xact_id()::text, pg_catalog.pg_backend_pid(), " << Literal{author.host}
        << ", " << static_cast<long long>(author.pid) << ", " << Literal{author.application_version} << ")";
    return sql.take();
}

std::string delete_row_sql(const std::string& revision, const HistoryTable& table) {
    SqlWriter sql;
    sql << "DELETE FROM " << table.name << " WHERE revision = " << Literal{revision};
    return sql.take();
}

}  // namespace migrator
