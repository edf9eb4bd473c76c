// A squash has no row of its own: what it did is told by the rows of what it replaces.
#include "migrator/run/step_rows.hpp"

#include "migrator/ddl/sql_writer.hpp"

namespace migrator {

std::vector<StepRow> rows_of(const PlannedStep& step) {
    if (!step.replaced_rows.empty()) return step.replaced_rows;
    const RevisionNode& revision = *step.revision;
    return {{revision.id, revision.parents, revision.message, step.checksum, step.breaking}};
}

std::string where_rows_sql(const PlannedStep& step) {
    const std::vector<StepRow> rows = rows_of(step);
    SqlWriter sql;
    if (rows.size() == 1) {
        sql << "revision = " << Literal{rows.front().revision};
        return sql.take();
    }
    const char* separator = "revision IN (";
    for (const StepRow& row : rows) {
        sql << separator << Literal{row.revision};
        separator = ", ";
    }
    sql << ")";
    return sql.take();
}

std::vector<StepRow> replaced_rows_of(const RevisionNode& node) {
    std::vector<StepRow> rows;
    for (const ReplacedRevision& replaced : node.replaces)
        rows.push_back({replaced.id, replaced.parents, node.message, replaced.checksum, replaced.breaking});
    return rows;
}

}  // namespace migrator
