// sockaddr_un holds 107 bytes of path; longer data directories get a directory of their own in /tmp.
#include "migrator/cluster/socket_directory.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>

#include "migrator/cluster/files.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cluster {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view prefix = "gestaloka-socket-";

// The record alone is not believed: /tmp may have been emptied and the name taken by somebody else.
bool is_private_directory_of(const fs::path& directory, const Account& account) {
    struct stat status {};
    return directory.parent_path() == "/tmp" && directory.filename().string().starts_with(prefix) &&
           ::lstat(directory.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == account.user &&
           (status.st_mode & 077) == 0;
}

Result<void> record(const Layout& layout, const fs::path& directory) {
    TRY(auto file, open_private_file(layout.socket_record()));
    const std::string& text = directory.native();
    if (::ftruncate(file.number(), 0) == 0 &&
        ::write(file.number(), text.data(), text.size()) == static_cast<ssize_t>(text.size())) {
        return success();
    }
    return failure(system_error("cannot write " + layout.socket_record().string()));
}

}  // namespace

bool fits_socket(const fs::path& directory) {
    constexpr std::size_t capacity = sizeof(sockaddr_un::sun_path) - 1;
    constexpr std::string_view file = "/.s.PGSQL.65535";
    const auto is_harmless = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > ' ' && byte != 127 && std::string_view(",'\"\\").find(c) == std::string_view::npos;
    };
    return directory.native().size() + file.size() <= capacity && std::ranges::all_of(directory.native(), is_harmless);
}

Result<fs::path> ready_socket_directory(const Layout& layout, const Account& account) {
    if (fits_socket(layout.data())) return layout.data();
    const fs::path recorded = read_file(layout.socket_record()).value_or("");
    if (is_private_directory_of(recorded, account)) return recorded;
    TRY(auto made, make_private_directory("/tmp", prefix, account));
    TRYV(record(layout, made));
    return made;
}

bool is_answered(const fs::path& directory, int port) {
    sockaddr_un address{};
    const std::string path = (directory / (".s.PGSQL." + std::to_string(port))).string();
    if (path.size() >= sizeof address.sun_path) return false;
    address.sun_family = AF_UNIX;
    std::ranges::copy(path, address.sun_path);
    const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    return ::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

void forget_socket_directory(const Layout& layout) {
    const fs::path recorded = read_file(layout.socket_record()).value_or("");
    struct stat status {};
    if (recorded.empty() || ::stat(layout.data().c_str(), &status) != 0) return;
    const Account owner{Account::Kind::other_user, status.st_uid, status.st_gid, ""};
    if (is_private_directory_of(recorded, owner)) [[maybe_unused]]
        const auto removed = remove_tree(recorded);
    ::unlink(layout.socket_record().c_str());
}

}  // namespace migrator::cluster
