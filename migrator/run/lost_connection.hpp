// What a run keeps in mind for the case that its connection is lost.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "migrator/run/history.hpp"
#include "migrator/run/plan.hpp"
#include "migrator/run/step_script.hpp"

namespace migrator {

/// The step that is under way.
struct InFlight {
    const RevisionNode* revision = nullptr;  ///< null: none
    Direction direction = Direction::upgrade;
    std::string row = {};             ///< by which the history tells whether it had committed
    bool may_have_committed = false;  ///< its COMMIT was sent, and no answer came
};

/// The error of a connection that could not be had again, with the step that was under way. A COMMIT that was sent
/// makes it commit_unknown.
Error with_step(Error error, const InFlight& in_flight);

/// The history as it was when the run had the lock, to tell whether another migrator has gone on since.
class LockedHistory {
 public:
    void remember(const History& history);
    void note_loss(const Error& error);

    /// True after the server has ended the session, and the lock with it, of a process that stood still: who wrote the
    /// history since then must be known.
    bool is_in_doubt() const { return has_stood_still_ && revisions_.has_value(); }

    /// Errors: lock_lost, when the history is in doubt and holds rows that others than `author` have added.
    Result<void> require_nobody_went_on(const History& history, const StepAuthor& author) const;

 private:
    std::optional<std::set<std::string>> revisions_ = {};
    bool has_stood_still_ = false;
};

}  // namespace migrator
