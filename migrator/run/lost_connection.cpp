// Whose work is in the history after a connection was lost, and what stays unknown.
#include "migrator/run/lost_connection.hpp"

#include <algorithm>

#include "migrator/postgres/sqlstate.hpp"

namespace migrator {

Error with_step(Error error, const InFlight& in_flight) {
    if (in_flight.revision == nullptr) return error;
    const std::string lost = "revision " + in_flight.revision->id + ": the connection was lost ";
    if (!in_flight.may_have_committed) return std::move(error.within(lost + "while it ran"));
    error.become(ErrorKind::commit_unknown);
    error.within(lost + "when its COMMIT had been sent");
    return std::move(error.hint("run again when the database is back: the history tells what was committed"));
}

void LockedHistory::remember(const History& history) {
    has_stood_still_ = false;
    revisions_.emplace();
    for (const HistoryRow& row : history.rows)
        revisions_->insert(row.revision);
}

void LockedHistory::note_loss(const Error& error) {
    if (postgres::is_idle_timeout(error.details().sqlstate)) has_stood_still_ = true;
}

Result<void> LockedHistory::require_nobody_went_on(const History& history, const StepAuthor& author) const {
    if (!is_in_doubt()) return success();
    const auto is_added_by_another = [&](const HistoryRow& row) {
        const bool is_own = row.host == author.host && row.client_pid == author.pid;
        return !is_own && !revisions_->contains(row.revision);
    };
    if (std::none_of(history.rows.begin(), history.rows.end(), is_added_by_another)) return success();
    return failure(Error(ErrorKind::lock_lost,
                         "the migration lock was lost: this process stood still for longer than its session may, and "
                         "another migrator has gone on")
                       .hint("run again: the history tells what is left to do"));
}

}  // namespace migrator
