// DO blocks raise what would be an error of the runner; \gset carries an answer into \if.
#include "migrator/offline/guard.hpp"

#include <set>

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/run/step_rows.hpp"

namespace migrator {

namespace {

// Wraps statements into a block that may declare variables. The body is no literal of ours alone: it may hold any text,
// so the block is quoted like a value.
std::string block(const std::string& declarations, const std::string& body) {
    SqlWriter sql;
    const std::string text = (declarations.empty() ? "" : "DECLARE\n" + declarations) + "BEGIN\n" + body + "END\n";
    if (text.find("$check$") == std::string::npos) return "DO $check$\n" + text + "$check$;\n";
    sql << "DO " << Literal{text} << ";\n";
    return sql.take();
}

std::string as_written(const ObjectName& name) {
    SqlWriter sql;
    sql << name;
    return sql.take();
}

}  // namespace

std::string pin_session_sql(const postgres::SessionSettings& settings) {
    SqlWriter sql;
    const char* separator = "    ";
    for (const postgres::PinnedSetting& setting : postgres::pinned_settings(settings)) {
        sql << separator << "(" << Literal{setting.name} << ", " << Literal{setting.value} << ")";
        separator = ",\n    ";
    }
    // Lifted first: the role may come with one that is too short even for the block.
    return "SET statement_timeout = 0;\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n" +
           block("", "    PERFORM pg_catalog.set_config(known.name, wanted.value, false)\n    FROM (VALUES\n" +
                         sql.take() +
                         ") AS wanted (name, value)\n"
                         "    JOIN pg_catalog.pg_settings AS known ON lower(known.name) = lower(wanted.name);\n");
}

std::string take_lock_sql(postgres::LockKey lock) {
    return block(
        "", "    IF NOT pg_catalog.pg_try_advisory_lock(" + std::to_string(lock.number) +
                ") THEN\n        RAISE EXCEPTION 'another migrator holds the migration lock'\n"
                "            USING ERRCODE = 'lock_not_available', HINT = 'Run the script again when it is done.';\n"
                "    END IF;\n");
}

std::string release_lock_sql(postgres::LockKey lock) {
    return block("", "    PERFORM pg_catalog.pg_advisory_unlock(" + std::to_string(lock.number) + ");\n");
}

std::string ask_for_history_sql(const HistoryTable& table) {
    SqlWriter sql;
    sql << "SELECT pg_catalog.to_regclass(" << Literal{as_written(table.name)}
        << ") IS NULL AS history_is_missing,\n       NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = "
        << Literal{table.name.schema} << ") AS schema_is_missing \\gset\n";
    return sql.take();
}

std::string ask_whether_due_sql(const PlannedStep& step, const HistoryTable& table) {
    SqlWriter sql;
    sql << "SELECT " << (step.direction == Direction::upgrade ? "NOT " : "") << "EXISTS (SELECT FROM " << table.name
        << " WHERE " << SqlText{where_rows_sql(step)} << ") AS step_is_due \\gset\n";
    return sql.take();
}

namespace {

struct Expected {
    std::string revision = {};
    std::string checksum = {};
    bool required = true;
};

std::vector<Expected> expected_rows(const OfflinePlan& plan, bool may_be_on_the_way) {
    std::set<std::string> on_the_way;
    if (may_be_on_the_way)
        for (const PlannedStep& step : plan.steps)
            for (const StepRow& row : rows_of(step))
                on_the_way.insert(row.revision);
    std::vector<Expected> rows;
    for (const HistoryRow& row : plan.start)
        rows.push_back({row.revision, row.checksum, on_the_way.erase(row.revision) == 0});
    for (const PlannedStep& step : plan.steps)
        for (const StepRow& row : rows_of(step))
            if (on_the_way.count(row.revision) != 0) rows.push_back({row.revision, row.checksum, false});
    return rows;
}

}  // namespace

std::string require_start_sql(const OfflinePlan& plan, const HistoryTable& table, bool may_be_on_the_way) {
    const std::vector<Expected> rows = expected_rows(plan, may_be_on_the_way);
    SqlWriter sql;
    sql << R"sql(    SELECT pg_catalog.string_agg(revision || CASE
            WHEN found.revision IS NULL THEN ' is not applied'
            WHEN wanted.checksum IS NULL THEN ' is applied'
            WHEN found.state <> 'applied' THEN ' is torn'
            ELSE ' was edited after it had been applied' END, ', ' ORDER BY found.sequence, revision)
    INTO wrong
    FROM (VALUES
        )sql";
    const char* separator = "";
    for (const Expected& row : rows) {
        sql << separator << "(" << Literal{row.revision} << ", " << Literal{row.checksum} << ", "
            << (row.required ? "true" : "false") << ")";
        separator = ",\n        ";
    }
    if (rows.empty()) sql << "(NULL::text, NULL::text, false)";
    sql << ") AS wanted (revision, checksum, required)\n    FULL JOIN " << table.name
        << R"sql( AS found USING (revision)
    WHERE (found.revision IS NULL AND wanted.required)
       OR (found.revision IS NOT NULL AND (wanted.checksum IS DISTINCT FROM found.checksum OR found.state <> 'applied'));
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'the database does not stand where this script starts: %', wrong
            USING HINT = )sql"
        << Literal{"The script goes from " + plan.from + " to " + plan.to +
                   ". Write one for the range that begins where the database stands."}
        << ";\n    END IF;\n";
    return block("    wrong text;\n", sql.take());
}

std::string require_claimed_sql(const PlannedStep& step, const HistoryTable& table) {
    SqlWriter sql;
    sql << "    IF NOT EXISTS (SELECT FROM " << table.name << " WHERE " << SqlText{where_rows_sql(step)}
        << " AND state = 'reverting') THEN\n        RAISE EXCEPTION "
        << Literal{"revision " + step.revision->id + " is not applied"} << ";\n    END IF;\n";
    return block("", sql.take());
}

std::string require_recorded_sql(const PlannedStep& step, const HistoryTable& table) {
    const bool upgrade = step.direction == Direction::upgrade;
    SqlWriter sql;
    sql << "    IF " << (upgrade ? "NOT " : "") << "EXISTS (SELECT FROM " << table.name << " WHERE "
        << SqlText{where_rows_sql(step)};
    if (upgrade) sql << " AND state = 'applied' AND transaction_id = pg_catalog.pg_current_xact_id()::text";
    sql << ") THEN\n        RAISE EXCEPTION "
        << Literal{"revision " + step.revision->id + " is torn: a statement of it ended the transaction"}
        << ";\n    END IF;\n";
    return block("", sql.take());
}

}  // namespace migrator
