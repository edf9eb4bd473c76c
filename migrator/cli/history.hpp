// `migrate history`.
#pragma once

#include "migrator/cli/command.hpp"

namespace migrator::cli {

/// Lists every compiled-in revision, newest first, with what the database says of it, and above them the applied ones
/// that this binary does not know.
Result<void> show_history(const Command& command, const RunOptions& options, const Registry& registry,
                          Observer& observer, std::ostream& out);

}  // namespace migrator::cli
