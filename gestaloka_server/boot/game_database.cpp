// The database that the server works on: one that was named, or its own.
#include "gestaloka_server/boot/game_database.hpp"

#include "gestaloka_server/version.hpp"
#include "migrator/support/try.hpp"

namespace gestaloka::boot {

migrator::Result<GameDatabase> GameDatabase::open(const ServerOptions& options, const migrator::Interrupt& interrupt) {
    GameDatabase database;
    if (!options.database.empty()) {
        database.url_ = options.database;
        database.description_ = "the given database";
        return database;
    }
    migrator::cluster::EmbeddedOptions embedded;
    embedded.directory = options.data_directory;
    embedded.interrupt = &interrupt;
    if (!options.postgres_binaries.empty()) embedded.binaries = options.postgres_binaries;
    TRY(migrator::cluster::EmbeddedCluster cluster, migrator::cluster::EmbeddedCluster::open(embedded));
    database.url_ = cluster.connection_string();
    database.description_ = "embedded PostgreSQL in " + options.data_directory.string();
    database.cluster_ = std::move(cluster);
    return database;
}

migrator::RunOptions GameDatabase::run_settings(const ServerOptions& options, const migrator::Interrupt& interrupt) {
    migrator::RunOptions run;
    run.direct_database = options.direct_database;
    const std::size_t dot = options.history_table.find('.');
    run.history.name = dot == std::string::npos ? migrator::ObjectName("public", options.history_table)
                                                : migrator::ObjectName(options.history_table.substr(0, dot),
                                                                       options.history_table.substr(dot + 1));
    run.session.statement_timeout = options.statement_timeout;
    run.connect_timeout = options.connect_timeout;
    run.lock_timeout = options.lock_timeout;
    run.network_timeout = options.network_timeout;
    run.backfill = {options.backfill_batch_time, options.backfill_pause, options.max_backfill_time};
    run.application = "gestaloka_server";
    run.application_version = server_version();
    run.interrupt = &interrupt;
    return run;
}

migrator::RunOptions GameDatabase::run_options(const ServerOptions& options,
                                               const migrator::Interrupt& interrupt) const {
    migrator::RunOptions run = run_settings(options, interrupt);
    run.database = url_;
    return run;
}

migrator::Result<void> GameDatabase::close() {
    if (!cluster_) return migrator::success();
    return cluster_->close();
}

}  // namespace gestaloka::boot
