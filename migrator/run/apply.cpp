// Sending the parts of a step one after the other, and telling what each failure means.
#include "migrator/run/apply.hpp"

#include <algorithm>
#include <exception>

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/operation/transactional.hpp"
#include "migrator/postgres/sqlstate.hpp"
#include "migrator/postgres/transaction_lock.hpp"
#include "migrator/run/outside_step.hpp"
#include "migrator/run/pooled_step.hpp"
#include "migrator/run/step_ending.hpp"
#include "migrator/run/step_failure.hpp"
#include "migrator/run/step_rows.hpp"
#include "migrator/support/duration.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

using Clock = std::chrono::steady_clock;

std::string message_of(const ScriptPart& part) {
    std::string message;
    for (const ScriptStatement& statement : part.statements)
        message += (message.empty() ? "" : ";\n") + statement.sql;
    return message;
}

int characters(const std::string& text) {
    return static_cast<int>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// Where the error of a message belongs: the statement alone, with the position inside it, and the operation.
Error locate(Error error, const ScriptPart& part, const PlannedStep& step) {
    const int number = error.details().statement_number;
    if (number == 0 || part.statements.empty()) return error;
    const std::size_t index = std::min(static_cast<std::size_t>(number), part.statements.size()) - 1;
    int before = 0;
    for (std::size_t i = 0; i < index; ++i)
        before += characters(part.statements[i].sql) + 2;
    const ScriptStatement& statement = part.statements[index];
    const int position = error.details().position;
    error.statement(statement.sql, position > before ? position - before : 0);
    if (statement.operation == 0) return error;
    const bool is_script = part.statements.size() == 1 && number > 1;
    if (is_script) error.within("statement " + std::to_string(number));
    return std::move(error.within(place_of(step, statement.operation)));
}

bool is_own_statement(const Error& error, const ScriptPart& part) {
    const auto number = static_cast<std::size_t>(error.details().statement_number);
    return number > 0 && number <= part.statements.size() && part.statements[number - 1].operation == 0;
}

// A server answers a message as a whole, so that a loss without its words can have come anywhere behind the last
// answer.
Error locate_loss(Error error, const ScriptPart& part, const PlannedStep& step) {
    const auto answered = static_cast<std::size_t>(std::max(error.details().statement_number, 1)) - 1;
    std::string sql;
    std::size_t first = 0;
    std::size_t last = 0;
    for (std::size_t i = answered; i < part.statements.size(); ++i) {
        const ScriptStatement& statement = part.statements[i];
        if (statement.operation == 0) continue;
        if (first == 0) first = statement.operation;
        last = statement.operation;
        sql += (sql.empty() ? "" : ";\n") + statement.sql;
    }
    if (first == 0) return error;
    error.statement(sql);
    if (first == last) return std::move(error.within(place_of(step, first)));
    return std::move(error.within("one of operations " + std::to_string(first) + " to " + std::to_string(last) +
                                  " of " + std::to_string(step.operations.size())));
}

// A server that says why it leaves (57P01 …) has answered every statement before; a network that breaks tells nothing.
bool may_have_committed(const Error& error, const ScriptPart& part) {
    const ErrorDetails& details = error.details();
    const bool told_by_server = !details.sqlstate.empty();
    return !told_by_server || static_cast<std::size_t>(details.statement_number) >= part.statements.size();
}

Result<void> roll_back(postgres::Session& session) {
    if (!session.is_connected() || session.transaction_status() == postgres::TransactionStatus::idle) return success();
    TRYV(session.run_script("ROLLBACK"));
    return success();
}

// The server converts a message as a whole, before it looks at its statements. Ends the transaction; 0: none is told.
int first_unconvertible(postgres::Session& session, const ScriptPart& part) {
    [[maybe_unused]] const auto undone = roll_back(session);
    for (std::size_t i = 0; i < part.statements.size(); ++i) {
        const auto taken = session.query("SELECT pg_catalog.length($1)", {part.statements[i].sql});
        if (!taken.has_value() && postgres::is_unconvertible(taken.assume_error().details().sqlstate))
            return static_cast<int>(i) + 1;
    }
    return 0;
}

// One run of a step. Its transaction is open until commit or until the caller rolls back.
class Attempt {
 public:
    Attempt(postgres::Session& session, const PlannedStep& step, const StepScript& script, const HistoryTable& table)
        : session_(session), step_(step), script_(script), table_(table) {}

    Result<void> run() {
        auto outcome = run_parts();
        if (outcome.has_value() || !ending_.is_certain() || !session_.is_connected()) return outcome;
        Error error = std::move(outcome).assume_error();
        if (error.kind() == ErrorKind::torn) return failure(std::move(error));
        // What failed came too late to be rolled back as a whole.
        return failure(ending_.torn_by(step_).detail(summary(error)));
    }

 private:
    Result<void> run_parts() {
        for (std::size_t i = 0; i < script_.parts.size(); ++i) {
            const ScriptPart& part = script_.parts[i];
            const bool is_last = i + 1 == script_.parts.size();
            if (part.function != nullptr) {
                TRYV(run_function(part));
            } else {
                TRYV(run_message(part, is_last));
            }
            if (!is_last) TRYV(require_transaction(part));
        }
        return success();
    }

    Result<void> run_function(const ScriptPart& part) {
        const auto outcome = [&]() -> Result<void> {
            try {
                return part.function->function(session_);
            } catch (...) {
                return failure(kind_of_exception(), describe_exception());
            }
        };
        auto result = outcome();
        if (result.has_value()) result = require_honest_success();
        if (result.has_value()) return success();
        return failure(as_step_failure(std::move(result).assume_error())
                           .within("\"" + part.function->name + "\"")
                           .within(place_of(step_, part.operation)));
    }

    // Code that throws its errors throws also when the connection breaks.
    ErrorKind kind_of_exception() const {
        return session_.is_connected() ? ErrorKind::step_failed : ErrorKind::unavailable;
    }

    // The function may have overlooked an error.
    Result<void> require_honest_success() const {
        if (!session_.is_connected()) return failure(ErrorKind::unavailable, "the connection was lost in the function");
        if (session_.transaction_status() == postgres::TransactionStatus::failed)
            return failure(ErrorKind::step_failed, "the function returned success after a statement had failed");
        return success();
    }

    // A function can return an error of any kind; only those that tell of the session say more than that it failed.
    Error&& as_step_failure(Error&& error) const {
        const bool from_server = !error.details().sqlstate.empty();
        const ErrorKind kind = error.kind();
        const bool is_lost = kind == ErrorKind::unavailable && !session_.is_connected();
        const bool is_refused = from_server && (kind == ErrorKind::lock_timeout || kind == ErrorKind::privilege);
        if (is_lost || is_refused || kind == ErrorKind::interrupted) return std::move(error);
        return std::move(error).become(ErrorKind::step_failed);
    }

    Result<void> run_message(const ScriptPart& part, bool is_last) {
        std::vector<postgres::ResultSet> results;
        auto outcome = session_.run_script(message_of(part),
                                           [&](postgres::ResultSet result) { results.push_back(std::move(result)); });
        ending_.note(part, results);
        if (!outcome.has_value()) {
            Error error = std::move(outcome).assume_error();
            if (!session_.is_connected() && error.kind() == ErrorKind::unavailable)
                return failure(lost(std::move(error), part, is_last));
            if (postgres::is_unconvertible(error.details().sqlstate) && part.statements.size() > 1)
                error.statement_number(first_unconvertible(session_, part));
            const bool own = is_own_statement(error, part);
            error = locate(std::move(error), part, step_);
            return failure(own ? explain_own(std::move(error), table_) : std::move(error));
        }
        return check_outcome(part, results, is_last);
    }

    Error lost(Error error, const ScriptPart& part, bool is_last) const {
        if (is_last && may_have_committed(error, part)) error.become(ErrorKind::commit_unknown);
        const bool told_by_server = !error.details().sqlstate.empty();
        return told_by_server ? locate(std::move(error), part, step_) : locate_loss(std::move(error), part, step_);
    }

    // The record must have hit the claimed row, and COMMIT must have committed.
    Result<void> check_outcome(const ScriptPart& part, const std::vector<postgres::ResultSet>& results, bool is_last) {
        if (is_last && results.back().command_tag() != "COMMIT")
            return failure(ErrorKind::step_failed,
                           "COMMIT was answered with " + std::string(results.back().command_tag()));
        const auto rows = static_cast<long long>(rows_of(step_).size());
        for (std::size_t i = 0; i < std::min(results.size(), part.statements.size()); ++i) {
            if (part.statements[i].operation != 0) continue;
            const std::string_view tag = results[i].command_tag();
            const bool touches_history =
                tag.starts_with("UPDATE") || tag.starts_with("DELETE") || tag.starts_with("INSERT");
            if (touches_history && results[i].affected_rows() != rows)
                return failure(script_.has_foreign_code
                                   ? ending_.torn_by(step_)
                                   : Error(ErrorKind::diverged, "the history row of the step is gone"));
        }
        return success();
    }

    Result<void> require_transaction(const ScriptPart& part) {
        if (session_.transaction_status() == postgres::TransactionStatus::in_transaction) return success();
        return failure(part.function != nullptr ? torn(place_of(step_, part.operation)) : ending_.torn_by(step_));
    }

    postgres::Session& session_;
    const PlannedStep& step_;
    const StepScript& script_;
    const HistoryTable& table_;
    StepEnding ending_ = {};
};

// As the server told it during the wait; else those who still hold locks.
Error with_waited_for(Error error, postgres::Session& session, const StepSettings& settings) {
    if (error.kind() != ErrorKind::lock_timeout) return error;
    if (settings.blockers != nullptr && !settings.blockers->empty())
        return with_blockers(std::move(error), *settings.blockers);
    const auto holders = postgres::find_table_lock_holders(session);
    if (!holders.has_value()) return error;
    return with_suspects(std::move(error), "the oldest that hold locks on tables:", holders.assume_value());
}

// PREPARE TRANSACTION leaves the claim and its locks behind in a transaction that outlives the session. Only a
// migrator writes the history, so a prepared transaction that holds a lock on it is the step's.
void roll_back_prepared(postgres::Session& session, const HistoryTable& table) {
    const auto prepared = session.query(R"sql(SELECT p.gid
FROM pg_catalog.pg_prepared_xacts p
JOIN pg_catalog.pg_locks own ON own.transactionid = p.transaction AND own.pid IS NULL AND own.granted
JOIN pg_catalog.pg_locks l ON l.virtualtransaction = own.virtualtransaction AND l.pid IS NULL
JOIN pg_catalog.pg_class c ON c.oid = l.relation
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE p.database = pg_catalog.current_database()
  AND l.mode = 'RowExclusiveLock'
  AND n.nspname = $1
  AND c.relname = $2)sql",
                                        {table.name.schema, table.name.name});
    if (!prepared.has_value()) return;
    for (int row = 0; row < prepared.assume_value().row_count(); ++row)
        [[maybe_unused]] const auto rolled_back =
            session.run_script("ROLLBACK PREPARED " + quoted(Literal{prepared.assume_value().text(row, 0)}));
}

