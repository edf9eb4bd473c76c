// The row as the runner would write it, but for the work.
#include "migrator/run/record_row.hpp"

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/operation/checksum.hpp"
#include "migrator/run/decide.hpp"
#include "migrator/run/step_rows.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

Result<PlannedStep> plan_record(const RevisionNode& revision) {
    PlannedStep step;
    step.revision = &revision;
    TRY(const std::vector<Operation> operations, revision.upgrade_operations());
    step.checksum = checksum(operations);
    step.breaking = is_breaking(revision, operations);
    step.replaced_rows = replaced_rows_of(revision);
    return step;
}

std::string insert_row_sql(const PlannedStep& step, const HistoryTable& table, const StepAuthor& author) {
    SqlWriter sql;
    sql << "INSERT INTO " << table.name
        << " (revision, parents, message, checksum, state, breaking, duration_ms, attempts, transaction_id, "
           "backend_pid,"
           " host, client_pid, application_version)\nVALUES ";
    const char* between_rows = "(";
    for (const StepRow& row : rows_of(step)) {
        sql << between_rows << Literal{row.revision} << ", ARRAY[";
        between_rows = ",\n(";
        const char* separator = "";
        for (const std::string& parent : row.parents) {
            sql << separator << Literal{parent};
            separator = ", ";
        }
        sql << "]::text[], " << Literal{row.message} << ", " << Literal{row.checksum} << ", 'applied', "
            << (row.breaking ? "true" : "false")
            << ", 0, 0, pg_catalog.pg_current_xact_id()::text, pg_catalog.pg_backend_pid(), " << Literal{author.host}
            << ", " << static_cast<long long>(author.pid) << ", " << Literal{author.application_version} << ")";
    }
    return sql.take();
}

std::string delete_row_sql(const std::string& revision, const HistoryTable& table) {
    SqlWriter sql;
    sql << "DELETE FROM " << table.name << " WHERE revision = " << Literal{revision};
    return sql.take();
}

std::string delete_rows_sql(const PlannedStep& step, const HistoryTable& table) {
    SqlWriter sql;
    sql << "DELETE FROM " << table.name << " WHERE " << SqlText{where_rows_sql(step)};
    return sql.take();
}

}  // namespace migrator
