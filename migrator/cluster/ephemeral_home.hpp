// Where one user's ephemeral clusters are: each in a directory that its owner locks, beside the cached data
// directories.
#pragma once

#include <filesystem>
#include <future>
#include <optional>

#include "migrator/cluster/account.hpp"
#include "migrator/cluster/binaries.hpp"
#include "migrator/cluster/layout.hpp"
#include "migrator/cluster/lock_file.hpp"
#include "migrator/cluster/patience.hpp"
#include "migrator/support/result.hpp"

namespace migrator::cluster {

/// A directory for one cluster, alive as long as `owner` is locked.
struct ClusterPlace {
    Layout layout;
    LockFile owner;
};

/// The directory of this user's clusters in `parent`, or in the best place of this machine. Made when missing.
/// *Errors:* privilege, when somebody else made it.
Result<std::filesystem::path> ready_home(const std::optional<std::filesystem::path>& parent);

/// Makes and locks the directory of a new cluster.
Result<ClusterPlace> make_place(const std::filesystem::path& home, const Patience& patience);

/// Stops the servers of clusters that have lost their owner, and removes the directories.
void remove_orphans(const std::filesystem::path& home, const Patience& patience);

/// Stops the server of `place`, if one runs, and removes the directory.
Result<void> remove_place(const ClusterPlace& place);

/// A copy that goes on in a thread.
using Copying = std::future<Result<void>>;

/// Fills `place.layout.data()` from the cache of `home`; makes the cached data directory when missing. What a server
/// needs to start is there on return; the databases follow, and must be awaited before somebody connects.
Result<Copying> copy_cached_data(const std::filesystem::path& home, const ClusterPlace& place, const Binaries& binaries,
                                 const Account& account, const Patience& patience);

/// Removes the cached data directory, e.g. because a copy of it does not start.
Result<void> drop_cached_data(const std::filesystem::path& home, const Binaries& binaries, const Account& account,
                              const Patience& patience);

}  // namespace migrator::cluster
