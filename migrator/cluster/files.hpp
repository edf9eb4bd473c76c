// Files and directories of a cluster: private ones, copies, removal, the end of a log.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migrator/cluster/account.hpp"
#include "migrator/cluster/descriptor.hpp"
#include "migrator/support/result.hpp"

namespace migrator::cluster {

/// `what` and the text of errno. Kind: privilege where permission is lacking, else unavailable.
Error system_error(std::string what);

/// The whole file; empty optional when it cannot be read.
std::optional<std::string> read_file(const std::filesystem::path& path);

/// The last ten lines that are not empty.
std::string last_lines(std::string_view text);

/// Opens for appending, and makes when missing, a file that only the owner of its directory may read.
/// Never follows a symbolic link; not passed on to children.
Result<Descriptor> open_private_file(const std::filesystem::path& path);

/// Makes the new directory `path`, mode 0700, owned by `account`.
Result<void> make_directory(const std::filesystem::path& path, const Account& account);

/// Makes a new directory `prefix`XXXXXX in `parent`, mode 0700, owned by `account`.
Result<std::filesystem::path> make_private_directory(const std::filesystem::path& parent, std::string_view prefix,
                                                     const Account& account);

struct FileCopy {
    std::filesystem::path from, to;
};

/// Copies the directories under `from` to the new directory `to`, owned by `account`. Returns the files that belong
/// into them, for copy_files.
Result<std::vector<FileCopy>> copy_directories(const std::filesystem::path& from, const std::filesystem::path& to,
                                               const Account& account);
Result<void> copy_files(const std::vector<FileCopy>& files, const Account& account);

/// Removes `path` with all that is in it. It is no error when nothing is there.
Result<void> remove_tree(const std::filesystem::path& path);

/// Makes a rename or a new file in `directory` survive a crash of the machine.
void sync_directory(const std::filesystem::path& directory);

}  // namespace migrator::cluster
