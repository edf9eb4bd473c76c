// Where PostgreSQL's server programs are.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "migrator/support/result.hpp"

namespace migrator::cluster {

struct Binaries {
    std::filesystem::path directory;  ///< absolute; holds `initdb` and `postgres`
    int major_version = 0;            ///< e.g. 15

    std::filesystem::path program(const char* name) const { return directory / name; }
    bool operator==(const Binaries&) const = default;
};

/// Where to look. The first two, when given, are the only places; else the best of `installations`, else `path`.
struct BinarySearch {
    std::optional<std::filesystem::path> directory;    ///< what the user asked for
    std::string environment;                           ///< value of GESTALOKA_POSTGRES_BINDIR; may be empty
    std::vector<std::filesystem::path> installations;  ///< directories `bin` of installed versions
    std::string path;                                  ///< value of PATH
};

/// The places of this machine: GESTALOKA_POSTGRES_BINDIR, /usr/lib/postgresql/*/bin, /usr/pgsql-*/bin, PATH.
BinarySearch search_of_this_machine(std::optional<std::filesystem::path> directory = {});

/// Finds the newest version, or the wanted one when `major_version` is not 0.
/// *Errors:* usage, when the asked-for directory does not hold it; unavailable, when it is not installed.
Result<Binaries> find_binaries(const BinarySearch& search, int major_version = 0);

}  // namespace migrator::cluster
