// What a SQLSTATE means for a migrator. Source: PostgreSQL's manual, appendix A.
#pragma once

#include <string_view>

#include "migrator/support/error.hpp"

namespace migrator::postgres {

/// The kind of error that an SQLSTATE stands for; an empty one is a broken connection.
ErrorKind kind_of_sqlstate(std::string_view sqlstate);

/// The whole transaction may be tried again: serialization failure or deadlock.
bool is_retryable_conflict(std::string_view sqlstate);

/// A lock was not available within lock_timeout.
bool is_lock_not_available(std::string_view sqlstate);

/// The server has ended a session that sent nothing for longer than it may.
bool is_idle_timeout(std::string_view sqlstate);

/// A text that the database's encoding cannot hold, or that is none in the client's.
bool is_unconvertible(std::string_view sqlstate);

/// A connection refused for a reason that passes: starting up, shutting down, too many connections, no listener.
bool is_passing_connect_failure(std::string_view sqlstate);

}  // namespace migrator::postgres
