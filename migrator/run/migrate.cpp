// The boot protocol: read without a lock, and only when there is work take the lock, read again, decide, apply.
#include "migrator/run/migrate.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <utility>

#include "migrator/operation/transactional.hpp"
#include "migrator/postgres/transaction_lock.hpp"
#include "migrator/run/backend_watch.hpp"
#include "migrator/run/decide.hpp"
#include "migrator/run/direct_database.hpp"
#include "migrator/run/locked.hpp"
#include "migrator/run/lost_connection.hpp"
#include "migrator/run/open.hpp"
#include "migrator/run/pooled_step.hpp"
#include "migrator/run/privileges.hpp"
#include "migrator/run/step_failure.hpp"
#include "migrator/run/step_rows.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

using Clock = std::chrono::steady_clock;
// Decides for what the user wrote, or, in a run that goes on, for the destination that it had before.
using Decide = std::function<Result<Plan>(const History&, const std::vector<std::string>& destination)>;

// What the decision will need, while the server reads the history. What is wrong is told by the decision.
void compute_checksums(const Registry& registry) {
    for (const RevisionNode& node : registry.revisions())
        [[maybe_unused]] const auto computed = node.upgrade_checksum();
}

// A run that may lose its connection and go on with another one.
class Run {
 public:
    Run(const RunOptions& options, const Registry& registry, Decide decide, Observer& observer, RunReport& report)
        : options_(options),
          registry_(registry),
          direct_(options),
          decide_(std::move(decide)),
          observer_(observer),
          report_(report) {
        direct_.database = options.direct_database;
    }

    Result<void> run() {
        // Without anything achieved in between.
        constexpr int most_resumes = 3;
        std::size_t achieved = 0;
        for (int resumes = 0;; ++resumes) {
            auto outcome = run_on_one_connection();
            if (outcome.has_value()) return success();
            Error error = std::move(outcome).assume_error();
            const bool lost = error.kind() == ErrorKind::unavailable || error.kind() == ErrorKind::commit_unknown;
            if (lost && !is_connected_) return failure(with_step(std::move(error), in_flight_));
            if (std::exchange(achieved, achieved_) != achieved_) resumes = 0;
            if (!lost || resumes == most_resumes) return failure(std::move(error));
            in_flight_.may_have_committed |= error.kind() == ErrorKind::commit_unknown;
            locked_history_.note_loss(error);
            is_connected_ = false;
            observer_.connection_lost(error);
        }
    }

 private:
    Result<void> run_on_one_connection() {
        used_ = &options_;
        TRY(OpenDatabase database, open_database(options_, observer_));
        is_connected_ = true;
        report_.database = database.facts.database;
        report_.role = database.facts.role;
        TRYV(require_writable(database));
        TRY(const History history, history_of(database));
        resolve_step_in_flight(history, Certainty::provisional);
        TRYV(locked_history_.require_nobody_went_on(history, author_of(options_)));
        TRY(const Plan plan, decide_(history, destination_));
        if (plan.steps.empty()) {
            finish(database, history.rows.size(), plan);
            return success();
        }
        return run_locked(database);
    }

    // Who applied a row matters only after a lost connection.
    Result<History> history_of(OpenDatabase& database) const {
        const bool is_in_doubt = in_flight_.revision != nullptr || locked_history_.is_in_doubt();
        return current_history(database, options_.history, is_in_doubt ? HistoryDetail::whole : HistoryDetail::deciding,
                               [&] { compute_checksums(registry_); });
    }

