// The directory of one cluster: which file in it is what.
#pragma once

#include <filesystem>

namespace migrator::cluster {

struct Layout {
    std::filesystem::path directory;  ///< absolute, without symbolic links

    std::filesystem::path data() const { return directory / "data"; }
    std::filesystem::path log() const { return directory / "postgresql.log"; }
    /// Names the directory of the socket, when the path of the data directory is too long for one.
    std::filesystem::path socket_record() const { return directory / "socket_directory"; }
};

/// What initdb makes the superuser, and every connection is made as.
inline constexpr const char* superuser = "gestaloka";

}  // namespace migrator::cluster
