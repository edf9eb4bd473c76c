// The game server's own PostgreSQL: kept in a data directory, started with the first process that uses it and stopped
// with the last.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "migrator/support/result.hpp"

namespace migrator {
class Interrupt;
}

namespace migrator::cluster {

struct EmbeddedOptions {
    std::filesystem::path directory = ".gestaloka";  ///< made on first use
    std::string database = "gestaloka";              ///< created when missing
    std::optional<std::filesystem::path> binaries;   ///< directory of initdb and postgres; default: looked for
    std::chrono::milliseconds start_limit{60'000};   ///< for all of `open`, crash recovery included
    std::chrono::milliseconds stop_limit{30'000};    ///< then the server is stopped as in a crash
    const Interrupt* interrupt = nullptr;            ///< ends `open` early
};

/// One process's use of the embedded server. Any number of processes may use one directory at the same time; a
/// process that is killed leaves a server that the next one finds and uses.
class EmbeddedCluster {
 public:
    /// Makes the data directory and the database when missing, and starts the server when it does not run.
    /// *Errors:* unavailable (no server programs: with a hint; no start: with the end of the log; limit passed),
    /// privilege (no user to run the server as, directory of somebody else), usage (`binaries`), interrupted.
    /// Nothing that was started stays behind on an error.
    static Result<EmbeddedCluster> open(const EmbeddedOptions& options);

    EmbeddedCluster(EmbeddedCluster&&) noexcept;
    EmbeddedCluster& operator=(EmbeddedCluster&&) noexcept;
    /// Closes, if `close` was not called. Does nothing in a fork of the process that opened it.
    ~EmbeddedCluster();

    /// libpq keywords for the database of the options, as superuser. Requires: not closed.
    std::string connection_string() const;
    std::string connection_string(const std::string& database) const;
    std::filesystem::path log_path() const;

    /// Ends this process's use, and stops the server if nobody else uses it. Later calls do nothing.
    /// *Errors:* unavailable, when the server did not stop in time.
    Result<void> close();

 private:
    struct Use;
    explicit EmbeddedCluster(std::unique_ptr<Use> use);

    std::unique_ptr<Use> use_;
};

}  // namespace migrator::cluster
