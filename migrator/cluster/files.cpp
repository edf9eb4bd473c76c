// Files are opened without following links, since root may work in a directory of someone else.
#include "migrator/cluster/files.hpp"

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>
#include <thread>
#include <vector>

#include "migrator/support/try.hpp"

namespace migrator::cluster {

namespace fs = std::filesystem;

Error system_error(std::string what) {
    const int number = errno;
    const bool is_privilege = number == EACCES || number == EPERM || number == EROFS;
    return Error(is_privilege ? ErrorKind::privilege : ErrorKind::unavailable,
                 std::move(what) + ": " + std::generic_category().message(number));
}

std::optional<std::string> read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string last_lines(std::string_view text) {
    constexpr int wanted = 10;
    while (text.ends_with('\n'))
        text.remove_suffix(1);
    std::size_t start = text.size();
    for (int line = 0; line < wanted && start != std::string_view::npos && start > 0; ++line) {
        start = text.rfind('\n', start - 1);
    }
    return std::string(start == std::string_view::npos ? text : text.substr(start == 0 ? 0 : start + 1));
}

Result<Descriptor> open_private_file(const fs::path& path) {
    constexpr int flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW;
    Descriptor made(::open(path.c_str(), flags | O_CREAT | O_EXCL, 0600));
    if (made.is_open()) {
        struct stat directory {};
        if (::geteuid() != 0 || ::stat(path.parent_path().c_str(), &directory) != 0) return made;
        if (::fchown(made.number(), directory.st_uid, directory.st_gid) != 0) {
            return failure(system_error("cannot give away " + path.string()));
        }
        return made;
    }
    Descriptor found(::open(path.c_str(), flags));
    if (!found.is_open()) return failure(system_error("cannot open " + path.string()));
    return found;
}

Result<void> make_directory(const fs::path& path, const Account& account) {
    if (::mkdir(path.c_str(), 0700) != 0) return failure(system_error("cannot make " + path.string()));
    return hand_over(path, account);
}

Result<fs::path> make_private_directory(const fs::path& parent, std::string_view prefix, const Account& account) {
    std::string name = (parent / (std::string(prefix) + "XXXXXX")).string();
    if (::mkdtemp(name.data()) == nullptr)
        return failure(system_error("cannot make a directory in " + parent.string()));
    TRYV(hand_over(name, account));
    return fs::path(name);
}

namespace {

Result<void> copy_file(const fs::path& from, const fs::path& to, const Account& account) {
    const Descriptor source(::open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    const Descriptor target(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!source.is_open() || !target.is_open()) return failure(system_error("cannot copy " + from.string()));
    constexpr std::size_t at_once = 1 << 24;
    ssize_t copied = 0;
    do
        copied = ::sendfile(target.number(), source.number(), nullptr, at_once);
    while (copied > 0 || (copied < 0 && errno == EINTR));
    if (copied < 0) return failure(system_error("cannot copy " + from.string()));
    if (account.kind == Account::Kind::other_user && ::fchown(target.number(), account.user, account.group) != 0) {
        return failure(system_error("cannot give away " + to.string()));
    }
    return success();
}

// Makes the directories, and lists the files that belong into them.
Result<void> copy_directories(const fs::path& from, const fs::path& to, const Account& account,
                              std::vector<FileCopy>& files) {
    TRYV(make_directory(to, account));
    std::error_code error;
    for (fs::directory_iterator entry(from, error), end; !error && entry != end; entry.increment(error)) {
        const fs::path target = to / entry->path().filename();
        if (entry->is_directory()) {
            TRYV(copy_directories(entry->path(), target, account, files));
        } else {
            files.push_back({entry->path(), target});
        }
    }
    if (error) return failure(ErrorKind::unavailable, "cannot read " + from.string() + ": " + error.message());
    return success();
}

}  // namespace

Result<std::vector<FileCopy>> copy_directories(const fs::path& from, const fs::path& to, const Account& account) {
    std::vector<FileCopy> files;
    TRYV(copy_directories(from, to, account, files));
    return files;
}

Result<void> copy_files(const std::vector<FileCopy>& files, const Account& account) {
    std::atomic<std::size_t> next{0};
    const auto copy_some = [&]() -> Result<void> {
        for (std::size_t index = next++; index < files.size(); index = next++) {
            TRYV(copy_file(files[index].from, files[index].to, account));
        }
        return success();
    };
    // A thousand small files are half kernel time for each file, half for its bytes; two threads take 0.6 of the time.
    Result<void> others = success();
    std::thread helper([&] { others = copy_some(); });
    auto ours = copy_some();
    helper.join();
    TRYV(std::move(ours));
    return others;
}

Result<void> remove_tree(const fs::path& path) {
    std::error_code error;
    fs::remove_all(path, error);
    if (error) return failure(ErrorKind::unavailable, "cannot remove " + path.string() + ": " + error.message());
    return success();
}

void sync_directory(const fs::path& directory) {
    const Descriptor opened(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.is_open()) ::fsync(opened.number());
}

}  // namespace migrator::cluster
