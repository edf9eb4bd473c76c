// What no operation reaches: its names, and a text that changes with each definition.
#pragma once

#include <string>
#include <string_view>

namespace migrator::introspection {

/// `rare_catalogs`: as rare_catalogs_sql tells them.
std::string other_objects_query(std::string_view rare_catalogs);

}  // namespace migrator::introspection
