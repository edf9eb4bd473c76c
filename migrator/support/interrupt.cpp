// The descriptor behind a request to stop is an eventfd: writing to it is safe in a signal handler.
#include "migrator/support/interrupt.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace migrator {

Interrupt::Interrupt() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (descriptor_ < 0) {
        std::perror("eventfd");
        std::abort();
    }
}

Interrupt::~Interrupt() {
    ::close(descriptor_);
}

void Interrupt::request() noexcept {
    const int saved_errno = errno;
    requested_.store(true, std::memory_order_release);
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(descriptor_, &one, sizeof one);
    errno = saved_errno;
}

bool Interrupt::wait_for(int milliseconds) const noexcept {
    using clock = std::chrono::steady_clock;
    const auto deadline = clock::now() + std::chrono::milliseconds(milliseconds);
    while (!requested()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - clock::now()).count();
        if (left <= 0) return false;
        pollfd waited{descriptor_, POLLIN, 0};
        ::poll(&waited, 1, static_cast<int>(left));
    }
    return true;
}

}  // namespace migrator
