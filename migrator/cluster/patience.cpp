// Waiting is one poll() on the request to stop and on whatever may end the wait early.
#include "migrator/cluster/patience.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <string>

#include "migrator/support/interrupt.hpp"

namespace migrator::cluster {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

Patience::Patience(milliseconds limit, const Interrupt* interrupt)
    : limit_(limit), deadline_(steady_clock::now() + limit), interrupt_(interrupt) {}

Result<void> Patience::wait(milliseconds pause, std::string_view event, int descriptor) const {
    const auto left = std::chrono::ceil<milliseconds>(deadline_ - steady_clock::now());
    if (left <= milliseconds::zero()) {
        return failure(ErrorKind::unavailable, "gave up waiting for " + std::string(event) + " after " +
                                                   std::to_string(limit_.count()) + " ms");
    }
    // poll() skips negative descriptors.
    std::array<pollfd, 2> waited{{{descriptor, POLLIN, 0}, {interrupt_ ? interrupt_->descriptor() : -1, POLLIN, 0}}};
    ::poll(waited.data(), waited.size(), static_cast<int>(std::min(pause, left).count()));
    if (interrupt_ && interrupt_->requested()) {
        return failure(ErrorKind::interrupted, "interrupted while waiting for " + std::string(event));
    }
    return success();
}

}  // namespace migrator::cluster
