// Every command declares its options on an application that parses nothing.
#include "migrator/cli/command_tree.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace migrator::cli {

namespace {

CommandOption read_option(const CLI::Option& option) {
    CommandOption read;
    for (const std::string& name : option.get_snames())
        read.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames())
        read.names.push_back("--" + name);
    if (option.get_items_expected_max() > 0) {
        read.value = option.get_type_name();
        if (read.value.empty() || read.value == "TEXT") read.value = "TEXT";
    }
    read.help = option.get_description();
    read.is_required = option.get_required();
    read.repeats = option.get_items_expected_max() > 1;
    return read;
}

// Those of an option group belong to the command that it stands in.
void read_options(const CLI::App& line, CommandPage& page) {
    for (const CLI::Option* option : line.get_options()) {
        CommandOption read = read_option(*option);
        std::vector<CommandOption>& list = option->get_positional() ? page.arguments : page.options;
        list.push_back(std::move(read));
    }
    for (const CLI::App* group : line.get_subcommands([](const CLI::App* sub) { return sub->get_name().empty(); }))
        read_options(*group, page);
}

}  // namespace

std::vector<CommandPage> read_command_tree(const std::vector<CommandDefinition>& commands) {
    std::vector<CommandDefinition> sorted = commands;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const CommandDefinition& a, const CommandDefinition& b) { return a.group < b.group; });
    std::vector<CommandPage> pages;
    for (const CommandDefinition& command : sorted) {
        CLI::App line(command.help, command.name);
        const Run unused = command.declare(line);
        CommandPage page{command.name, title_of(command.group), command.help, {}, {}};
        read_options(line, page);
        pages.push_back(std::move(page));
    }
    return pages;
}

}  // namespace migrator::cli
