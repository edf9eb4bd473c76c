// Opening a connection with a deadline, host by host.
#pragma once

#include "migrator/postgres/session.hpp"

namespace migrator::postgres {

/// Tries each host of the string once, in order, within `options.timeout` together.
/// Errors: as Session::open.
Result<pg_conn*> connect(const ConnectOptions& options);

}  // namespace migrator::postgres