// Makes sure that a torn step shows in the history, also when the step rolled its own claim back.
void leave_torn_row(postgres::Session& session, const PlannedStep& step, const StepScript& script,
                    postgres::LockKey lock) {
    const auto is_claim = [](const ScriptStatement& statement) {
        return statement.operation == 0 && (statement.sql.starts_with("INSERT") || statement.sql.starts_with("UPDATE"));
    };
    const auto& statements = script.parts.front().statements;
    const auto claim = std::find_if(statements.begin(), statements.end(), is_claim);
    if (claim == statements.end()) return;
    const bool upgrade = step.direction == Direction::upgrade;
    const std::string sql = claim->sql + (upgrade ? "\nON CONFLICT (revision) DO NOTHING" : "");
    if (session.run_script(sql).has_value()) return;
    // Behind a pooler the lock went with the transaction. When even this fails the error that is on its way tells the
    // same.
    const auto locked = postgres::begin_locked(session, lock);
    if (locked.has_value() && locked.assume_value()) [[maybe_unused]]
        const auto left = session.run_script(sql + ";\nCOMMIT");
}

// A message of a step may take as long as all its statements together are allowed to; zero: without end.
std::chrono::milliseconds patience_for(const PlannedStep& step, const StepSettings& settings) {
    constexpr int own_statements = 8;
    const std::chrono::milliseconds statement = settings.session.statement_timeout;
    if (statement.count() == 0) return statement;
    return statement * static_cast<int>(step.operations.size() + own_statements) + settings.network_timeout;
}

