// What the tests of migrator/cluster share: a directory that goes away, a query, work in a child process.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "migrator/support/result.hpp"
#include "tests/support/eventually.hpp"

namespace migrator::cluster::testing {

using gestaloka::test::eventually;

/// A new directory in memory where there is one, removed at the end. Others may search it, so that, as root, the
/// user postgres can work in it.
class ScratchDirectory {
 public:
    ScratchDirectory();
    ~ScratchDirectory();
    ScratchDirectory(const ScratchDirectory&) = delete;
    ScratchDirectory& operator=(const ScratchDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }

 private:
    std::filesystem::path path_;
};

/// The first field of the first row, or "error: ..." with the server's message.
std::string query(const std::string& connection_string, const std::string& sql);

/// The error's full text; empty when there is none.
template <class T>
std::string error_of(const Result<T>& result) {
    return result.has_value() ? std::string() : full_text(result.assume_error());
}

/// The value; a failed Result fails the test with the error's text.
template <class T>
T must(Result<T> result) {
    if (!result.has_value()) throw std::runtime_error(full_text(result.assume_error()));
    return std::move(result).assume_value();
}

inline void must(Result<void> result) {
    if (!result.has_value()) throw std::runtime_error(full_text(result.assume_error()));
}

/// A child process that runs `body` (as `user`, when given) and sends each line that body passes to `tell`.
class Child {
 public:
    using Tell = std::function<void(const std::string&)>;
    explicit Child(const std::function<void(const Tell& tell)>& body, std::optional<uid_t> user = {});
    /// Kills it, if it was not waited for.
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// The next line; empty when the child has ended.
    std::string next_line();
    void kill_now();
    /// All lines that are left, after the end of the child.
    std::string finish();

 private:
    pid_t number_ = -1;
    int pipe_ = -1;
};

/// True when this process is root; otherwise warns that `what` is not tested.
bool can_test_as_root(const std::string& what);

}  // namespace migrator::cluster::testing
