// What the table of another migration tool says of a database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "migrator/catalog/name.hpp"
#include "migrator/postgres/session.hpp"

namespace migrator {

enum class ForeignTool { alembic, flyway, goose, sqlx, golang_migrate };

/// "alembic", "flyway", "goose", "sqlx", "golang-migrate"; empty for another name.
std::optional<ForeignTool> foreign_tool(const std::string& name);
const char* to_string(ForeignTool tool);

/// Where the tool keeps its history unless it was told otherwise, e.g. alembic_version.
const char* default_version_table(ForeignTool tool);

/// Where the database stands in the other tool's terms.
struct ForeignHistory {
    ObjectName table = {};
    /// Alembic: the heads. The others, whose versions are a line: the newest applied version, if any.
    std::vector<std::string> versions = {};
};

/// Reads `table` ("name" or "schema.name"), and nothing else. Requires: a pinned session.
/// Errors: usage, when there is no such table or it is not the tool's; torn, when the tool left a migration half done
/// (dirty, failed); unavailable; privilege.
Result<ForeignHistory> read_foreign_history(postgres::Session& session, ForeignTool tool, const std::string& table);

}  // namespace migrator
