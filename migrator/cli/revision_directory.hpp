// Where the files of revisions are, seen from where a command runs.
#pragma once

#include <filesystem>

#include "migrator/cli/command.hpp"

namespace migrator::cli {

/// The directory for the file of a new revision: `wanted` if it is not empty, else that of the revision `beside`, else
/// that of the newest revision. Errors: usage, when it is not there: the command runs outside of the source tree.
Result<std::filesystem::path> find_revision_directory(const Context& context, const std::string& wanted,
                                                      const std::string& beside);

/// The file of a revision. Errors: usage, when it is not there.
Result<std::filesystem::path> find_revision_file(const RevisionNode& node);

}  // namespace migrator::cli
