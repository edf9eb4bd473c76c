// What a fault test has shown, kept for the table in docs/reliability.md.
#pragma once

#include <string>

namespace gestaloka::faults {

struct Shown {
    std::string id = {};        ///< "T1"
    std::string fault = {};     ///< what was done
    std::string required = {};  ///< what had to come of it
    std::string seen = {};      ///< what came of it, with figures of this run
    int runs = 0;               ///< how often since the last call
    double seconds = 0;         ///< the longest time until the database was right again; 0: not measured
};

/// Keeps the row until the cases that stand for its id have ended: all of this program whose names begin with "T1: ",
/// and the one that calls. Only when each of them was run and has passed, the row is written, to
/// FAULT_RESULTS/PROGRAM; what an earlier run has left there of the id goes when the first of them starts. Without
/// FAULT_RESULTS nothing is written. Called again for one id, by another section, value or case, the runs add up,
/// the longest time counts and what was seen is joined. To be called when everything that the row tells has held.
void tell(const Shown& shown);

/// Warns, and writes a row that says why `id` cannot be shown here.
void not_shown(const std::string& id, const std::string& reason);

}  // namespace gestaloka::faults
