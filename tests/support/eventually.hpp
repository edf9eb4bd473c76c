// Waiting for what another thread, process or server does.
#pragma once

#include <chrono>
#include <thread>

namespace gestaloka::test {

/// Long enough for anything on a busy machine; a wait that ends by it is a failure.
inline constexpr std::chrono::seconds patience{60};

/// Asks `condition` again and again, every few milliseconds, until it holds. False when the time has passed.
template <class Condition>
bool eventually(Condition condition, std::chrono::milliseconds within = patience) {
    const auto deadline = std::chrono::steady_clock::now() + within;
    while (!condition()) {
        if (std::chrono::steady_clock::now() >= deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(3));
    }
    return true;
}

}  // namespace gestaloka::test
