// The `migrate` commands, for any server to mount on its own command line.
#pragma once

#include <iosfwd>
#include <string>

#include "migrator/run/migrate.hpp"

namespace CLI {
class App;
}

namespace migrator::cli {

/// The chosen command and its arguments.
struct Command {
    enum class Name { none, upgrade, downgrade, current, history };
    Name name = Name::none;
    std::string target = {};
    bool json = false;
};

/// Declares `migrate upgrade|downgrade|current|history` on `app`. After parsing, `chosen` tells what the user wrote.
/// Requires: `chosen` outlives the parsing.
void declare_commands(CLI::App& app, Command& chosen);

/// Runs the chosen command; results go to `out`. Errors: as the function of run/migrate.hpp that it calls.
Result<void> run_command(const Command& command, const RunOptions& options, const Registry& registry,
                         Observer& observer, std::ostream& out);

}  // namespace migrator::cli
