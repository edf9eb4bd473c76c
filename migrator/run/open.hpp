// Getting to a pinned session, with patience for a server that is starting.
#pragma once

#include "migrator/run/migrate.hpp"

namespace migrator {

/// A connection that a run works with, and what it knows of the server.
struct OpenDatabase {
    postgres::Session session;
    postgres::ServerFacts facts = {};
};

/// Connects, again and again until `connect_timeout` where the failure passes by itself, and pins the session.
/// Errors: unavailable, interrupted, usage.
Result<OpenDatabase> open_database(const RunOptions& options, Observer& observer);

/// The host name and process that history rows and pg_stat_activity show.
StepAuthor author_of(const RunOptions& options);

/// The history as it is now; empty when there is no table.
/// Errors: those of read_history; diverged when something else is in its place, privilege when row security hides rows.
Result<History> current_history(OpenDatabase& database, const HistoryTable& table,
                                HistoryDetail detail = HistoryDetail::whole,
                                const std::function<void()>& meanwhile = {});

}  // namespace migrator
