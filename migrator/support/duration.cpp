// Durations as people write them.
#include "migrator/support/duration.hpp"

#include <charconv>
#include <cstdio>
#include <limits>
#include <string_view>

namespace migrator {

Result<std::chrono::milliseconds> parse_duration(const std::string& text) {
    long long number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    long long factor = 0;
    if (unit == "ms") factor = 1;
    if (unit.empty() || unit == "s") factor = 1000;
    if (unit == "m" || unit == "min") factor = 60'000;
    if (unit == "h") factor = 3'600'000;
    constexpr long long longest = std::numeric_limits<int>::max();  // PostgreSQL keeps timeouts in 32 bits
    if (error != std::errc() || factor == 0 || number < 0 || number > longest / factor)
        return failure(ErrorKind::usage, "\"" + text + "\" is no duration: write 300ms, 5s, 2m or 1h");
    return std::chrono::milliseconds(number * factor);
}

std::string format_duration(std::chrono::microseconds duration) {
    char text[48];
    const double seconds = static_cast<double>(duration.count()) / 1e6;
    constexpr double minute = 60;
    if (seconds < 1)
        std::snprintf(text, sizeof text, "%.*f ms", seconds < 0.01 ? 1 : 0, seconds * 1e3);
    else if (seconds < minute)
        std::snprintf(text, sizeof text, "%.2f s", seconds);
    else
        std::snprintf(text, sizeof text, "%lld min %02lld s", static_cast<long long>(seconds) / 60,
                      static_cast<long long>(seconds) % 60);
    return text;
}

}  // namespace migrator