    Result<void> run_locked(OpenDatabase& database) {
        if (database.facts.behind_pooler)
            return options_.direct_database.empty() ? run_through_pooler(database) : run_around_pooler(database);
        const postgres::LockKey key =
            postgres::migration_lock_key(options_.history.name.schema, options_.history.name.name);
        TRYV(lock_database(database, options_, observer_));
        TRY(const History history, history_of(database));
        resolve_step_in_flight(history, Certainty::final);
        TRYV(locked_history_.require_nobody_went_on(history, author_of(options_)));
        locked_history_.remember(history);
        TRY(const Plan plan, decide_(history, destination_));
        if (!plan.steps.empty()) {
            observer_.planned(plan);
            TRYV(require_privileges(database, options_.history, plan));
            TRYV(prepare_first_change(database));
            if (!database.facts.relation_exists) TRYV(create_history(database.session, options_.history));
            destination_ = plan.destination;
            TRYV(apply_all(database, plan, key));
        }
        TRYV(postgres::unlock(database.session, key));
        const std::size_t applied =
            count_applied(history) + count(plan, Direction::upgrade) - count(plan, Direction::downgrade);
        finish(database, applied, plan);
        return success();
    }

    // Nothing of a session outlives a transaction here, so each step takes the lock, and reads the history again, in
    // its own transaction.
    Result<void> run_through_pooler(OpenDatabase& database) {
        Retries retries(options_.lock_timeout);
        int attempt = 1;
        while (true) {
            auto outcome = take_pooled_turn(database, attempt);
            if (outcome.has_value()) {
                if (!outcome.assume_value()) return success();
                retries = Retries(options_.lock_timeout);
                attempt = 1;
                continue;
            }
            Error error = std::move(outcome).assume_error();
            if (database.session.is_connected()) [[maybe_unused]]
                const auto undone = database.session.run_script("ROLLBACK");
            if (!tried_ || !retries.allow(error)) return failure(std::move(error));
            observer_.step_retrying(*tried_, error, attempt);
            if (back_off(options_.interrupt, attempt++)) return failure(ErrorKind::interrupted, "stopped by a signal");
        }
    }

    // One transaction under the lock: makes the history, or applies a step. False when there is nothing left.
    Result<bool> take_pooled_turn(OpenDatabase& database, int attempt) {
        tried_.reset();
        const postgres::LockKey key =
            postgres::migration_lock_key(options_.history.name.schema, options_.history.name.name);
        TRYV(wait_for_lock(database.session, options_, observer_,
                           [&] { return postgres::begin_locked(database.session, key); }));
        TRY(postgres::ServerFacts facts,
            postgres::pin_session(database.session, options_.session, options_.history.name.schema,
                                  options_.history.name.name));
        database.facts = std::move(facts);
        TRY(const History history, history_of(database));
        resolve_step_in_flight(history, Certainty::final);
        TRY(const Plan plan, decide_(history, destination_));
        if (plan.steps.empty()) {
            TRYV(database.session.run_script("COMMIT"));
            finish(database, count_applied(history), plan);
            return false;
        }
        if (destination_.empty()) {
            TRYV(require_no_step_outside(plan));
            observer_.planned(plan);
            TRYV(require_privileges(database, options_.history, plan));
            destination_ = plan.destination;
        }
        TRYV(prepare_first_change(database));
        if (database.facts.relation_exists) {
            TRYV(apply_pooled(database, plan, key, attempt));
        } else {
            TRYV(create_history(database.session, options_.history));
            TRYV(database.session.run_script("COMMIT"));
        }
        return true;
    }

    Result<void> apply_pooled(OpenDatabase& database, const Plan& plan, postgres::LockKey key, int attempt) {
        const PlannedStep& step = plan.steps.front();
        tried_ = step;
        const std::size_t done = report_.steps.size();
        const StepPosition position{done + 1, done + plan.steps.size()};
        if (attempt == 1) observer_.step_starting(step, position);
        in_flight_ = {step.revision, step.direction, rows_of(step).back().revision};
        auto applied = apply_step_once(database.session, step, attempt, settings_of(key));
        if (!applied.has_value())
            return failure(std::move(applied).assume_error().within("revision " + step.revision->id));
        record_done(std::move(applied).assume_value(), position);
        return success();
    }

    static Result<void> require_no_step_outside(const Plan& plan) {
        for (const PlannedStep& step : plan.steps)
            if (runs_outside_transaction(step.operations))
                return failure(
                    Error(ErrorKind::usage,
                          "revision " + step.revision->id +
                              " runs outside a transaction, and the connection goes through a pooler that changes "
                              "servers between transactions")
                        .hint("give the migrator a direct URL (--direct-database): no lock outlives a transaction "
                              "behind such a pooler"));
        return success();
    }

