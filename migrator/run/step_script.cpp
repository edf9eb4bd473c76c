// Claim first: the history row is written as `applying` before the work and set to `applied` after it, in the same
// transaction. A row that stays visible as `applying` proves that the step ended its transaction itself.
#include "migrator/run/step_script.hpp"

#include <algorithm>

#include "migrator/ddl/render.hpp"
#include "migrator/ddl/sql_writer.hpp"
#include "migrator/run/step_rows.hpp"

namespace migrator {

namespace {

constexpr const char* own_transaction = "pg_catalog.pg_current_xact_id()::text";

// The pid column is NOT NULL, so a lost lock fails the statement before anything else happens.
std::string claim_upgrade(const PlannedStep& step, const HistoryTable& table, postgres::LockKey lock,
                          const StepAuthor& author, int attempt) {
    SqlWriter sql;
    sql << "INSERT INTO " << table.name
        << " (revision, parents, message, checksum, state, breaking, attempts, transaction_id, backend_pid, host,"
           " client_pid, application_version)\nVALUES ";
    const char* separator = "(";
    for (const StepRow& row : rows_of(step)) {
        sql << separator << Literal{row.revision} << ", " << Literal{array_literal(row.parents)} << ", "
            << Literal{row.message} << ", " << Literal{row.checksum} << ", 'applying', "
            << (row.breaking ? "true" : "false") << ", " << static_cast<long long>(attempt) << ", " << own_transaction
            << ", " << SqlText{postgres::own_lock_expression(lock)} << ", " << Literal{author.host} << ", "
            << static_cast<long long>(author.pid) << ", " << Literal{author.application_version} << ")";
        separator = ",\n(";
    }
    return sql.take();
}

std::string claim_downgrade(const PlannedStep& step, const HistoryTable& table, postgres::LockKey lock,
                            const StepAuthor& author) {
    SqlWriter sql;
    sql << "UPDATE " << table.name << "\nSET state = 'reverting', transaction_id = " << own_transaction
        << ", backend_pid = " << SqlText{postgres::own_lock_expression(lock)} << ", host = " << Literal{author.host}
        << ", client_pid = " << static_cast<long long>(author.pid) << "\nWHERE " << SqlText{where_rows_sql(step)}
        << " AND state = 'applied'";
    return sql.take();
}

std::string record_upgrade(const PlannedStep& step, const HistoryTable& table, postgres::LockKey lock) {
    SqlWriter sql;
    sql << "UPDATE " << table.name
        << "\nSET state = 'applied', applied_at = pg_catalog.clock_timestamp(),\n    duration_ms = extract(epoch FROM "
           "pg_catalog.clock_timestamp() - pg_catalog.transaction_timestamp()) * 1000,\n    backend_pid = "
        << SqlText{postgres::own_lock_expression(lock)} << "\nWHERE " << SqlText{where_rows_sql(step)}
        << " AND state = 'applying' AND transaction_id = " << own_transaction;
    return sql.take();
}

// As in the claim: fails when the step has given the lock away.
std::string confirm_lock(const PlannedStep& step, const HistoryTable& table, postgres::LockKey lock) {
    SqlWriter sql;
    sql << "UPDATE " << table.name << "\nSET backend_pid = " << SqlText{postgres::own_lock_expression(lock)}
        << "\nWHERE " << SqlText{where_rows_sql(step)}
        << " AND state = 'reverting' AND transaction_id = " << own_transaction;
    return sql.take();
}

std::string record_downgrade(const PlannedStep& step, const HistoryTable& table) {
    SqlWriter sql;
    sql << "DELETE FROM " << table.name << "\nWHERE " << SqlText{where_rows_sql(step)}
        << " AND state = 'reverting' AND transaction_id = " << own_transaction;
    return sql.take();
}

// In pg_stat_activity, for those who wait and those who wonder.
std::string announce(const PlannedStep& step, const StepAuthor& author) {
    SqlWriter sql;
    sql << "SET LOCAL application_name = " << Literal{session_name(author, step.revision->id)};
    return sql.take();
}

bool is_foreign(const Operation& operation) {
    return std::holds_alternative<Execute>(operation) || std::holds_alternative<RunFunction>(operation) ||
           std::holds_alternative<OutsideTransaction>(operation);
}

class ScriptWriter {
 public:
    explicit ScriptWriter(StepScript& script) : script_(script) { script_.parts.emplace_back(); }

    void own(std::string sql) { script_.parts.back().statements.push_back({std::move(sql), 0}); }

    void operation(const Operation& operation, std::size_t number) {
        if (is_foreign(operation)) new_part();
        if (const auto* function = std::get_if<RunFunction>(&operation)) {
            script_.parts.back().function = function;
            script_.parts.back().operation = number;
        }
        for (std::string& sql : render(operation))
            script_.parts.back().statements.push_back({std::move(sql), number});
        if (is_foreign(operation)) new_part();
    }

    void new_part() {
        const ScriptPart& last = script_.parts.back();
        if (!last.statements.empty() || last.function != nullptr) script_.parts.emplace_back();
    }

 private:
    StepScript& script_;
};

}  // namespace

namespace {

// What fits beside `taken` bytes, with a mark where something is missing.
std::string shortened(const std::string& text, std::size_t longest, std::size_t taken) {
    constexpr std::string_view mark = "...";
    const std::size_t room = longest - std::min(longest, taken);
    if (text.size() <= room) return text;
    return text.substr(0, room - std::min(room, mark.size())) + std::string(mark.substr(0, room));
}

}  // namespace

std::string session_name(const StepAuthor& author, const std::string& step) {
    constexpr std::size_t longest = 63;
    constexpr std::size_t enough = 10;  // of the application's name, to tell it
    const std::string version = " " + author.application_version + " ";
    const std::string process = ":" + std::to_string(author.pid) + (step.empty() ? "" : " " + step);
    const std::size_t taken = version.size() + process.size() + std::min(author.application.size(), enough);
    const std::string where = version + shortened(author.host, longest, taken) + process;
    std::string name = shortened(author.application, longest, where.size()) + where;
    std::replace_if(
        name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) > 127; }, '?');
    return name;
}

std::string array_literal(const std::vector<std::string>& ids) {
    std::string list = "{";
    for (const std::string& id : ids)
        list += (list.size() == 1 ? "" : ",") + id;
    return list + "}";
}

bool has_foreign_code(const PlannedStep& step) {
    return std::any_of(step.operations.begin(), step.operations.end(), is_foreign);
}

StepScript write_step_script(const PlannedStep& step, const HistoryTable& table, postgres::LockKey lock,
                             const StepAuthor& author, int attempt) {
    const bool upgrade = step.direction == Direction::upgrade;
    StepScript script;
    script.has_foreign_code = has_foreign_code(step);
    script.commits_separately = script.has_foreign_code || !upgrade;

    ScriptWriter writer(script);
    writer.own("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
    writer.own(announce(step, author));
    writer.own(upgrade ? claim_upgrade(step, table, lock, author, attempt)
                       : claim_downgrade(step, table, lock, author));
    for (std::size_t i = 0; i < step.operations.size(); ++i)
        writer.operation(step.operations[i], i + 1);
    if (script.has_foreign_code) {
        writer.new_part();
        writer.own("RESET SESSION AUTHORIZATION");
        writer.own("RESET ROLE");
        if (!upgrade) writer.own(confirm_lock(step, table, lock));
    }
    writer.own(upgrade ? record_upgrade(step, table, lock) : record_downgrade(step, table));
    if (script.commits_separately) writer.new_part();
    writer.own("COMMIT");
    return script;
}

}  // namespace migrator
