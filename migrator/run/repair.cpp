// One repair: the finding it is for, the change of the row, the entry in the log.
#include "migrator/run/repair.hpp"

#include <algorithm>
#include <optional>

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/run/locked.hpp"
#include "migrator/run/record_row.hpp"
#include "migrator/run/step_failure.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

Result<Finding> find_for(const Repair& repair, const History& history, const Registry& registry) {
    TRY(const std::vector<Finding> findings, find_damage(history, registry));
    std::string others;
    for (const Finding& finding : findings) {
        if (finding.revision != repair.revision) continue;
        if (std::find(finding.choices.begin(), finding.choices.end(), repair.action) != finding.choices.end())
            return finding;
        for (const RepairAction choice : finding.choices)
            others += std::string(others.empty() ? "" : " or ") + to_string(choice);
    }
    Error error(ErrorKind::usage, std::string(to_string(repair.action)) + " is no choice for revision " +
                                      repair.revision + "; nothing was changed");
    error.hint(others.empty() ? "there is nothing to decide about this revision; see `migrate repair`"
                              : "its choices: " + others);
    return failure(std::move(error));
}

ObjectName log_of(const HistoryTable& table) {
    return ObjectName(table.name.schema, table.name.name + "_repairs");
}

// The row as it was goes into the log before it is changed; a missing one leaves NULL.
std::string log_sql(const Repair& repair, const RunOptions& options) {
    const ObjectName log = log_of(options.history);
    const StepAuthor author = author_of(options);
    SqlWriter sql;
    sql << "CREATE TABLE IF NOT EXISTS " << log << R"sql( (
    repaired_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
    repaired_by text NOT NULL DEFAULT session_user,
    host text NOT NULL,
    client_pid integer NOT NULL,
    application_version text NOT NULL,
    revision text NOT NULL,
    action text NOT NULL,
    row_before jsonb
);
INSERT INTO )sql"
        << log << " (host, client_pid, application_version, revision, action, row_before)\nVALUES ("
        << Literal{author.host} << ", " << static_cast<long long>(author.pid) << ", "
        << Literal{author.application_version} << ", " << Literal{repair.revision} << ", "
        << Literal{to_string(repair.action)} << ",\n    (SELECT pg_catalog.to_jsonb(h) FROM " << options.history.name
        << " h WHERE revision = " << Literal{repair.revision} << "))";
    return sql.take();
}

std::string applied_sql(const std::string& revision, const HistoryTable& table) {
    SqlWriter sql;
    sql << "UPDATE " << table.name << " SET state = 'applied' WHERE revision = " << Literal{revision};
    return sql.take();
}

std::string restamp_sql(const PlannedStep& step, const HistoryTable& table) {
    SqlWriter sql;
    sql << "UPDATE " << table.name << "\nSET checksum = " << Literal{step.checksum} << ", parents = ARRAY[";
    const char* separator = "";
    for (const std::string& parent : step.revision->parents) {
        sql << separator << Literal{parent};
        separator = ", ";
    }
    sql << "]::text[], breaking = " << (step.breaking ? "true" : "false")
        << "\nWHERE revision = " << Literal{step.revision->id};
    return sql.take();
}

Result<std::string> change_sql(const Repair& repair, const Finding& finding, const Registry& registry,
                               const RunOptions& options) {
    const HistoryTable& table = options.history;
    const RevisionNode* node = registry.find(repair.revision);
    if (repair.action == RepairAction::mark_not_applied) return delete_row_sql(repair.revision, table);
    if (finding.kind != Finding::Kind::missing && repair.action == RepairAction::mark_applied)
        return applied_sql(repair.revision, table);
    if (node == nullptr)
        return failure(ErrorKind::usage, "revision " + repair.revision + " is not compiled into this binary");
    TRY(const PlannedStep step, plan_record(*node));
    if (repair.action == RepairAction::restamp) return restamp_sql(step, table);
    return insert_row_sql(step, table, author_of(options));
}

}  // namespace

Result<Finding> repair(const RunOptions& options, const Registry& registry, const Repair& repair, Observer& observer) {
    Finding settled;
    TRYV(run_locked(options, observer, [&](OpenDatabase& database, const History& history) -> Result<void> {
        TRY(settled, find_for(repair, history, registry));
        TRY(const std::string change, change_sql(repair, settled, registry, options));
        auto done = database.session.run_script("BEGIN;\n" + log_sql(repair, options) + ";\n" + change + ";\nCOMMIT");
        if (done.has_value()) return success();
        Error error = explain_own(std::move(done).assume_error(), options.history);
        return failure(std::move(error.within("repairing revision " + repair.revision)));
    }));
    return settled;
}

}  // namespace migrator
