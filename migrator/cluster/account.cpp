// Becoming another user, and finding out by trying which user can work in a directory.
#include "migrator/cluster/account.hpp"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <optional>

#include "migrator/cluster/files.hpp"
#include "migrator/cluster/process.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cluster {

namespace fs = std::filesystem;

// The C library's setuid() and its kin synchronise all threads through locks; the bare calls change this thread,
// which after fork is the only one.
bool become(const Account& account) noexcept {
    switch (account.kind) {
        case Account::Kind::caller:
            return true;
        case Account::Kind::other_user:
            return ::syscall(SYS_setgroups, 0, nullptr) == 0 &&
                   ::syscall(SYS_setresgid, account.group, account.group, account.group) == 0 &&
                   ::syscall(SYS_setresuid, account.user, account.user, account.user) == 0;
        case Account::Kind::user_namespace:
            return ::unshare(CLONE_NEWUSER) == 0;
    }
    return false;
}

namespace {

// False also when `account` cannot be taken on at all.
bool can_work(const Account& account, const fs::path& home, const fs::path& program) {
    const std::string directory = home.string();
    const std::string executable = program.string();
    return succeeds_in_child([&]() noexcept {
        return become(account) && ::access(directory.c_str(), X_OK) == 0 && ::access(executable.c_str(), X_OK) == 0;
    });
}

std::optional<Account> user_named(const char* name) {
    std::array<char, 16384> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwnam_r(name, &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) return std::nullopt;
    return Account{Account::Kind::other_user, found->pw_uid, found->pw_gid, "user " + std::string(name)};
}

Account owner_of(const struct stat& status) {
    return {Account::Kind::other_user, status.st_uid, status.st_gid, "user " + std::to_string(status.st_uid)};
}

Account in_user_namespace() {
    return {Account::Kind::user_namespace, 0, 0, "root in a user namespace"};
}

Error nobody_can_work(const fs::path& home, const std::string& tried) {
    return Error(ErrorKind::privilege,
                 "PostgreSQL does not run as root, and no other way to run it in " + home.string() + " was found")
        .detail("tried: " + tried)
        .hint(
            "run this program as an ordinary user, or choose a data directory that the user postgres can reach "
            "(each directory above it must be searchable for all), or use your own server with --database URL");
}

Result<Account> account_of_caller(const fs::path& data) {
    struct stat status {};
    const Account caller{Account::Kind::caller, ::geteuid(), ::getegid(), "the user of this process"};
    if (::stat(data.c_str(), &status) == 0 && status.st_uid != caller.user) {
        return failure(Error(ErrorKind::privilege, "the data directory " + data.string() + " belongs to user " +
                                                       std::to_string(status.st_uid) + ", this process is user " +
                                                       std::to_string(caller.user))
                           .hint("run as that user, or choose another data directory"));
    }
    return caller;
}

std::vector<Account> candidates_for_root(const fs::path& home, const fs::path& data) {
    struct stat status {};
    if (::stat(data.c_str(), &status) == 0) {
        return {status.st_uid != 0 ? owner_of(status) : in_user_namespace()};
    }
    if (::stat(home.c_str(), &status) == 0 && status.st_uid != 0) return {owner_of(status)};
    std::vector<Account> candidates;
    if (auto postgres = user_named("postgres")) candidates.push_back(*postgres);
    candidates.push_back(in_user_namespace());
    return candidates;
}

}  // namespace

Result<Account> choose_account(const fs::path& home, const fs::path& data, const fs::path& program) {
    if (::geteuid() != 0) return account_of_caller(data);
    std::string tried;
    for (const Account& candidate : candidates_for_root(home, data)) {
        if (can_work(candidate, home, program)) return candidate;
        tried += (tried.empty() ? "" : ", ") + candidate.name;
    }
    return failure(nobody_can_work(home, tried));
}

Result<void> hand_over(const fs::path& path, const Account& account) {
    if (account.kind != Account::Kind::other_user) return success();
    if (::lchown(path.c_str(), account.user, account.group) == 0) return success();
    return failure(system_error("cannot give " + path.string() + " to " + account.name));
}

}  // namespace migrator::cluster
