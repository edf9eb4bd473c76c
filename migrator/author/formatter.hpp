// Running the program that a new revision's file is handed to, e.g. a formatter.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "migrator/support/result.hpp"

namespace migrator::author {

/// Runs `command` with `file` as its last argument. Returns what there is to tell: empty when it ran, else that it is
/// not installed. Errors: usage, when it ran and failed, with what it printed; the file stays.
Result<std::string> run_post_write(const std::vector<std::string>& command, const std::filesystem::path& file);

}  // namespace migrator::author
