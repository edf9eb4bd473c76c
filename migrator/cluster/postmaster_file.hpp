// postmaster.pid: what a running server says about itself in its data directory.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace migrator::cluster {

struct PostmasterFile {
    pid_t process = 0;
    int port = 0;  ///< 0 and empty until the server has written so far
    std::string socket_directory;
    bool is_ready = false;  ///< connections are accepted

    bool operator==(const PostmasterFile&) const = default;
};

/// Empty when the text does not begin with a process number.
std::optional<PostmasterFile> parse_postmaster_file(std::string_view text);

/// Empty when there is no such file in `data`, or only the beginning of one.
std::optional<PostmasterFile> read_postmaster_file(const std::filesystem::path& data);

}  // namespace migrator::cluster