// The server's words for it are those of a cancel by hand, and in the language of lc_messages.
Error with_budget(Error error, const StepSettings& settings, Clock::duration took) {
    const std::chrono::milliseconds budget = settings.session.statement_timeout;
    const bool is_timeout = error.details().sqlstate == "57014" && budget.count() > 0 && took >= budget;
    if (!is_timeout || error.kind() != ErrorKind::step_failed) return error;
    const auto elapsed = std::chrono::duration_cast<std::chrono::microseconds>(took);
    return std::move(error.hint("step_timeout: a statement may take " + format_duration(budget) +
                                ", this attempt took " + format_duration(elapsed) +
                                "; raise the statement timeout, or split the step"));
}

// The server goes back to others with the commit, so what raw SQL or C++ has set is taken back before it.
void leave_no_settings(StepScript& script) {
    std::vector<ScriptStatement>& closing = script.parts[script.parts.size() - 2].statements;
    const std::vector<ScriptStatement> resets = {{"RESET SESSION AUTHORIZATION", 0},
                                                 {"RESET ALL", 0},
                                                 {"CLOSE ALL", 0},
                                                 {"UNLISTEN *", 0},
                                                 {"DISCARD TEMP", 0},
                                                 {"SET LOCAL synchronous_commit = on", 0}};
    closing.insert(closing.begin(), resets.begin(), resets.end());
}

