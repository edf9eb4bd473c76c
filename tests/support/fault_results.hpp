// What a fault test has shown, kept for the table in docs/reliability.md.
#pragma once

#include <string>

namespace gestaloka::faults {

struct Shown {
    std::string id = {};        ///< "T1"
    std::string fault = {};     ///< what was done
    std::string required = {};  ///< what had to come of it
    std::string seen = {};      ///< what came of it, with figures of this run
    int runs = 0;               ///< how often
    double seconds = 0;         ///< the longest time until the database was right again
};

/// Writes the row to the folder that FAULT_RESULTS names; does nothing without it. To be called at the end of a case,
/// when everything that it requires has held.
void tell(const Shown& shown);

}  // namespace gestaloka::faults
