// The version is the number in an installation's path, else the program is asked for it, which takes 5-15 ms.
#include "migrator/cluster/binaries.hpp"

#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <system_error>

#include "migrator/cluster/process.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cluster {

namespace fs = std::filesystem;

namespace {

constexpr const char* environment_variable = "GESTALOKA_POSTGRES_BINDIR";

std::string value_of(const char* variable) {
    const char* value = std::getenv(variable);
    return value ? value : "";
}

void append_versions(std::vector<fs::path>& found, const fs::path& parent, const std::string& prefix) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(parent, ignored)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(prefix)) found.push_back(entry.path() / "bin");
    }
}

bool has_programs(const fs::path& directory) {
    return ::access((directory / "initdb").c_str(), X_OK) == 0 && ::access((directory / "postgres").c_str(), X_OK) == 0;
}

// "postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)", "postgres (PostgreSQL) 18beta1"
int parse_major_version(std::string_view text) {
    constexpr std::string_view before = "(PostgreSQL) ";
    int major = 0;
    const auto place = text.find(before);
    if (place != std::string_view::npos) {
        std::from_chars(text.data() + place + before.size(), text.data() + text.size(), major);
    }
    return major;
}

// Of ".../15/bin" and ".../pgsql-15/bin"; 0 for any other path.
int version_in_path(const fs::path& directory) {
    const std::string parent = directory.filename() == "bin" ? directory.parent_path().filename().string() : "";
    const std::string_view number = std::string_view(parent).substr(parent.starts_with("pgsql-") ? 6 : 0);
    int major = 0;
    const auto end = std::from_chars(number.data(), number.data() + number.size(), major).ptr;
    return end == number.data() + number.size() ? major : 0;
}

int ask_version(const fs::path& program) {
    const auto text = run({{program.string(), "--version"}}, Patience(std::chrono::seconds(10)));
    return text.has_value() ? parse_major_version(text.assume_value()) : 0;
}

// Empty when the directory does not hold a server that runs.
std::optional<Binaries> inspect(const fs::path& directory) {
    std::error_code error;
    const fs::path absolute = fs::canonical(directory, error);
    if (error || !has_programs(absolute)) return std::nullopt;
    // `postgres` may itself be a link into the directory that holds the rest.
    const fs::path real = fs::canonical(absolute / "postgres", error).parent_path();
    const fs::path place = !error && has_programs(real) ? real : absolute;
    const int in_path = version_in_path(place);
    const int major = in_path != 0 ? in_path : ask_version(place / "postgres");
    if (major == 0) return std::nullopt;
    return Binaries{place, major};
}

Error not_installed(int major_version) {
    const std::string wanted = major_version == 0 ? "" : " " + std::to_string(major_version);
    const std::string package = "postgresql-" + std::to_string(major_version == 0 ? 15 : major_version);
    return Error(ErrorKind::unavailable, "no PostgreSQL" + wanted + " server programs were found")
        .hint("apt-get install " + package + ", or pass --database URL to use a server of your own, or set " +
              environment_variable + " to the directory that holds initdb and postgres");
}

Result<Binaries> find_in_the_only_place(const fs::path& directory, int major_version) {
    auto found = inspect(directory);
    if (!found) {
        return failure(Error(ErrorKind::usage, directory.string() + " does not hold the programs initdb and postgres")
                           .hint("name the directory of a PostgreSQL server's programs, e.g. "
                                 "/usr/lib/postgresql/15/bin"));
    }
    if (major_version != 0 && found->major_version != major_version) {
        return failure(Error(ErrorKind::usage, "the data directory needs PostgreSQL " + std::to_string(major_version) +
                                                   ", but " + directory.string() + " holds version " +
                                                   std::to_string(found->major_version)));
    }
    return *found;
}

std::optional<Binaries> newest_of(const std::vector<fs::path>& directories, int major_version) {
    std::optional<Binaries> newest;
    for (const fs::path& directory : directories) {
        const auto found = inspect(directory);
        if (!found || (major_version != 0 && found->major_version != major_version)) continue;
        if (!newest || found->major_version > newest->major_version) newest = found;
    }
    return newest;
}

std::vector<fs::path> directories_of(std::string_view path) {
    std::vector<fs::path> directories;
    while (!path.empty()) {
        const auto end = std::min(path.find(':'), path.size());
        if (path.substr(0, end).starts_with('/')) directories.emplace_back(path.substr(0, end));
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return directories;
}

}  // namespace

BinarySearch search_of_this_machine(std::optional<fs::path> directory) {
    BinarySearch search{std::move(directory), value_of(environment_variable), {}, value_of("PATH")};
    append_versions(search.installations, "/usr/lib/postgresql", "");
    append_versions(search.installations, "/usr", "pgsql-");
    return search;
}

Result<Binaries> find_binaries(const BinarySearch& search, int major_version) {
    if (search.directory) return find_in_the_only_place(*search.directory, major_version);
    if (!search.environment.empty()) return find_in_the_only_place(search.environment, major_version);
    if (const auto newest = newest_of(search.installations, major_version)) return *newest;
    for (const fs::path& directory : directories_of(search.path)) {
        if (const auto found = newest_of({directory}, major_version)) return *found;
    }
    return failure(not_installed(major_version));
}

}  // namespace migrator::cluster
