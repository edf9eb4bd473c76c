// Looks after the server process that a step waits for, on a connection of its own that is opened when a wait is long.
#pragma once

#include <optional>

#include "migrator/run/migrate.hpp"

namespace migrator {

/// Tells the observer whom a step outside a transaction waits for, and ends a wait for an answer that was lost: the
/// step's own connection cannot tell a long statement from a network that swallows everything.
class BackendWatch {
 public:
    /// Watches `session` until the end of the scope. Requires: it is not moved meanwhile.
    BackendWatch(const RunOptions& options, Observer& observer, postgres::Session& session);
    BackendWatch(const BackendWatch&) = delete;
    BackendWatch& operator=(const BackendWatch&) = delete;
    ~BackendWatch();

    /// The step that is under way from now on. It must outlive the watch, or the next call.
    void follow(const PlannedStep& step);

 private:
    using Milliseconds = std::chrono::milliseconds;

    Result<void> look(Milliseconds waited);
    Result<void> ask(Milliseconds waited);
    Result<void> judge(const Error& error, Milliseconds waited) const;
    void report(const postgres::ResultSet& activity, Milliseconds waited);

    const RunOptions& options_;
    Observer& observer_;
    postgres::Session& watched_;
    const PlannedStep* step_ = nullptr;
    bool is_outside_ = false;
    Milliseconds next_report_{0};
    std::optional<postgres::Session> own_ = {};
};

}  // namespace migrator
