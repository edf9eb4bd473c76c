// The manual page, made of the commands themselves.
#pragma once

#include "migrator/cli/command_tree.hpp"

namespace migrator::cli {

/// In roff, for section 1: PROGRAM-migrate.
std::string manual_page(const std::string& program, const std::string& version, const std::vector<CommandPage>& pages);

}  // namespace migrator::cli
