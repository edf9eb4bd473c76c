// Running a script as an operator does: psql, from a file.
#pragma once

#include <string>

namespace migrator::testing {

struct PsqlRun {
    int code = -1;  ///< 3: a statement failed
    std::string out = {};
    std::string err = {};
};

/// Runs `script` with the real psql against `database`.
PsqlRun run_psql(const std::string& database, const std::string& script);

/// As run_psql; fails the test, with what psql says, unless the script ran to its end and printed nothing.
void must_run(const std::string& database, const std::string& script);

/// What `pg_dump --schema-only` says of the database, without what differs from call to call.
std::string schema_of(const std::string& database);

/// The history's rows as lines, in their order: id, parents, message, checksum, state, class.
std::string history_of(const std::string& database);

}  // namespace migrator::testing
