// Starting, watching and ending processes.
#include "migrator/cluster/process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <thread>

#include "migrator/support/interrupt.hpp"
#include "scratch.hpp"

using namespace migrator;
using namespace migrator::cluster;
using namespace migrator::cluster::testing;
using namespace std::chrono_literals;

namespace {

Command shell(const std::string& script) {
    return {{"/bin/sh", "-c", script}};
}

}  // namespace

TEST_CASE("run returns what the command printed on both outputs") {
    CHECK(run(shell("echo one; echo two >&2"), Patience(10s)).value() == "one\ntwo\n");
}

TEST_CASE("a command that fails is an error with its last lines") {
    const auto result = run(shell("seq 1 20; exit 3"), Patience(10s));
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().kind() == ErrorKind::unavailable);
    CHECK(result.error().details().detail == "11\n12\n13\n14\n15\n16\n17\n18\n19\n20");
}

TEST_CASE("a program that cannot be executed is an error of the caller, not of the child") {
    const auto result = run({{"/nonexistent/program"}}, Patience(10s));
    CHECK(error_of(result).find("cannot start /nonexistent/program as") == 0);
    CHECK(error_of(result).find("No such file or directory") != std::string::npos);
}

TEST_CASE("a command that takes too long, or is no longer wanted, is killed with its children") {
    Interrupt interrupt;
    std::array<int, 2> ends{};
    REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
    SECTION("too long") {
        const auto result = run(shell("sleep 1000 & sleep 1000"), Patience(100ms));
        CHECK(error_of(result) == "gave up waiting for /bin/sh to end after 100 ms");
    }
    SECTION("interrupted") {
        std::thread other([&] { interrupt.request(); });
        const auto result = run(shell("sleep 1000 & sleep 1000"), Patience(60s, &interrupt));
        other.join();
        CHECK(result.error().kind() == ErrorKind::interrupted);
    }
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST_CASE("a child inherits no descriptor, no blocked signal and no setting of PostgreSQL's clients") {
    const int leaked = ::open("/dev/null", O_RDONLY);
    ::setenv("PGOPTIONS", "-c search_path=nowhere", 1);
    ::setenv("LC_MESSAGES", "de_DE.UTF-8", 1);
    sigset_t blocked, previous;
    ::sigemptyset(&blocked);
    ::sigaddset(&blocked, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &blocked, &previous);
    const auto result = run(shell("ls /proc/self/fd | tr '\\n' ' '; echo; env | grep -c -E '^(PG|LC_MESSAGES)'; "
                                  "grep SigBlk /proc/self/status; echo $LC_ALL $TZ"),
                            Patience(10s));
    ::pthread_sigmask(SIG_SETMASK, &previous, nullptr);
    ::unsetenv("PGOPTIONS");
    ::unsetenv("LC_MESSAGES");
    ::close(leaked);
    // 3 is ls reading the directory.
    CHECK(result.value() == "0 1 2 3 \n0\nSigBlk:\t0000000000000000\nC UTC\n");
}

TEST_CASE("a process is signalled only as long as it is the same one") {
    auto process = spawn(shell("exec sleep 1000")).value();
    CHECK_FALSE(process.has_ended());
    CHECK(::getsid(process.number()) == process.number());
    process.signal(SIGTERM);
    CHECK(error_of(process.wait(Patience(10s), "the end")).empty());
    CHECK(process.has_ended());
    CHECK(process.reap() == SIGTERM);
    CHECK_FALSE(Process::open(process.number()).has_value());
    process.signal(SIGTERM);
}

TEST_CASE("as root, a child can be another user or nobody in a namespace of its own") {
    if (!can_test_as_root("becoming another user")) return;
    const Account nobody{Account::Kind::other_user, 65534, 65534, "nobody"};
    CHECK(run({{"/bin/sh", "-c", "id -u; id -g; id -G"}, nobody}, Patience(10s)).value() == "65534\n65534\n65534\n");

    const Account in_namespace{Account::Kind::user_namespace, 0, 0, "nobody"};
    if (!succeeds_in_child([&]() noexcept { return become(in_namespace); })) {
        WARN("not tested, since the kernel forbids it: user namespaces");
        return;
    }
    CHECK(run({{"/bin/sh", "-c", "id -u"}, in_namespace}, Patience(10s)).value() == "65534\n");
}
