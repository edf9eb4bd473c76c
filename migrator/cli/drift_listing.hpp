// Drift as JSON; as text it is migrator/drift's side_by_side.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "migrator/drift/facts.hpp"

namespace migrator::cli {

/// An array of {place, expected, found}; null where there is nothing.
nlohmann::ordered_json drift_json(const std::vector<Drift>& drift);

}  // namespace migrator::cli
