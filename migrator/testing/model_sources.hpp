// Finds what a compiler cannot: a member that describe() leaves out, and a described struct that is in no list.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "migrator/environment.hpp"

namespace migrator::testing {

/// Reads the headers and sources in `directory` as text, and compares them with the environment's models. Returns a
/// sentence for each mistake, with the names of struct and member: a test expects none.
/// Requires: structs are written one member a line, and described in a source of the same directory.
std::vector<std::string> find_forgotten_models(const Environment& environment, const std::filesystem::path& directory);

}  // namespace migrator::testing
