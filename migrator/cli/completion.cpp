// `migrate completion`.
#include <CLI/CLI.hpp>
#include <ostream>

#include "migrator/cli/completion_script.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cli {

namespace {

struct Options {
    std::string shell = {};
};

void declare(CLI::App& line, Options& options) {
    line.add_option("shell", options.shell, "bash, zsh or fish")->type_name("SHELL")->required();
}

Result<void> print_completion(const Options& options, const Context& context) {
    const std::string program = context.settings ? context.settings().application : RunOptions().application;
    TRY(const std::string script, completion_script(options.shell, program, read_command_tree(standard_commands())));
    context.out << script;
    return success();
}

}  // namespace

COMMAND(completion) = {
    .name = "completion",
    .group = CommandGroup::care,
    .help = "Print a completion script for bash, zsh or fish",
    .declare = [](CLI::App& line) { return with_options<Options>(line, declare, print_completion); },
};

}  // namespace migrator::cli
