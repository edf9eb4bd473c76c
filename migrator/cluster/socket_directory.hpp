// Where the server's Unix socket is: in the data directory, or in a short private directory when that is too long.
#pragma once

#include "migrator/cluster/account.hpp"
#include "migrator/cluster/layout.hpp"
#include "migrator/support/result.hpp"

namespace migrator::cluster {

/// True when the socket of a server may lie in `directory`: short enough, and no character that libpq or
/// PostgreSQL's list of directories reads as something else.
bool fits_socket(const std::filesystem::path& directory);

/// The directory for the socket. Reuses the recorded one, else makes one in /tmp and records it.
Result<std::filesystem::path> ready_socket_directory(const Layout& layout, const Account& account);

/// True when a process, visible or not, accepts connections on the socket of a server in `directory`.
bool is_answered(const std::filesystem::path& directory, int port);

/// Removes the recorded directory. Does nothing when the socket is in the data directory.
void forget_socket_directory(const Layout& layout);

}  // namespace migrator::cluster
