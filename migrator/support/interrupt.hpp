// A request to stop, raised by a signal handler and seen by everything that waits.
#pragma once

#include <atomic>

namespace migrator {

/// Thread-safe. `request` may be called from a signal handler.
class Interrupt {
 public:
    /// Ends the process when the system has no descriptor left.
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    void request() noexcept;
    bool requested() const noexcept { return requested_.load(std::memory_order_acquire); }

    /// Becomes and stays readable once requested: add it to every poll().
    int descriptor() const noexcept { return descriptor_; }

    /// Sleeps for `milliseconds` or until requested. Returns true when requested.
    bool wait_for(int milliseconds) const noexcept;

 private:
    std::atomic<bool> requested_{false};
    int descriptor_;
};

}  // namespace migrator
