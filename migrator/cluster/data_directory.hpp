// A data directory as initdb makes it: UTF8, locale C, trusting everyone who can reach the Unix socket.
#pragma once

#include "migrator/cluster/account.hpp"
#include "migrator/cluster/binaries.hpp"
#include "migrator/cluster/layout.hpp"
#include "migrator/cluster/patience.hpp"
#include "migrator/support/result.hpp"

namespace migrator::cluster {

enum class Durability {
    durable,     ///< survives a crash of the machine
    disposable,  ///< nothing is synced, small WAL segments
};

/// Runs initdb in the empty directory `data`, which `account` owns.
/// *Errors:* unavailable, with the last lines that initdb printed; those of `Patience::wait`.
Result<void> run_initdb(const std::filesystem::path& data, const Binaries& binaries, const Account& account,
                        Durability durability, const Patience& patience);

/// Makes the data directory of `layout`, durable, in one step: it is there complete or not at all.
/// Removes what an attempt that was cut off left behind. Requires: the caller keeps others from doing the same.
Result<void> make_data_directory(const Layout& layout, const Binaries& binaries, const Account& account,
                                 const Patience& patience);

/// The major version that made `data`; 0 when there is none.
int version_of_data_directory(const std::filesystem::path& data);

}  // namespace migrator::cluster
