// `migrate manual`.
#include <CLI/CLI.hpp>
#include <ostream>

#include "migrator/cli/manual_page.hpp"

namespace migrator::cli {

namespace {

struct Options {};

void declare(CLI::App&, Options&) {}

Result<void> print_manual(const Options&, const Context& context) {
    const RunOptions run = context.settings ? context.settings() : RunOptions();
    context.out << manual_page(run.application, run.application_version, read_command_tree(standard_commands()));
    return success();
}

}  // namespace

COMMAND(manual) = {
    .name = "manual",
    .group = CommandGroup::care,
    .help = "Print the manual page of the commands, for man",
    .declare = [](CLI::App& line) { return with_options<Options>(line, declare, print_manual); },
};

}  // namespace migrator::cli
