// Opening a connection with a deadline, address by address.
#pragma once

#include "migrator/postgres/session.hpp"

namespace migrator::postgres {

/// Tries each host that the string, its service or the environment names, and each address of a name, once and in
/// order. Together they have `options.timeout`; a connect_timeout of the string bounds each address. An error tells of
/// them all. Errors: as Session::open.
Result<pg_conn*> connect(const ConnectOptions& options);

}  // namespace migrator::postgres
