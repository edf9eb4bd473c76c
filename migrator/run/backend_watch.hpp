// Looks after the server process that a step waits for, on a connection of its own that is opened when a wait is long.
#pragma once

#include <optional>
#include <vector>

#include "migrator/run/migrate.hpp"

namespace migrator {

/// Knows whom a step waits for, tells it to the observer where that takes long, and ends a wait for an answer that was
/// lost: the step's own connection cannot tell a long statement from a network that swallows everything.
class BackendWatch {
 public:
    /// Watches `session` until the end of the scope. Requires: it is not moved meanwhile.
    BackendWatch(const RunOptions& options, Observer& observer, postgres::Session& session);
    BackendWatch(const BackendWatch&) = delete;
    BackendWatch& operator=(const BackendWatch&) = delete;
    ~BackendWatch();

    /// The step that is under way from now on. It must outlive the watch, or the next call.
    void follow(const PlannedStep& step);

    /// Who was seen last to keep the step waiting; empty when nobody was.
    const std::vector<postgres::OtherSession>& blockers() const { return blockers_; }

 private:
    using Milliseconds = std::chrono::milliseconds;

    Result<void> look(Milliseconds waited);
    Result<void> ask(Milliseconds waited, Milliseconds patience);
    Result<void> connect(Milliseconds within);
    Result<void> judge(const Error& error, Milliseconds waited) const;
    void report(const postgres::ResultSet& activity, Milliseconds waited);

    const RunOptions& options_;
    Observer& observer_;
    postgres::Session& watched_;
    const PlannedStep* step_ = nullptr;
    bool is_outside_ = false;
    std::chrono::steady_clock::time_point next_try_ = {};  // after a second connection that was not to be had
    Milliseconds next_report_{0};
    std::vector<postgres::OtherSession> blockers_ = {};
    std::optional<postgres::Session> own_ = {};
};

}  // namespace migrator
