// The running server of a data directory: find it, start it, stop it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "migrator/cluster/account.hpp"
#include "migrator/cluster/binaries.hpp"
#include "migrator/cluster/layout.hpp"
#include "migrator/cluster/patience.hpp"
#include "migrator/cluster/process.hpp"
#include "migrator/support/result.hpp"

namespace migrator::cluster {

struct Postmaster {
    Process process;
    std::filesystem::path socket_directory;  ///< known once the server is ready
    int port = 0;                            ///< likewise
};

/// How a server is stopped; the values are PostgreSQL's shutdown modes.
enum class StopMode {
    fast,       ///< disconnects everyone, writes everything
    immediate,  ///< as after a crash: the next start recovers
};

/// How `start_postmaster` starts a server.
struct StartRequest {
    Layout layout;
    Account account;
    Binaries binaries;
    std::vector<std::string> settings;  ///< "name=value", beyond those of the data directory
};

/// The server of `data`, whether ready or not. It is proven to be it by its working directory and its name; a
/// process that merely has the number in postmaster.pid is not it.
std::optional<Postmaster> find_postmaster(const std::filesystem::path& data);

/// Starts a server that listens on a Unix socket only, and waits until it accepts connections.
/// *Errors:* unavailable, with the end of the log, when the server gives up; those of `Patience::wait`, after
/// stopping it. Requires: no server runs on the data directory, and the caller keeps others from starting one.
Result<Postmaster> start_postmaster(const StartRequest& request, const Patience& patience);

/// Waits until `postmaster` accepts connections. *Errors:* unavailable when it ended; those of `Patience::wait`.
Result<Postmaster> wait_until_ready(Postmaster postmaster, const Layout& layout, const Patience& patience);

/// Stops the server and waits for its end. A fast stop that takes longer than `limit` becomes an immediate one.
Result<void> stop_postmaster(Postmaster& postmaster, StopMode mode, std::chrono::milliseconds limit);

}  // namespace migrator::cluster
