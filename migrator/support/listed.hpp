// Names in a sentence.
#pragma once

#include <string>
#include <vector>

namespace migrator {

/// "a, b, c", or "nothing"; of more than eight the first eight and how many more there are.
std::string listed(const std::vector<std::string>& names);

}  // namespace migrator
