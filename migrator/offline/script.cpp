// The messages of run/step_script.cpp, one after the other, with what psql needs around them.
#include "migrator/offline/script.hpp"

#include <algorithm>
#include <cctype>

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/offline/guard.hpp"
#include "migrator/operation/transactional.hpp"
#include "migrator/run/record_row.hpp"
#include "migrator/run/step_script.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

// What the history shows of a step that a script made; psql's own process is not known beforehand.
StepAuthor author_of(const ScriptOptions& options) {
    return StepAuthor{"offline", 0, options.application, options.application_version};
}

std::string one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](unsigned char c) { return std::iscntrl(c) != 0; }, ' ');
    return text;
}

// A comment at the end of raw SQL would swallow a semicolon behind it.
std::string ended(const std::string& sql) {
    const std::size_t last_line = sql.rfind('\n') == std::string::npos ? 0 : sql.rfind('\n');
    return sql + (sql.find("--", last_line) == std::string::npos ? ";\n" : "\n;\n");
}

// A step whose functions are replaced by the SQL that they offer.
Result<PlannedStep> without_functions(PlannedStep step) {
    for (std::size_t i = 0; i < step.operations.size(); ++i) {
        const auto* function = std::get_if<RunFunction>(&step.operations[i]);
        if (function == nullptr) continue;
        if (!function->offline_sql)
            return failure(
                Error(ErrorKind::usage, "run \"" + function->name + "\" is a C++ function and offers no SQL")
                    .within("operation " + std::to_string(i + 1) + " of " + std::to_string(step.operations.size()))
                    .within("revision " + step.revision->id + " (" + step.revision->file + ")")
                    .hint("give op.run the SQL that does the same as its third argument; or write scripts for the "
                          "ranges before and after this revision, and let the server run it"));
        step.operations[i] = Execute{*function->offline_sql, std::nullopt};
    }
    return step;
}

// What is resumed where a crash left it has to ask the database on the way.
Result<void> require_inside_transaction(const PlannedStep& step) {
    if (!runs_outside_transaction(step.operations)) return success();
    return failure(Error(ErrorKind::usage, "it runs outside a transaction, which a script cannot resume after a crash")
                       .within("revision " + step.revision->id + " (" + step.revision->file + ")")
                       .hint("write scripts for the ranges before and after this revision, and let the server run it"));
}

class ScriptText {
 public:
    ScriptText(const ScriptOptions& options)
        : options_(options),
          lock_(postgres::migration_lock_key(options.history.name.schema, options.history.name.name)) {}

    void head(const std::string& what, const OfflinePlan& plan) {
        text_ += "-- " + one_line(options_.application + " " + options_.application_version) + ": " + what + " " +
                 plan.from + " -> " + plan.to + "\n";
        text_ += "-- Run it with: psql -X -v ON_ERROR_STOP=1 -f FILE\n";
        text_ += "\\set ON_ERROR_STOP on\n";
        text_ += pin_session_sql(options_.session) + take_lock_sql(lock_);
    }

    // From an empty database the history is made, unless a database that was brought back to base still has it.
    void history_table() {
        text_ += "\n" + ask_for_history_sql(options_.history);
        SqlWriter schema;
        schema << "CREATE SCHEMA " << Identifier{options_.history.name.schema} << ";\n";
        text_ += "\\if :schema_is_missing\n" + schema.take() + "\\endif\n";
        text_ += "\\if :history_is_missing\n";
        const bool own_transaction = options_.transactions == ScriptOptions::Transactions::each_step;
        if (own_transaction) text_ += "BEGIN;\n";
        for (const std::string& statement : create_history_statements(options_.history))
            text_ += statement + ";\n";
        if (own_transaction) text_ += "COMMIT;\n";
        text_ += "\\endif\n";
    }

    void require_start(const OfflinePlan& plan) {
        text_ += "\n" + require_start_sql(plan, options_.history, options_.idempotent);
    }

    void step(const PlannedStep& step, std::size_t number, std::size_t count) {
        const bool upgrade = step.direction == Direction::upgrade;
        text_ += "\n-- step " + std::to_string(number) + " of " + std::to_string(count) +
                 (upgrade ? ": upgrade " : ": downgrade ") + step.revision->id + " (" +
                 one_line(step.revision->message) + ")\n";
        if (options_.idempotent) text_ += ask_whether_due_sql(step, options_.history) + "\\if :step_is_due\n";
        const StepScript script = write_step_script(step, options_.history, lock_, author_of(options_), 1);
        for (const ScriptPart& part : script.parts)
            for (const ScriptStatement& statement : part.statements)
                own_or_operation(statement, step, script.has_foreign_code);
        if (options_.idempotent) text_ += "\\endif\n";
    }

    // As the runner does after each step that ran foreign code.
    void restore_session() {
        text_ += std::string(postgres::reset_session_sql()) + ";\n" + pin_session_sql(options_.session);
    }

    void plain(const std::string& sql) { text_ += ended(sql); }
    std::string take() {
        text_ += "\n" + release_lock_sql(lock_);
        return std::move(text_);
    }
    postgres::LockKey lock() const { return lock_; }

 private:
    // psql does not look at what a statement answers, so what the runner checks there is asked in SQL.
    void own_or_operation(const ScriptStatement& statement, const PlannedStep& step, bool has_foreign_code) {
        const bool is_own = statement.operation == 0;
        const bool one_transaction = options_.transactions == ScriptOptions::Transactions::one;
        const bool ends = is_own && statement.sql == "COMMIT";
        if (one_transaction && (ends || (is_own && statement.sql.starts_with("BEGIN")))) return;
        if (ends && has_foreign_code) text_ += require_recorded_sql(step, options_.history);
        text_ += ended(statement.sql);
        if (is_own && statement.sql.starts_with("UPDATE") && step.direction == Direction::downgrade)
            text_ += require_claimed_sql(step, options_.history);
    }

    const ScriptOptions& options_;
    postgres::LockKey lock_;
    std::string text_;
};

}  // namespace

Result<std::string> write_offline_script(const OfflinePlan& plan, const ScriptOptions& options) {
    const bool downgrade = !plan.steps.empty() && plan.steps.front().direction == Direction::downgrade;
    const bool one_transaction = options.transactions == ScriptOptions::Transactions::one;
    ScriptText script(options);
    script.head(downgrade ? "downgrade" : "upgrade", plan);
    if (one_transaction) script.plain("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
    if (plan.start.empty()) script.history_table();
    script.require_start(plan);
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        TRYV(require_inside_transaction(plan.steps[i]));
        TRY(const PlannedStep step, without_functions(plan.steps[i]));
        script.step(step, i + 1, plan.steps.size());
        if (has_foreign_code(step) && i + 1 < plan.steps.size()) script.restore_session();
    }
    if (one_transaction) script.plain("COMMIT");
    return script.take();
}

std::string write_offline_stamp(const OfflineStamp& stamp, const ScriptOptions& options) {
    ScriptOptions in_one = options;
    in_one.transactions = ScriptOptions::Transactions::one;
    in_one.idempotent = false;
    ScriptText script(in_one);
    script.head("stamp", stamp.plan);
    script.plain("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
    if (stamp.plan.start.empty()) script.history_table();
    script.require_start(stamp.plan);
    for (const PlannedStep& step : stamp.removed)
        script.plain(delete_rows_sql(step, options.history));
    for (const PlannedStep& step : stamp.added)
        script.plain(insert_row_sql(step, options.history, author_of(options)));
    script.plain("COMMIT");
    return script.take();
}

}  // namespace migrator
