// What the server is told at its start: command line, environment, config file.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>

#include "migrator/cli/command.hpp"

namespace gestaloka {

enum class MigrateMode {
    automatic,  ///< upgrade, then serve
    check,      ///< change nothing, refuse to serve unless at head
    off,        ///< do not look
};

enum class LogFormat { text, json };

struct ServerOptions {
    std::string database = {};  ///< empty: the embedded cluster in `data_directory`
    std::string direct_database = {};
    std::filesystem::path data_directory = ".gestaloka";
    std::filesystem::path postgres_binaries = {};
    MigrateMode migrate = MigrateMode::automatic;
    bool migrate_only = false;
    std::string history_table = "migrator.history";
    std::string listen = "127.0.0.1:8080";
    std::size_t database_connections = 4;
    std::string token_secret = {};
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(15);
    std::chrono::milliseconds lock_timeout = std::chrono::minutes(5);
    std::chrono::milliseconds statement_timeout = std::chrono::minutes(30);
    std::chrono::milliseconds network_timeout = std::chrono::seconds(15);
    std::chrono::milliseconds backfill_batch_time = std::chrono::milliseconds(100);
    std::chrono::milliseconds backfill_pause = std::chrono::milliseconds(0);
    std::chrono::milliseconds max_backfill_time = std::chrono::milliseconds(0);
    LogFormat log_format = LogFormat::text;
    bool verbose = false;

    /// The `migrate` command, when one was given.
    migrator::cli::ChosenCommand command = {};
};

/// Outcome of reading the command line: options, or an exit code when the process is done (help, version, mistake).
struct ParsedOptions {
    ServerOptions options = {};
    bool is_done = false;
    int exit_code = 0;
};

/// Reads the arguments; what is not there is looked for as GESTALOKA_… in the environment, then in the config file.
/// Prints help and version to stdout, mistakes to stderr.
ParsedOptions parse_options(int argument_count, const char* const* arguments);

}  // namespace gestaloka
