// Whom the server's processes run as: PostgreSQL refuses to run as root.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

#include "migrator/support/result.hpp"

namespace migrator::cluster {

struct Account {
    enum class Kind {
        caller,          ///< the user of this process, which is not root
        other_user,      ///< this process is root; its children become another user
        user_namespace,  ///< this process is root; its children are nobody in a namespace of their own
    };
    Kind kind = Kind::caller;
    uid_t user = 0;    ///< whose the cluster's files are, as seen from outside
    gid_t group = 0;   ///< likewise
    std::string name;  ///< for messages

    bool operator==(const Account&) const = default;
};

/// Turns the calling process into `account`. Async-signal-safe: made for the time between fork and exec.
/// Returns false, with errno set, when the kernel refuses.
bool become(const Account& account) noexcept;

/// Finds an account that can work in `home` and run `program`.
/// A data directory that exists is run by its owner; as root, else by the owner of `home`, by `postgres`, or in a
/// user namespace.
/// *Errors:* privilege, with the ways out. Requires: `home` exists; both paths are absolute.
Result<Account> choose_account(const std::filesystem::path& home, const std::filesystem::path& data,
                               const std::filesystem::path& program);

/// Gives the file or directory at `path` to `account`. Does nothing unless the account is another user.
Result<void> hand_over(const std::filesystem::path& path, const Account& account);

}  // namespace migrator::cluster
