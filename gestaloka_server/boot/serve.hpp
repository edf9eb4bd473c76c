// The ways to run the server: serve, migrate only, one migrate command.
#pragma once

#include "gestaloka_server/options.hpp"
#include "migrator/migrator.hpp"

namespace gestaloka::boot {

/// Listens at once, brings the database up to date, starts the services, serves until the interrupt, stops cleanly.
/// Errors: of the listener, the database and the migration; interrupted when stopped before it served.
migrator::Result<void> serve(const ServerOptions& options, const migrator::Registry& registry,
                             const migrator::Interrupt& interrupt);

/// Upgrades and starts no service.
migrator::Result<void> migrate_only(const ServerOptions& options, const migrator::Registry& registry,
                                    const migrator::Interrupt& interrupt);

/// Runs `gestaloka_server migrate …`.
migrator::Result<void> run_migrate_command(const ServerOptions& options, const migrator::Registry& registry,
                                           const migrator::Interrupt& interrupt);

}  // namespace gestaloka::boot
