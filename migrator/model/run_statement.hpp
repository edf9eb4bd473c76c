// Running a statement through SOCI: the one place where SOCI's exceptions become errors.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "migrator/model/statement.hpp"
#include "migrator/support/result.hpp"

namespace soci {
class session;
class soci_error;
}  // namespace soci

namespace migrator::model {

/// A row as text; a value not set is NULL.
using TextRow = std::vector<std::optional<std::string>>;

/// Runs `statement` and returns its rows, each of `column_count` values.
/// Requires: every column of the statement is of type text.
/// Errors: unavailable (connection lost, server stopping, out of resources), lock_timeout, privilege; step_failed for
/// any other failure of the statement. With the SQLSTATE, and the statement without the values.
Result<std::vector<TextRow>> run_query(soci::session& session, const Statement& statement, std::size_t column_count);

/// Runs `statement` and returns the number of rows that it inserted, updated or deleted.
/// Errors: as run_query.
Result<long long> run_command(soci::session& session, const Statement& statement);

/// What went wrong in SOCI, as an error of the kinds that `run_query` names.
Error error_of(const soci::soci_error& exception, std::string sql);

}  // namespace migrator::model
