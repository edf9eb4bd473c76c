// Databases of a cluster: create, clone, drop.
#pragma once

#include <optional>
#include <string>

#include "migrator/support/result.hpp"

namespace migrator::cluster {

/// Creates the database `name`, as a copy of the files of `template_database` when one is given.
/// `connection` is that of a superuser to another database than both.
/// *Errors:* unavailable, when the server cannot be reached; step_failed with the server's SQLSTATE, e.g. 42P04 when
/// it exists, 55006 when somebody is connected to the template.
Result<void> create_database(const std::string& connection, const std::string& name,
                             const std::optional<std::string>& template_database = {});

/// Like `create_database`, and no error when the database exists.
Result<void> ensure_database(const std::string& connection, const std::string& name);

/// Drops the database `name` and disconnects everyone who is in it. No error when there is none.
Result<void> drop_database(const std::string& connection, const std::string& name);

}  // namespace migrator::cluster
