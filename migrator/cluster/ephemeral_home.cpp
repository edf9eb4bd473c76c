// `lock` in the home is held while a cluster's directory is made and locked, and while orphans are looked for, so
// that a directory without a locked owner is an orphan, never one in the making. `initdb.lock` is shared while the
// cached data directory is copied, and exclusive while it is made or dropped.
#include "migrator/cluster/ephemeral_home.hpp"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <system_error>
#include <vector>

#include "migrator/cluster/data_directory.hpp"
#include "migrator/cluster/files.hpp"
#include "migrator/cluster/postmaster.hpp"
#include "migrator/cluster/socket_directory.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cluster {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view place_prefix = "cluster-";
constexpr std::string_view cache_event = "another process to make the cached data directory";

fs::path best_parent() {
    constexpr unsigned long long needed = 200ULL << 20;
    struct statvfs memory {};
    if (::access("/dev/shm", W_OK | X_OK) == 0 && ::statvfs("/dev/shm", &memory) == 0 &&
        static_cast<unsigned long long>(memory.f_bavail) * memory.f_frsize >= needed) {
        return "/dev/shm";
    }
    const char* directory = std::getenv("TMPDIR");
    return directory && *directory == '/' ? directory : "/tmp";
}

Result<LockFile> lock_home(const fs::path& home, const Patience& patience) {
    TRY(auto lock, LockFile::open(home / "lock"));
    TRYV(lock.wait_exclusive(patience, "another process to make a test cluster"));
    return lock;
}

Result<LockFile> open_owner_lock(const fs::path& place) {
    return LockFile::open(place / "owner.lock");
}

// Taking an orphan's lock makes it ours: no other process cleans it up at the same time.
std::vector<ClusterPlace> take_orphans(const fs::path& home) {
    std::vector<ClusterPlace> orphans;
    std::error_code error;
    for (fs::directory_iterator entry(home, error), end; !error && entry != end; entry.increment(error)) {
        if (!entry->path().filename().string().starts_with(place_prefix)) continue;
        auto owner = open_owner_lock(entry->path());
        if (!owner.has_value() || !owner.assume_value().try_exclusive()) continue;
        orphans.push_back({Layout{entry->path()}, std::move(owner).assume_value()});
    }
    return orphans;
}

// Another build of the same version, or another user to run as, needs another copy.
fs::path cached_data(const fs::path& home, const Binaries& binaries, const Account& account) {
    struct stat status {};
    ::stat(binaries.program("postgres").c_str(), &status);
    const std::string build = binaries.directory.string() + '\n' + std::to_string(status.st_size) + '\n' +
                              std::to_string(status.st_mtim.tv_sec) + '\n' + std::to_string(status.st_mtim.tv_nsec);
    char name[64];
    std::snprintf(name, sizeof name, "data-%d-%zx-%u", binaries.major_version, std::hash<std::string>()(build),
                  static_cast<unsigned>(account.user));
    return home / name;
}

// Free space maps and visibility maps, a quarter of the files of each database. PostgreSQL makes them again where it
// needs them; a new cluster and each clone of a database are sooner there without.
void remove_maps(const fs::path& databases) {
    std::vector<fs::path> maps;
    std::error_code error;
    for (fs::recursive_directory_iterator entry(databases, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.ends_with("_fsm") || name.ends_with("_vm")) maps.push_back(entry->path());
    }
    for (const fs::path& map : maps)
        fs::remove(map, error);
}

Result<void> make_cached_data(const fs::path& cached, const ClusterPlace& place, const Binaries& binaries,
                              const Account& account, const Patience& patience) {
    TRY(auto made, make_private_directory(place.layout.directory, "initdb-", account));
    TRYV(run_initdb(made, binaries, account, Durability::disposable, patience));
    remove_maps(made / "base");
    if (::rename(made.c_str(), cached.c_str()) == 0) return success();
    return failure(system_error("cannot make " + cached.string()));
}

}  // namespace

