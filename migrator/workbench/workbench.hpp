// Turns anything that describes a schema into a catalog, on a private server that is started when first needed.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "migrator/catalog/catalog.hpp"
#include "migrator/introspection/read_catalog.hpp"
#include "migrator/revision/registry.hpp"
#include "migrator/support/interrupt.hpp"

namespace migrator {

struct WorkbenchOptions {
    CatalogScope scope = {};
    const Interrupt* interrupt = nullptr;
};

/// What revisions leave in a database that was empty.
struct Replay {
    Catalog catalog = {};
    std::vector<std::string> filled_tables = {};  ///< those that hold a row, by name
};

/// Every catalog that it returns was read from PostgreSQL, so that two of them can be compared as values. One server
/// for all of them, gone with the workbench; a fresh database for each. Not thread-safe.
class Workbench {
 public:
    explicit Workbench(WorkbenchOptions options = {});
    Workbench(Workbench&&) noexcept;
    Workbench& operator=(Workbench&&) noexcept;
    ~Workbench();

    /// What the registered revisions make of an empty database, up to `target`: "heads", "base", an id or a prefix.
    /// C++ steps run, on empty tables.
    /// *Errors:* as `upgrade` of run/migrate.hpp; unavailable, when no PostgreSQL programs are installed.
    Result<Catalog> after_revisions(const Registry& registry, const std::string& target = "heads");

    /// As after_revisions, and what stands in the tables afterwards; `operations` are run behind the revisions.
    /// *Errors:* also step_failed, with the statement that PostgreSQL refused.
    Result<Replay> replay(const Registry& registry, const std::string& target,
                          const std::vector<Operation>& operations = {});

    /// What PostgreSQL makes of a catalog that was described, e.g. by models: the same, in its own words.
    /// *Errors:* step_failed, with the statement that PostgreSQL refused.
    Result<Catalog> canonical(const Catalog& wanted);

    /// What a file of SQL makes of an empty database. Output of `pg_dump` needs the psql program; let it be made with
    /// --no-owner.
    /// *Errors:* usage, when the file cannot be read; step_failed, when a statement fails.
    Result<Catalog> of_sql_file(const std::filesystem::path& file);

    /// What a database looks like. Only reads, and starts no server.
    /// *Errors:* unavailable.
    Result<Catalog> of_database(const std::string& url);

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace migrator
