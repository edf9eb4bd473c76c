// Durations as people write them.
#pragma once

#include <chrono>
#include <string>

#include "migrator/support/result.hpp"

namespace migrator {

/// "300ms", "5s", "2m", "1h"; a bare number is seconds. Errors: usage.
Result<std::chrono::milliseconds> parse_duration(const std::string& text);

/// "33 ms", "1.24 s", "2 min 05 s": with as many digits as a person needs.
std::string format_duration(std::chrono::microseconds duration);

}  // namespace migrator