    Result<void> run_around_pooler(OpenDatabase& pooled) {
        if (used_ == &direct_)
            return failure(Error(ErrorKind::usage, "the direct URL leads through a pooler, too")
                               .hint("--direct-database names the server itself, or is left out"));
        used_ = &direct_;
        TRY(OpenDatabase database, open_database(direct_, observer_));
        TRYV(require_writable(database));
        TRYV(require_same_database(database, pooled));
        return run_locked(database);
    }

    // A run that lost its connection and goes on has prepared before.
    Result<void> prepare_first_change(OpenDatabase& database) {
        if (is_prepared_ || !options_.before_first_change) return success();
        postgres::Session& session = database.session;
        // The session waits with the lock, for longer than a session that is cut off may.
        constexpr int version_14 = 140000;
        if (database.facts.behind_pooler) {
            TRYV(session.run_script("SET LOCAL idle_in_transaction_session_timeout = 0"));
        } else if (session.server_version() >= version_14) {
            TRYV(session.run_script("SET idle_session_timeout = 0"));
        }
        TRYV(options_.before_first_change());
        is_prepared_ = true;
        TRYV(
            postgres::pin_session(session, options_.session, options_.history.name.schema, options_.history.name.name));
        return success();
    }

    StepSettings settings_of(postgres::LockKey key) const {
        StepSettings settings;
        settings.table = options_.history;
        settings.lock = key;
        settings.author = author_of(options_);
        settings.session = options_.session;
        settings.lock_timeout = options_.lock_timeout;
        settings.network_timeout = options_.network_timeout;
        settings.backfill = options_.backfill;
        settings.interrupt = options_.interrupt;
        return settings;
    }

    void record_done(AppliedStep&& applied, StepPosition position) {
        in_flight_.revision = nullptr;
        report_.steps.push_back(std::move(applied));
        ++achieved_;
        observer_.step_done(report_.steps.back(), position);
    }

    Result<void> apply_all(OpenDatabase& database, const Plan& plan, postgres::LockKey key) {
        StepSettings settings = settings_of(key);
        BackendWatch watch(*used_, observer_, database.session);
        settings.blockers = &watch.blockers();
        const std::size_t done = report_.steps.size();
        StepPosition position{done, done + plan.steps.size()};
        for (const PlannedStep& step : plan.steps) {
            ++position.number;
            in_flight_ = {step.revision, step.direction, rows_of(step).back().revision};
            watch.follow(step);
            settings.backfill_end = end_of_backfills(step);
            auto applied = apply_step(database.session, step, position, settings, observer_);
            if (!applied.has_value())
                return failure(std::move(applied).assume_error().within("revision " + step.revision->id));
            record_done(std::move(applied).assume_value(), position);
            TRYV(restore_session(database.session, step, settings));
        }
        return success();
    }

    // The time for backfills begins with the first one of the run.
    Clock::time_point end_of_backfills(const PlannedStep& step) {
        const auto is_backfill = [](const Operation& operation) { return std::holds_alternative<Backfill>(operation); };
        const bool is_first = backfill_end_ == Clock::time_point::max() && options_.backfill.time_limit.count() > 0 &&
                              std::any_of(step.operations.begin(), step.operations.end(), is_backfill);
        if (is_first) backfill_end_ = Clock::now() + options_.backfill.time_limit;
        return backfill_end_;
    }

    // Without the lock the lost connection's server process may still be committing.
    enum class Certainty { provisional, final };