Result<fs::path> ready_home(const std::optional<fs::path>& parent) {
    std::error_code error;
    const fs::path absolute = fs::canonical(parent.value_or(best_parent()), error);
    if (error) return failure(ErrorKind::unavailable, "no directory for test clusters: " + error.message());
    const fs::path home = absolute / ("gestaloka-ephemeral-" + std::to_string(::geteuid()));
    // Searchable for all: as root, the servers run as another user. What is inside is private.
    if (::mkdir(home.c_str(), 0700) == 0) {
        ::chmod(home.c_str(), 0711);
    } else if (errno != EEXIST) {
        return failure(system_error("cannot make " + home.string()));
    }
    struct stat status {};
    if (::lstat(home.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == ::geteuid() &&
        (status.st_mode & 022) == 0) {
        return home;
    }
    return failure(Error(ErrorKind::privilege, home.string() + " is not a directory that only this user can write to")
                       .hint("remove it, or set TMPDIR"));
}

Result<ClusterPlace> make_place(const fs::path& home, const Patience& patience) {
    TRY(auto lock, lock_home(home, patience));
    TRY(auto directory, make_private_directory(home, place_prefix, Account{}));
    ::chmod(directory.c_str(), 0711);
    TRY(auto owner, open_owner_lock(directory));
    if (!owner.try_exclusive()) return failure(ErrorKind::internal, directory.string() + " has another owner");
    return ClusterPlace{Layout{directory}, std::move(owner)};
}

void remove_orphans(const fs::path& home, const Patience& patience) {
    std::vector<ClusterPlace> orphans;
    {
        auto lock = lock_home(home, patience);
        if (!lock.has_value()) return;
        orphans = take_orphans(home);
    }
    // One that cannot be removed now is an orphan again for the next start.
    for (const ClusterPlace& orphan : orphans)
        [[maybe_unused]] const auto removed = remove_place(orphan);
}

Result<void> remove_place(const ClusterPlace& place) {
    if (auto postmaster = find_postmaster(place.layout.data())) {
        TRYV(stop_postmaster(*postmaster, StopMode::immediate, std::chrono::seconds(10)));
    }
    forget_socket_directory(place.layout);
    return remove_tree(place.layout.directory);
}

Result<Copying> copy_cached_data(const fs::path& home, const ClusterPlace& place, const Binaries& binaries,
                                 const Account& account, const Patience& patience) {
    const fs::path cached = cached_data(home, binaries, account);
    TRY(auto lock, LockFile::open(home / "initdb.lock"));
    TRYV(lock.wait_shared(patience, cache_event));
    std::error_code error;
    if (!fs::exists(cached, error)) TRYV(lock.wait_exclusive(patience, cache_event));
    // Another process may have made it before the lock became exclusive.
    if (!fs::exists(cached, error)) TRYV(make_cached_data(cached, place, binaries, account, patience));
    TRY(auto files, copy_directories(cached, place.layout.data(), account));
    const std::string databases = (cached / "base" / "").string();
    const auto rest = std::stable_partition(
        files.begin(), files.end(), [&](const FileCopy& file) { return !file.from.native().starts_with(databases); });
    std::vector<FileCopy> later(std::make_move_iterator(rest), std::make_move_iterator(files.end()));
    files.erase(rest, files.end());
    TRYV(copy_files(files, account));
    // The cached data stays locked until all of it is copied.
    return std::async(
        std::launch::async | std::launch::deferred,
        [later = std::move(later), account, lock = std::move(lock)] { return copy_files(later, account); });
}

Result<void> drop_cached_data(const fs::path& home, const Binaries& binaries, const Account& account,
                              const Patience& patience) {
    TRY(auto lock, LockFile::open(home / "initdb.lock"));
    TRYV(lock.wait_exclusive(patience, cache_event));
    return remove_tree(cached_data(home, binaries, account));
}

}  // namespace migrator::cluster
