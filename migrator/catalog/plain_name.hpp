// Names that need no quotes.
#pragma once

#include <string_view>

namespace migrator {

/// True when `name` is the same with and without double quotes: plain lower case, and no keyword.
bool is_plain_name(std::string_view name);

}  // namespace migrator
