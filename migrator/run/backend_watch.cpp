// Asking the server what its process does.
#include "migrator/run/backend_watch.hpp"

#include <algorithm>

#include "migrator/operation/transactional.hpp"
#include "migrator/support/duration.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds look_interval = std::chrono::seconds(1);
constexpr milliseconds report_interval = std::chrono::seconds(5);

// Twice in an attempt to get a lock at least: who is in the way can be told only while the server waits.
milliseconds interval_of(const RunOptions& options) {
    constexpr milliseconds shortest{10};
    const milliseconds attempt = options.session.lock_attempt;
    const milliseconds longest = std::min(look_interval, options.network_timeout / 4);
    return attempt.count() == 0 ? longest : std::clamp(attempt / 2, shortest, std::max(shortest, longest));
}

}  // namespace

BackendWatch::BackendWatch(const RunOptions& options, Observer& observer, postgres::Session& session)
    : options_(options), observer_(observer), watched_(session) {
    watched_.watch(interval_of(options), [this](Milliseconds waited) { return look(waited); });
}

BackendWatch::~BackendWatch() {
    watched_.watch({}, {});
}

void BackendWatch::follow(const PlannedStep& step) {
    step_ = &step;
    is_outside_ = runs_outside_transaction(step.operations);
    blockers_.clear();
}

Result<void> BackendWatch::look(Milliseconds waited) {
    if (waited <= look_interval) next_report_ = look_interval;
    const bool must_be_proven = waited >= options_.network_timeout / 2;
    const bool is_told = is_outside_ && waited >= next_report_;
    if (std::chrono::steady_clock::now() < next_try_ && !must_be_proven && !is_told) return success();
    return ask(waited, must_be_proven || is_told ? std::chrono::seconds(5) : std::chrono::seconds(2));
}

Result<void> BackendWatch::connect(Milliseconds within) {
    postgres::ConnectOptions connect;
    connect.database = options_.database;
    connect.application_name = options_.application + " watch";
    connect.timeout = within;
    connect.network_timeout = within;
    connect.interrupt = options_.interrupt;
    TRY(postgres::Session opened, postgres::Session::open(connect));
    own_.emplace(std::move(opened));
    return success();
}

Result<void> BackendWatch::ask(Milliseconds waited, Milliseconds patience) {
    const Milliseconds left = std::max(options_.network_timeout - waited, Milliseconds(500));
    if (!own_) {
        const auto connected = connect(std::min(left, patience));
        if (!connected.has_value()) {
            next_try_ = std::chrono::steady_clock::now() + report_interval;
            return judge(connected.assume_error(), waited);
        }
    }
    const auto activity = own_->query(R"sql(SELECT coalesce(a.state, 'active'), coalesce(p.phase, ''),
       coalesce(p.blocks_done, 0), coalesce(p.blocks_total, 0), coalesce(a.wait_event_type = 'Lock', a.state IS NULL)
FROM pg_catalog.pg_stat_activity a
LEFT JOIN pg_catalog.pg_stat_progress_create_index p ON p.pid = a.pid
WHERE a.pid = $1::integer)sql",
                                      {std::to_string(watched_.backend_pid())});
    if (!activity.has_value()) {
        own_.reset();
        next_try_ = std::chrono::steady_clock::now() + report_interval;
        return judge(activity.assume_error(), waited);
    }
    const bool is_working = activity.assume_value().row_count() == 1 && activity.assume_value().text(0, 0) == "active";
    if (is_working) {
        // What a process waits for is hidden from another role, whom it waits for is not.
        blockers_.clear();
        if (activity.assume_value().boolean(0, 4)) {
            auto found = postgres::find_blockers_of(*own_, watched_.backend_pid());
            if (found.has_value()) blockers_ = std::move(found).assume_value();
        }
        report(activity.assume_value(), waited);
        return success();
    }
    if (waited < options_.network_timeout) return success();
    return failure(Error(ErrorKind::unavailable, "the server's answer was lost: its process no longer works on it")
                       .hint("the network between server and database swallows data"));
}

// A server that refuses is there; one that says nothing may be gone.
Result<void> BackendWatch::judge(const Error& error, Milliseconds waited) const {
    const bool has_answered = !error.details().sqlstate.empty() || error.kind() == ErrorKind::interrupted;
    if (has_answered || waited < options_.network_timeout) return success();
    return failure(Error(ErrorKind::unavailable, "the database has not answered for " + format_duration(waited))
                       .hint("the network or the server hangs; the step is rolled back by the server's timeouts"));
}

void BackendWatch::report(const postgres::ResultSet& activity, Milliseconds waited) {
    if (!is_outside_ || waited < next_report_) return;
    next_report_ = waited + report_interval;
    StepProgress progress;
    progress.phase = activity.text(0, 1);
    progress.done = activity.integer(0, 2);
    progress.total = activity.integer(0, 3);
    progress.unit = "blocks";
    progress.elapsed = waited;
    progress.blockers = blockers_;
    if (!progress.phase.empty() || !progress.blockers.empty()) observer_.step_progress(*step_, progress);
}

}  // namespace migrator
