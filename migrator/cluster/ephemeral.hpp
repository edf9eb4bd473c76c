// A throw-away PostgreSQL for tests and for authoring: in memory, up within 100 ms, gone with its owner.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "migrator/support/result.hpp"

namespace migrator {
class Interrupt;
}

namespace migrator::cluster {

class EphemeralCluster;

struct EphemeralOptions {
    std::optional<std::filesystem::path> parent;    ///< default: /dev/shm if it has 200 MB free, else TMPDIR, else /tmp
    std::optional<std::filesystem::path> binaries;  ///< directory of initdb and postgres; default: looked for
    int max_connections = 50;
    std::vector<std::string> settings;  ///< "name=value", stronger than the built-in ones
    std::chrono::milliseconds start_limit{60'000};
    const EphemeralCluster* primary = nullptr;  ///< start a hot standby of it; it needs wal_level=replica and senders
    const Interrupt* interrupt = nullptr;       ///< ends `start` early
};

/// A cluster of its own, not durable, reached through a Unix socket that only its owner can open.
class EphemeralCluster {
 public:
    /// Removes the clusters of killed processes, then copies a cached data directory and starts a server on it.
    /// *Errors:* as `EmbeddedCluster::open`. Nothing stays behind on an error.
    static Result<EphemeralCluster> start(const EphemeralOptions& options = {});

    EphemeralCluster(EphemeralCluster&&) noexcept;
    EphemeralCluster& operator=(EphemeralCluster&&) noexcept;
    /// Kills the server and removes all its files. Does nothing in a fork of the process that started it.
    ~EphemeralCluster();

    /// libpq keywords, as superuser. `postgres` and `template1` are there from the start.
    std::string connection_string(const std::string& database = "postgres") const;
    std::filesystem::path directory() const;
    std::filesystem::path log_path() const;
    /// The server's first process.
    pid_t pid() const;

    /// Crashes the server and starts it again: what was committed stays, every connection is lost.
    /// *Errors:* as `start`.
    Result<void> restart();

 private:
    struct Running;
    explicit EphemeralCluster(std::unique_ptr<Running> running);

    std::unique_ptr<Running> running_;
};

}  // namespace migrator::cluster
