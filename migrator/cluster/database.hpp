// Databases of a cluster: create, clone, drop.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "migrator/support/result.hpp"

struct pg_conn;

namespace migrator::cluster {

/// A superuser's connection to a database that is left alone, for work on the others. Connecting takes about as long as
/// cloning a small database, so who makes many keeps one. Opens itself again when the server has closed it.
/// Not thread-safe.
class DatabaseMaintenance {
 public:
    /// *Errors:* unavailable, when the server cannot be reached.
    static Result<DatabaseMaintenance> open(const std::string& connection);

    /// Creates the database `name`, as a copy of the files of `template_database` when one is given.
    /// *Errors:* unavailable; step_failed with the server's SQLSTATE, e.g. 42P04 when it exists, 55006 when somebody is
    /// connected to the template.
    Result<void> create(const std::string& name, const std::optional<std::string>& template_database = {});
    /// Like `create`, and no error when the database exists.
    Result<void> ensure(const std::string& name);
    /// Drops the database `name` and disconnects everyone who is in it. No error when there is none.
    Result<void> drop(const std::string& name);

 private:
    struct Finish {
        void operator()(pg_conn* connection) const;
    };
    explicit DatabaseMaintenance(pg_conn* connection) : connection_(connection) {}
    Result<void> execute(const std::string& statement);
    std::string quoted(const std::string& name) const;

    std::unique_ptr<pg_conn, Finish> connection_;
};

/// The same over a connection for this one call.
Result<void> create_database(const std::string& connection, const std::string& name,
                             const std::optional<std::string>& template_database = {});
Result<void> ensure_database(const std::string& connection, const std::string& name);
Result<void> drop_database(const std::string& connection, const std::string& name);

}  // namespace migrator::cluster
