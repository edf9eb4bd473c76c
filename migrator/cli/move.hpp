// `migrate upgrade` and `migrate downgrade`.
#pragma once

#include "migrator/cli/command.hpp"

namespace migrator::cli {

Result<void> run_upgrade(const Command& command, const RunOptions& options, const Registry& registry,
                         Observer& observer, std::ostream& out);
/// Says afterwards what the reverted steps could not bring back.
Result<void> run_downgrade(const Command& command, const RunOptions& options, const Registry& registry,
                           Observer& observer, std::ostream& out);

}  // namespace migrator::cli
