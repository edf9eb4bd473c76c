// The first names, and a number for the others.
#include "migrator/support/listed.hpp"

#include <algorithm>

namespace migrator {

std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t shown = 8;
    if (names.empty()) return "nothing";
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), shown); ++i)
        text += (i == 0 ? "" : ", ") + names[i];
    if (names.size() > shown) text += " and " + std::to_string(names.size() - shown) + " more";
    return text;
}

}  // namespace migrator
