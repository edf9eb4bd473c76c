// Where the server's log goes and how a line looks.
#pragma once

#include "gestaloka_server/options.hpp"

namespace gestaloka::boot {

/// Sends spdlog's default logger to stderr: text with colours on a terminal, or one JSON object a line.
void set_up_logging(LogFormat format, bool verbose);

}  // namespace gestaloka::boot
