// Batches by key range, fitted to a time.
#include "migrator/run/backfill.hpp"

#include <algorithm>

#include "migrator/ddl/backfill.hpp"
#include "migrator/postgres/sqlstate.hpp"
#include "migrator/run/step_failure.hpp"
#include "migrator/support/duration.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr long long smallest_batch = 100;
constexpr long long largest_batch = 50'000;
constexpr long long first_batch = 1'000;

class Filling {
 public:
    Filling(postgres::Session& session, const Backfill& backfill, const PlannedStep& step, const StepSettings& settings,
            Observer& observer)
        : session_(session), backfill_(backfill), step_(step), settings_(settings), observer_(observer) {}

    Result<void> run(const BackfillRow& row) {
        TRY(const auto begun, session_.query(begin_backfill(backfill_, row)));
        if (begun.row_count() != 1) return failure(lock_lost("the row of the step is gone"));
        remember(begun);
        done_at_start_ = done_;
        while (!is_finished_) {
            TRYV(run_batch(row));
            report();
            // After a batch, so that each run gets somewhere.
            if (!is_finished_ && Clock::now() >= settings_.backfill_end) return failure(paused());
            const bool stopped = settings_.interrupt != nullptr &&
                                 settings_.interrupt->wait_for(static_cast<int>(settings_.backfill.pause.count()));
            if (stopped) return failure(ErrorKind::interrupted, "stopped between two batches; the next run goes on");
        }
        return success();
    }

 private:
    // begin_backfill and backfill_batch return: finished, rows, of, until …, cursor …
    void remember(const postgres::ResultSet& row) {
        is_finished_ = row.boolean(0, 0);
        done_ = row.integer(0, 1);
        total_ = std::max(row.integer(0, 2), done_);
        const int keys = static_cast<int>(backfill_.key.size());
        has_cursor_ = !row.is_null(0, 3 + keys);
        place_.clear();
        for (int i = 0; i < keys * (has_cursor_ ? 2 : 1); ++i)
            place_.emplace_back(std::string(row.text(0, 3 + i)));
    }

    // Rows that the game locks are waited for as long as a table would be.
    Result<void> run_batch(const BackfillRow& row) {
        const Clock::time_point deadline = Clock::now() + settings_.lock_timeout;
        for (int attempt = 1;; ++attempt) {
            postgres::Parameters parameters = {std::to_string(size_)};
            parameters.insert(parameters.end(), place_.begin(), place_.end());
            const Clock::time_point start = Clock::now();
            auto batch = session_.query(backfill_batch(backfill_, row, has_cursor_), parameters);
            if (batch.has_value()) {
                if (batch.assume_value().row_count() != 1) return failure(lock_lost("the row of the step is gone"));
                remember(batch.assume_value());
                const auto took = std::chrono::duration_cast<milliseconds>(Clock::now() - start);
                size_ = next_batch_size(size_, took, settings_.backfill.batch_time);
                return success();
            }
            Error error = explain_lost_lock(std::move(batch).assume_error());
            const std::string& sqlstate = error.details().sqlstate;
            const bool passes = postgres::is_retryable_conflict(sqlstate) || postgres::is_lock_not_available(sqlstate);
            if (!passes || Clock::now() >= deadline) return failure(std::move(error));
            observer_.step_retrying(step_, error, attempt);
            size_ = std::max(size_ / 2, smallest_batch);
            if (back_off(settings_.interrupt, attempt)) return failure(ErrorKind::interrupted, "stopped by a signal");
        }
    }

    void report() {
        StepProgress progress;
        progress.phase = "backfill of " + backfill_.table.name;
        progress.done = done_;
        progress.total = total_;
        progress.elapsed = std::chrono::duration_cast<milliseconds>(Clock::now() - start_);
        const long long done_now = done_ - done_at_start_;
        if (done_now > 0) progress.left = progress.elapsed * (total_ - done_) / done_now;
        observer_.step_progress(step_, progress);
    }

    Error paused() const {
        const std::string share = total_ > 0 ? " (" + std::to_string(done_ * 100 / total_) + " %)" : "";
        return Error(ErrorKind::pending, "the backfill of " + backfill_.table.name + " is paused after " +
                                             std::to_string(done_) + " of " + std::to_string(total_) + " rows" + share +
                                             ": the time for backfills of this run is over")
            .hint("run again to go on from there, or allow more time with --max-backfill-time");
    }

    postgres::Session& session_;
    const Backfill& backfill_;
    const PlannedStep& step_;
    const StepSettings& settings_;
    Observer& observer_;
    const Clock::time_point start_ = Clock::now();
    bool is_finished_ = false;
    bool has_cursor_ = false;
    postgres::Parameters place_ = {};  // the end, then the last key done
    long long done_ = 0;
    long long done_at_start_ = 0;
    long long total_ = 0;
    long long size_ = first_batch;
};

}  // namespace

long long next_batch_size(long long size, milliseconds took, milliseconds wanted) {
    const double ratio =
        static_cast<double>(wanted.count()) / static_cast<double>(std::max<long long>(took.count(), 1));
    const double next = static_cast<double>(size) * std::clamp(ratio, 0.5, 1.2);
    return std::clamp(static_cast<long long>(next), smallest_batch, largest_batch);
}

Result<void> fill(postgres::Session& session, const Backfill& backfill, std::size_t number, const PlannedStep& step,
                  const OutsideRow& row, const StepSettings& settings, Observer& observer) {
    const BackfillRow where{row.table(), row.condition(), row.own_pid(), static_cast<long long>(number)};
    return Filling(session, backfill, step, settings, observer).run(where);
}

}  // namespace migrator