// One attempt; the transaction is over afterwards.
Result<AppliedStep> try_script(postgres::Session& session, const PlannedStep& step, const StepScript& script,
                               int attempt, const StepSettings& settings) {
    const Clock::time_point start = Clock::now();
    auto outcome = Attempt(session, step, script, settings.table).run();
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start);
    if (outcome.has_value())
        return AppliedStep{step.revision->id, step.revision->message, step.direction, took, attempt, false};
    Error error = with_advice(with_budget(std::move(outcome).assume_error(), settings, took));
    // Where ROLLBACK cannot be sent, closing the session does the same.
    [[maybe_unused]] const auto undone = roll_back(session);
    if (error.kind() == ErrorKind::torn) {
        roll_back_prepared(session, settings.table);
        leave_torn_row(session, step, script, settings.lock);
    }
    return failure(std::move(error));
}

}  // namespace

bool Retries::allow(const Error& error) {
    constexpr int most_conflicts = 5;
    const std::string& sqlstate = error.details().sqlstate;
    if (postgres::is_retryable_conflict(sqlstate)) return ++conflicts_ <= most_conflicts;
    return postgres::is_lock_not_available(sqlstate) && Clock::now() < lock_deadline_;
}

Result<AppliedStep> apply_step_once(postgres::Session& session, const PlannedStep& step, int attempt,
                                    const StepSettings& settings) {
    session.wait_at_most(patience_for(step, settings));
    StepScript script = write_step_script(step, settings.table, settings.lock, settings.author, attempt);
    auto& opening = script.parts.front().statements;
    opening.erase(opening.begin());  // BEGIN
    if (script.has_foreign_code) leave_no_settings(script);
    auto applied = try_script(session, step, script, attempt, settings);
    if (session.is_connected()) session.wait_at_most(settings.network_timeout);
    if (applied.has_value()) return applied;
    return failure(with_waited_for(std::move(applied).assume_error(), session, settings));
}

Result<AppliedStep> apply_step(postgres::Session& session, const PlannedStep& step, StepPosition position,
                               const StepSettings& settings, Observer& observer) {
    observer.step_starting(step, position);
    const Clock::time_point start = Clock::now();
    session.wait_at_most(patience_for(step, settings));
    if (runs_outside_transaction(step.operations)) return apply_outside_transaction(session, step, settings, observer);
    Retries retries(settings.lock_timeout);
    for (int attempt = 1;; ++attempt) {
        const StepScript script = write_step_script(step, settings.table, settings.lock, settings.author, attempt);
        auto applied = try_script(session, step, script, attempt, settings);
        if (applied.has_value()) {
            session.wait_at_most(settings.network_timeout);
            AppliedStep done = std::move(applied).assume_value();
            done.duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start);
            return done;
        }
        Error error = std::move(applied).assume_error();
        if (retries.allow(error)) {
            if (error.kind() == ErrorKind::lock_timeout && settings.blockers != nullptr)
                error = with_blockers(std::move(error), *settings.blockers);
            observer.step_retrying(step, error, attempt);
            if (back_off(settings.interrupt, attempt)) return failure(ErrorKind::interrupted, "stopped by a signal");
            // ROLLBACK keeps prepared statements and the like.
            TRYV(restore_session(session, step, settings));
            continue;
        }
        return failure(with_waited_for(std::move(error), session, settings));
    }
}

Result<void> restore_session(postgres::Session& session, const PlannedStep& step, const StepSettings& settings) {
    session.wait_at_most(settings.network_timeout);
    const bool is_outside = runs_outside_transaction(step.operations);
    if (!has_foreign_code(step) && !is_outside) return success();
    if (has_foreign_code(step)) TRYV(postgres::reset_session(session, settings.session));
    TRYV(postgres::pin_session(session, settings.session, settings.table.name.schema, settings.table.name.name));
    return success();
}

}  // namespace migrator
