// A connection string as environment variables: for PostgreSQL's own programs, whose arguments anyone can read.
#pragma once

#include <string>
#include <vector>

#include "migrator/support/result.hpp"

namespace migrator::postgres {

/// "PGHOST=…", "PGPASSWORD=…" and so on: what the string says, and for the rest what this process's own environment
/// says. Errors: usage, for a string that libpq cannot parse.
Result<std::vector<std::string>> connection_environment(const std::string& database);

}  // namespace migrator::postgres
