// The session settings that every step can rely on, whatever the role, the database or a former step has set.
#pragma once

#include <chrono>
#include <string>

#include "migrator/postgres/session.hpp"

namespace migrator::postgres {

struct SessionSettings {
    std::string search_path = "public, pg_temp";
    /// One attempt to get a table lock; a step is tried again until the migration's own lock timeout.
    std::chrono::milliseconds lock_attempt = std::chrono::seconds(1);
    /// For each statement of a step; zero: no limit.
    std::chrono::milliseconds statement_timeout = std::chrono::milliseconds(0);
    /// How long a step's C++ may compute between two statements before the server takes its locks away. Outside a
    /// transaction the session, with the migration lock, is ended likewise.
    std::chrono::milliseconds idle_in_transaction_timeout = std::chrono::seconds(60);
};

/// A setting of the session, and its value as text.
struct PinnedSetting {
    const char* name = "";
    std::string value = {};
    int since_version = 0;  ///< the first server that knows it, e.g. 140000
};

/// Those that decide how PostgreSQL prints values.
std::vector<PinnedSetting> printing_settings();

/// The settings that pinning makes, those of printing among them.
std::vector<PinnedSetting> pinned_settings(const SessionSettings& settings);

/// What the pinning statement reads on the way.
struct ServerFacts {
    bool in_recovery = false;
    bool read_only = false;
    bool behind_pooler = false;  ///< the backend is not the one that answered the handshake
    bool relation_exists = false;
    bool is_table = false;    ///< the relation, and not a view, a sequence or the like
    bool hides_rows = false;  ///< row security decides which rows of the relation the role sees
    std::string database = {};
    std::string role = {};
};

/// Pins the session and reads the facts with one statement that writes nothing. Behind a pooler it pins nothing, since
/// the settings would stay with a server that others use.
/// `schema` and `relation` name the table that is looked at.
Result<ServerFacts> pin_session(Session& session, const SessionSettings& settings, const std::string& schema,
                                const std::string& relation);

/// The statements of `reset_session`, separated by semicolons.
const char* reset_session_sql();

/// Takes back what a step may have left: roles, settings, cursors, listens, temporary tables, prepared statements.
/// Session locks stay, and so does what ends a session that is cut off with them. Pin again afterwards.
Result<void> reset_session(Session& session, const SessionSettings& settings);

}  // namespace migrator::postgres
