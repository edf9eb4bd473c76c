// What a run tells while it goes on.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "migrator/postgres/migration_lock.hpp"
#include "migrator/postgres/pin.hpp"
#include "migrator/run/plan.hpp"

namespace migrator {

/// A step that is done.
struct AppliedStep {
    std::string revision = {};
    std::string message = {};
    Direction direction = Direction::upgrade;
    std::chrono::microseconds duration{0};
    int attempts = 1;
    /// The connection was lost while it committed, and the history told afterwards that it had.
    bool resolved = false;
};

/// The place of a step in its run.
struct StepPosition {
    std::size_t number = 0;  ///< from 1
    std::size_t count = 0;
};

/// How far a step under way is.
struct StepProgress {
    /// What is going on, e.g. "backfill of characters".
    std::string phase = {};
    /// 0 of 0 when nothing can be counted.
    long long done = 0;
    long long total = 0;
    std::string unit = "rows";
    /// Of the step, in this run.
    std::chrono::milliseconds elapsed{0};
    /// Not set when it cannot be told.
    std::optional<std::chrono::milliseconds> left = {};
    /// Whom the step waits for.
    std::vector<postgres::OtherSession> blockers = {};
};

/// `backfill of players: 12000 of 50000 rows (24 %), 3.1 s left`, or whom it waits for; one line.
std::string describe(const StepProgress& progress);

/// The error of a lost connection, with the beginning of the statement that it met; one line.
std::string describe_loss(const Error& error);

/// The error after which a step is tried again, with those who blocked it; one line.
std::string describe_retry(const Error& error);

/// Called from the thread that runs the migration; the calls do nothing unless overridden.
class Observer {
 public:
    Observer() = default;
    Observer(const Observer&) = delete;
    Observer& operator=(const Observer&) = delete;
    virtual ~Observer() = default;

    virtual void connecting() {}
    /// A connection attempt failed and will be repeated.
    virtual void connect_failed(const Error&) {}
    virtual void connected(const postgres::ServerFacts&) {}
    /// Repeated about each second while another migrator holds the lock.
    virtual void waiting_for_lock(const postgres::OtherSession& /*holder*/, std::chrono::milliseconds /*waited*/) {}
    virtual void planned(const Plan&) {}
    virtual void step_starting(const PlannedStep&, StepPosition) {}
    /// Repeated while a step takes long: with each batch of a backfill, and every few seconds of a wait.
    virtual void step_progress(const PlannedStep&, const StepProgress&) {}
    /// A step was rolled back and will be tried again.
    virtual void step_retrying(const PlannedStep&, const Error&, int /*attempt*/) {}
    virtual void step_done(const AppliedStep&, StepPosition) {}
    virtual void notice(const postgres::Notice&) {}
    /// The connection was lost during the run; it will be opened again and the run resumed.
    virtual void connection_lost(const Error&) {}
};

}  // namespace migrator
