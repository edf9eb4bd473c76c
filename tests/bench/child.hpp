// Whole processes, timed.
#pragma once

#include <string>
#include <vector>

namespace gestaloka::bench {

struct ChildRun {
    double milliseconds = 0;
    long peak_kilobytes = 0;  ///< resident
    int exit_code = 0;
};

/// Runs a program with its output thrown away. Ends the bench when it cannot be started.
ChildRun run_child(const std::vector<std::string>& command);

}  // namespace gestaloka::bench
