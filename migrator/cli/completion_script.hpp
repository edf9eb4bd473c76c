// Scripts that complete the commands and their options.
#pragma once

#include "migrator/cli/command_tree.hpp"

namespace migrator::cli {

/// For `shell`: bash, zsh or fish; `program` is what the user types before `migrate`. Errors: usage, for another shell.
Result<std::string> completion_script(const std::string& shell, const std::string& program,
                                      const std::vector<CommandPage>& pages);

}  // namespace migrator::cli
