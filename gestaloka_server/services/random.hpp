// Ids and seeds from libsodium's generator.
#pragma once

#include <cstdint>
#include <string>

namespace gestaloka::services {

/// A UUID of version 4 as text, the form of every id in the game's tables.
/// Requires: libsodium was initialised (GameServices::open does it).
std::string new_id();

/// The largest seed: what every JSON reader holds without rounding.
inline constexpr std::uint64_t max_seed = (std::uint64_t{1} << 53) - 1;

/// Any seed up to `max_seed`. Requires: as new_id.
std::uint64_t random_seed();

}  // namespace gestaloka::services
