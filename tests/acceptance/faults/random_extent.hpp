// From which seed random faults start, and how long they go on.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace gestaloka::faults {

/// As FAULT_SEED, FAULT_MINUTES and FAULT_SOAK ask for it.
struct Asked {
    std::optional<std::string> seed = {};
    std::optional<std::string> minutes = {};  ///< "90", "0.5"
    bool is_soak = false;
};

/// How far a run of random faults is.
struct Progress {
    int rounds = 0;
    int effective = 0;  ///< rounds whose fault somebody has noticed
    std::chrono::duration<double> time{0};
};

/// All of it has to be reached.
struct Extent {
    unsigned first_seed = 0;
    Progress least = {};

    /// Whether the run may end. It ends without the effective rounds too, when twice as many have been played for them.
    bool is_reached_by(const Progress& progress) const;
};

/// A seed without minutes is played alone. Minutes go on from the seed, or from a random one. A soak has minutes of its
/// own and 500 effective rounds, whatever the time; without any of it there are `rounds`.
/// Throws std::invalid_argument when the seed or the minutes are no number.
Extent extent_of(const Asked& asked, int rounds);

}  // namespace gestaloka::faults
