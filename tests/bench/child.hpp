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

enum class ChildOutput { thrown_away, shown };

/// Runs a program. Ends the bench when it cannot be started. The peak is that of this program where it is the larger
/// one: what measures memory holds nothing large itself.
ChildRun run_child(const std::vector<std::string>& command, ChildOutput output = ChildOutput::thrown_away);

}  // namespace gestaloka::bench
