// The database that the server works on: one that was named, or its own.
#pragma once

#include <optional>
#include <string>

#include "gestaloka_server/options.hpp"
#include "migrator/cluster/embedded.hpp"
#include "migrator/migrator.hpp"

namespace gestaloka::boot {

class GameDatabase {
 public:
    /// Starts the embedded cluster when no database was named. Errors: as EmbeddedCluster::open.
    static migrator::Result<GameDatabase> open(const ServerOptions& options, const migrator::Interrupt& interrupt);

    const std::string& url() const { return url_; }
    /// For people, without secrets: "embedded PostgreSQL in .gestaloka".
    const std::string& description() const { return description_; }

    /// How the migrator shall work, without a database to work on.
    static migrator::RunOptions run_settings(const ServerOptions& options, const migrator::Interrupt& interrupt);
    /// How the migrator shall reach it.
    migrator::RunOptions run_options(const ServerOptions& options, const migrator::Interrupt& interrupt) const;

    /// Stops the embedded cluster unless another process uses it.
    migrator::Result<void> close();

 private:
    GameDatabase() = default;

    std::string url_;
    std::string description_;
    std::optional<migrator::cluster::EmbeddedCluster> cluster_;
};

}  // namespace gestaloka::boot
