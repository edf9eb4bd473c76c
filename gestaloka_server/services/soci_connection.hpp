// Opening a SOCI session the way libpq understands a connection string, and keeping it clean.
#pragma once

#include <chrono>
#include <string>

#include "migrator/support/interrupt.hpp"
#include "migrator/support/result.hpp"

namespace soci {
class session;
}

namespace gestaloka::services {

struct ConnectionOptions {
    std::string database = {};  ///< libpq URI or keyword string
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(5);
    std::chrono::milliseconds statement_timeout = std::chrono::seconds(5);
    const migrator::Interrupt* interrupt = nullptr;  ///< ends the waiting for a connection
};

/// Opens `session`, or opens it anew, and sets its encoding, time zone, date style and timeouts.
/// Errors: usage (a string that libpq cannot parse), unavailable, interrupted. No error holds the string or a part.
migrator::Result<void> open_session(soci::session& session, const ConnectionOptions& options);

/// Whether the connection is up as far as can be seen without asking the server.
bool is_alive(soci::session& session);

/// Rolls back, and brings settings, role, locks and temporary tables back to what `open_session` left.
/// Returns false when the connection is of no use any more.
bool clean_session(soci::session& session, const ConnectionOptions& options);

/// The socket of the connection; -1 when there is none.
int socket_of(soci::session& session);

/// Whether a transaction is open and can be committed.
bool is_in_good_transaction(soci::session& session);

}  // namespace gestaloka::services
