// `migrate diff` between two databases, run in this process.
#pragma once

#include <string>

#include "tests/cli/console.hpp"

namespace convergence {

/// The exit code when two schemas differ.
inline constexpr int differences_found = 10;

/// Runs `migrate diff FROM TO WORDS`. The sides are connection strings of keywords.
migrator::testing::Answer run_diff(const std::string& from, const std::string& to, const std::string& words);

/// Holds when no statements lead from one side to the other: --sql prints none and ends as for any difference, --json
/// names `part` among the refusals. Returns what does not hold, or nothing.
std::string failure_of_refusal(const std::string& from, const std::string& to, const std::string& part);

}  // namespace convergence
