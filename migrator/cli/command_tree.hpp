// The commands with their options as values: what completion scripts and the manual page are made of.
#pragma once

#include <string>
#include <vector>

#include "migrator/cli/command.hpp"

namespace migrator::cli {

struct CommandOption {
    std::vector<std::string> names = {};  ///< "--sql", "-v"; empty for an argument
    std::string value = {};               ///< "FILE"; empty for a flag
    std::string help = {};
    bool is_required = false;
    bool repeats = false;
};

struct CommandPage {
    std::string name = {};
    std::string group = {};  ///< the title under which --help lists it
    std::string help = {};
    std::vector<CommandOption> options = {};
    std::vector<CommandOption> arguments = {};
};

/// Asks each command for its options. In the order of `migrate --help`.
std::vector<CommandPage> read_command_tree(const std::vector<CommandDefinition>& commands);

}  // namespace migrator::cli