    // After a lost connection the history tells whether the step that was under way had committed.
    void resolve_step_in_flight(const History& history, Certainty certainty) {
        if (in_flight_.revision == nullptr) return;
        const std::string& id = in_flight_.revision->id;
        const auto row = std::find_if(history.rows.begin(), history.rows.end(), [&](const HistoryRow& candidate) {
            return candidate.revision == in_flight_.row;
        });
        const StepAuthor author = author_of(options_);
        const bool applied = row != history.rows.end() && row->state == StepState::applied;
        const bool ours = applied && row->host == author.host && row->client_pid == author.pid;
        const bool committed = in_flight_.direction == Direction::upgrade ? ours : row == history.rows.end();
        if (committed) {
            AppliedStep step{id, in_flight_.revision->message, in_flight_.direction, {}, 1, true};
            if (applied) step.duration = std::chrono::milliseconds(row->duration_ms);
            report_.steps.push_back(step);
            observer_.step_done(step, {report_.steps.size(), report_.steps.size()});
        }
        if (committed || certainty == Certainty::final) in_flight_.revision = nullptr;
    }

    // An unfinished step counts once it is applied, one that is being undone until it is reverted.
    static std::size_t count_applied(const History& history) {
        return static_cast<std::size_t>(std::count_if(history.rows.begin(), history.rows.end(),
                                                      [](const auto& row) { return row.state != StepState::running; }));
    }

    static std::size_t count(const Plan& plan, Direction direction) {
        std::size_t rows = 0;
        for (const PlannedStep& step : plan.steps)
            if (step.direction == direction) rows += rows_of(step).size();
        return rows;
    }

    void finish(OpenDatabase& database, std::size_t applied_count, const Plan& plan) {
        report_.applied_count = applied_count;
        report_.ahead = plan.ahead;
        const auto traffic = database.session.traffic();
        report_.traffic.round_trips += traffic.round_trips;
        report_.traffic.statements += traffic.statements;
    }

    const RunOptions& options_;
    const Registry& registry_;
    RunOptions direct_;
    const RunOptions* used_ = &options_;
    Decide decide_;
    Observer& observer_;
    RunReport& report_;
    InFlight in_flight_ = {};
    LockedHistory locked_history_ = {};
    std::optional<PlannedStep> tried_ = {};  // in the open transaction behind a pooler
    std::vector<std::string> destination_ = {};
    bool is_connected_ = false;
    bool is_prepared_ = false;
    Clock::time_point backfill_end_ = Clock::time_point::max();
    // Grows with everything that need not be done again after a lost connection.
    std::size_t achieved_ = 0;
};

}  // namespace

Result<void> upgrade(const RunOptions& options, const Registry& registry, const std::string& target, Observer& observer,
                     RunReport& report) {
    const Decide decide = [&](const History& history, const std::vector<std::string>& destination) {
        return destination.empty() ? decide_upgrade(history, registry, target)
                                   : decide_upgrade(history, registry, destination);
    };
    return Run(options, registry, decide, observer, report).run();
}

Result<void> downgrade(const RunOptions& options, const Registry& registry, const std::string& target,
                       Observer& observer, RunReport& report) {
    const Decide decide = [&](const History& history, const std::vector<std::string>& destination) {
        return decide_downgrade(history, registry, destination.empty() ? target : destination.front());
    };
    return Run(options, registry, decide, observer, report).run();
}

Result<void> check(const RunOptions& options, const Registry& registry, Observer& observer, RunReport& report) {
    TRY(OpenDatabase database, open_database(options, observer));
    report.database = database.facts.database;
    report.role = database.facts.role;
    TRY(const History history,
        current_history(database, options.history, HistoryDetail::deciding, [&] { compute_checksums(registry); }));
    TRY(const Plan plan, decide_upgrade(history, registry, "heads"));
    report.applied_count = history.rows.size();
    report.ahead = plan.ahead;
    if (plan.steps.empty()) return success();
    return failure(Error(ErrorKind::pending,
                         std::to_string(plan.steps.size()) + " revisions are to be applied, the first is " +
                             plan.steps.front().revision->id + " (" + plan.steps.front().revision->message + ")")
                       .hint("run with --migrate=auto, or gestaloka_server --migrate-only"));
}

Result<History> inspect(const RunOptions& options, Observer& observer) {
    TRY(OpenDatabase database, open_database(options, observer));
    return current_history(database, options.history);
}

}  // namespace migrator
