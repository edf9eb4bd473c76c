// Operation by operation: done already? half done? do it, and look whether it is done.
#include "migrator/run/outside_step.hpp"

#include <algorithm>

#include "migrator/ddl/outside.hpp"
#include "migrator/postgres/sqlstate.hpp"
#include "migrator/run/backfill.hpp"
#include "migrator/run/outside_row.hpp"
#include "migrator/run/step_failure.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

using Clock = std::chrono::steady_clock;

class OutsideStep {
 public:
    OutsideStep(postgres::Session& session, const PlannedStep& step, const StepSettings& settings, Observer& observer)
        : session_(session), step_(step), settings_(settings), observer_(observer), row_(session, step, settings) {}

    Result<void> run() {
        TRYV(row_.claim());
        auto outcome = run_operations();
        if (!outcome.has_value() && nothing_remains(outcome.assume_error())) [[maybe_unused]]
            const auto given_up = row_.give_up();
        if (!outcome.has_value()) return outcome;
        return row_.record();
    }

    int attempts() const { return row_.attempts(); }

 private:
    Result<void> run_operations() {
        for (std::size_t i = 0; i < step_.operations.size(); ++i) {
            const auto work = render_outside(step_.operations[i]);
            auto outcome = work ? run_statement(*work) : run_backfill(std::get<Backfill>(step_.operations[i]), i + 1);
            if (!outcome.has_value()) return failure(std::move(outcome).assume_error().within(place_of(step_, i + 1)));
            has_done_ = true;
        }
        return success();
    }

    Result<void> run_backfill(const Backfill& backfill, std::size_t number) {
        has_done_ = true;  // batches stay
        return fill(session_, backfill, number, step_, row_, settings_, observer_);
    }

    Result<void> run_statement(const OutsideSql& work) {
        const Clock::time_point deadline = Clock::now() + settings_.lock_timeout;
        bool may_be_done = row_.is_resumed() || work.accepts_done_work;
        constexpr int most_conflict_retries = 5;
        for (int attempt = 1;; ++attempt) {
            if (may_be_done) {
                TRY(const bool done, holds(work.done));
                if (done) return success();
            }
            TRYV(clean_up(work, deadline));
            auto outcome = run_alone(work.sql, deadline);
            if (outcome.has_value()) return require_done(work);
            Error error = std::move(outcome).assume_error();
            if (!session_.is_connected()) return failure(std::move(error));
            const bool retry =
                postgres::is_retryable_conflict(error.details().sqlstate) && attempt <= most_conflict_retries;
            if (!retry) return failure(without_remains(with_waited_for(std::move(error)), work));
            observer_.step_retrying(step_, error, attempt);
            if (back_off(settings_.interrupt, attempt)) return failure(ErrorKind::interrupted, "stopped by a signal");
            may_be_done = true;
        }
    }

    // The wait for locks, and for old snapshots, ends on the server: a client's cancel could come too late.
    Result<void> run_alone(const std::string& sql, Clock::time_point deadline) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        TRYV(session_.run_script("SET lock_timeout = " + std::to_string(std::max<long long>(left, 1))));
        TRYV(session_.run_script(sql));
        return success();
    }

    Result<bool> holds(const std::string& question) {
        TRY(const auto answer, session_.query(question));
        if (answer.row_count() != 1 || answer.column_count() != 1)
            return failure(Error(ErrorKind::step_failed, "a question about the step's work gives no single value")
                               .statement(question));
        return answer.boolean(0, 0);
    }

    Result<void> clean_up(const OutsideSql& work, Clock::time_point deadline) {
        if (work.cleanup.empty()) return success();
        TRY(const bool half_done, holds(work.half_done));
        return half_done ? run_alone(work.cleanup, deadline) : success();
    }

    Result<void> require_done(const OutsideSql& work) {
        TRY(const bool done, holds(work.done));
        if (done) return success();
        return failure(
            Error(ErrorKind::step_failed, "the statement succeeded, but its work is not done").statement(work.done));
    }

    // What is left behind would be in the way of others; where that fails, the next run does it.
    Error without_remains(Error error, const OutsideSql& work) {
        if (error.kind() == ErrorKind::interrupted) return error;
        const auto cleaned = clean_up(work, Clock::now() + settings_.session.lock_attempt);
        is_clean_ = cleaned.has_value();
        return error;
    }

    Error with_waited_for(Error error) {
        if (error.kind() != ErrorKind::lock_timeout) return error;
        if (settings_.blockers != nullptr && !settings_.blockers->empty())
            return with_blockers(std::move(error), *settings_.blockers);
        const auto open = postgres::find_open_transactions(session_);
        if (!open.has_value()) return error;
        return with_suspects(std::move(error), "the oldest open transactions of this database:", open.assume_value());
    }

    // A step that cannot work is corrected by its author; a claim that stays would forbid that.
    bool nothing_remains(const Error& error) const {
        return !has_done_ && is_clean_ && !row_.is_resumed() && session_.is_connected() &&
               error.kind() != ErrorKind::interrupted;
    }

    postgres::Session& session_;
    const PlannedStep& step_;
    const StepSettings& settings_;
    Observer& observer_;
    OutsideRow row_;
    bool has_done_ = false;
    bool is_clean_ = false;
};

}  // namespace

Result<AppliedStep> apply_outside_transaction(postgres::Session& session, const PlannedStep& step,
                                              const StepSettings& settings, Observer& observer) {
    const Clock::time_point start = Clock::now();
    OutsideStep outside(session, step, settings, observer);
    auto outcome = outside.run();
    if (!outcome.has_value()) return failure(with_advice(std::move(outcome).assume_error()));
    return AppliedStep{step.revision->id,  step.revision->message,
                       step.direction,     std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start),
                       outside.attempts(), false};
}

}  // namespace migrator
