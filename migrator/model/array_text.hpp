// PostgreSQL's text form of one-dimensional arrays: {a,"b \"c\"",NULL}.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace migrator::model {

/// Elements that are not set are NULL.
std::string print_array(const std::vector<std::optional<std::string>>& elements);
/// Not set for what is no array of one dimension that counts from 1.
std::optional<std::vector<std::optional<std::string>>> parse_array(std::string_view text);

}  // namespace migrator::model
