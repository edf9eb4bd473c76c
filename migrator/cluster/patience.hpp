// How long to wait for something: until a deadline, or until the caller is asked to stop.
#pragma once

#include <chrono>
#include <string_view>

#include "migrator/support/result.hpp"

namespace migrator {
class Interrupt;
}

namespace migrator::cluster {

class Patience {
 public:
    /// Starts to count now. Requires: `interrupt`, when given, outlives this.
    explicit Patience(std::chrono::milliseconds limit, const Interrupt* interrupt = nullptr);

    /// Sleeps for `pause`, or until `descriptor` (when given) is readable.
    /// *Errors:* interrupted; unavailable once the limit has passed, saying that `event` was waited for.
    Result<void> wait(std::chrono::milliseconds pause, std::string_view event, int descriptor = -1) const;

 private:
    std::chrono::milliseconds limit_;
    std::chrono::steady_clock::time_point deadline_;
    const Interrupt* interrupt_;
};

}  // namespace migrator::cluster
