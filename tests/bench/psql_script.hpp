// The statements of a chain as one psql script, with a transaction a step.
#pragma once

#include <filesystem>

#include "migrator/revision/registry.hpp"

namespace gestaloka::bench {

/// Writes what the runner would send from an empty database to the head, the history and its rows included. C++ steps
/// are left out, so the script has a little less to do.
void write_psql_script(const migrator::Registry& registry, const std::filesystem::path& file);

}  // namespace gestaloka::bench
