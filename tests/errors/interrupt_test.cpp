// A request to stop is seen at once by everything that waits, and may come from a signal handler.
#include "migrator/support/interrupt.hpp"

#include <poll.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <thread>

using namespace migrator;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

namespace {

bool is_readable(int descriptor) {
    pollfd waited{descriptor, POLLIN, 0};
    return ::poll(&waited, 1, 0) == 1;
}

Interrupt* signalled = nullptr;

void on_signal(int) {
    signalled->request();
}

}  // namespace

TEST_CASE("a wait that nobody interrupts lasts its time") {
    const Interrupt interrupt;
    const auto start = Clock::now();
    CHECK_FALSE(interrupt.wait_for(30));
    CHECK(Clock::now() - start >= milliseconds(30));
    CHECK_FALSE(interrupt.wait_for(0));
    CHECK_FALSE(interrupt.requested());
    CHECK_FALSE(is_readable(interrupt.descriptor()));
}

TEST_CASE("a request ends a wait at once") {
    Interrupt interrupt;
    std::thread requester([&] { interrupt.request(); });
    const auto start = Clock::now();
    CHECK(interrupt.wait_for(60'000));
    CHECK(Clock::now() - start < milliseconds(10'000));
    requester.join();
}

TEST_CASE("a request stays: each later wait returns at once, the descriptor stays readable") {
    Interrupt interrupt;
    interrupt.request();
    interrupt.request();
    for (int i = 0; i < 3; ++i) {
        CHECK(interrupt.requested());
        CHECK(interrupt.wait_for(60'000));
        CHECK(is_readable(interrupt.descriptor()));
    }
}

TEST_CASE("a signal handler may request, and leaves errno as it was") {
    Interrupt interrupt;
    signalled = &interrupt;
    const auto former = std::signal(SIGUSR2, on_signal);
    errno = ENOENT;
    REQUIRE(std::raise(SIGUSR2) == 0);
    CHECK(errno == ENOENT);
    CHECK(interrupt.requested());
    std::signal(SIGUSR2, former);
    signalled = nullptr;
}
