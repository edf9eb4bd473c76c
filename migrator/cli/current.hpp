// `migrate current`.
#pragma once

#include "migrator/cli/command.hpp"

namespace migrator::cli {

/// Prints the newest applied revisions (those that no other applied one revises), or says that there is none.
Result<void> show_current(const Command& command, const RunOptions& options, const Registry& registry,
                          Observer& observer, std::ostream& out);

}  // namespace migrator::cli
