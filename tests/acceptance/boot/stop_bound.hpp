// How long a server may take from the signal to its end.
#pragma once

#include <chrono>

namespace gestaloka::acceptance {

/// What users are promised of the program that they get; a sanitizer slows it down.
constexpr std::chrono::seconds stop_bound{2 * SLOWNESS};
/// Of the second signal, after which nothing is waited for.
constexpr std::chrono::milliseconds second_signal_bound{300 * SLOWNESS};

}  // namespace gestaloka::acceptance
