// Locks of files between processes.
#include "migrator/cluster/lock_file.hpp"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "migrator/cluster/process.hpp"
#include "migrator/support/interrupt.hpp"
#include "scratch.hpp"

using namespace migrator;
using namespace migrator::cluster;
using namespace migrator::cluster::testing;
using namespace std::chrono_literals;

TEST_CASE("an exclusive lock excludes all others, shared ones only the exclusive") {
    const ScratchDirectory scratch;
    const auto one = LockFile::open(scratch.path() / "lock").value();
    const auto two = LockFile::open(scratch.path() / "lock").value();
    CHECK(one.try_shared());
    CHECK(two.try_shared());
    CHECK_FALSE(one.try_exclusive());
    two.unlock();
    CHECK(one.try_exclusive());
    CHECK_FALSE(two.try_shared());
}

TEST_CASE("waiting for a lock ends at the limit or when interrupted") {
    const ScratchDirectory scratch;
    const auto one = LockFile::open(scratch.path() / "lock").value();
    const auto two = LockFile::open(scratch.path() / "lock").value();
    REQUIRE(one.try_exclusive());
    CHECK(error_of(two.wait_exclusive(Patience(20ms), "my turn")) == "gave up waiting for my turn after 20 ms");
    Interrupt interrupt;
    interrupt.request();
    CHECK(two.wait_exclusive(Patience(60s, &interrupt), "my turn").error().kind() == ErrorKind::interrupted);
}

TEST_CASE("the lock of a killed process is free, although its children live on") {
    const ScratchDirectory scratch;
    Child holder([&](const Child::Tell& tell) {
        const auto lock = LockFile::open(scratch.path() / "lock").value();
        const bool locked = lock.try_exclusive();
        const auto sleeper = spawn({{"/bin/sh", "-c", "exec sleep 1000"}}).value();
        tell(locked ? std::to_string(sleeper.number()) : "");
        ::pause();
    });
    const auto sleeper = Process::open(std::stoi(holder.next_line()));
    const auto lock = LockFile::open(scratch.path() / "lock").value();
    CHECK_FALSE(lock.try_exclusive());
    holder.kill_now();
    CHECK(lock.try_exclusive());
    REQUIRE(sleeper);
    CHECK_FALSE(sleeper->has_ended());
    sleeper->signal(SIGKILL);
}

TEST_CASE("a lock file is private and never behind a symbolic link") {
    const ScratchDirectory scratch;
    REQUIRE(LockFile::open(scratch.path() / "lock").has_value());
    struct stat status {};
    REQUIRE(::stat((scratch.path() / "lock").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    std::filesystem::create_symlink(scratch.path() / "lock", scratch.path() / "link");
    CHECK_FALSE(LockFile::open(scratch.path() / "link").has_value());
}
