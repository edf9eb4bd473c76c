// Declaring the commands, each one's options only when it was chosen.
#include "migrator/cli/command.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace migrator::cli {

const char* title_of(CommandGroup group) {
    switch (group) {
        case CommandGroup::move:
            return "Change the database";
        case CommandGroup::look:
            return "Look";
        case CommandGroup::author:
            return "Write revisions";
        case CommandGroup::care:
            return "Take over, repair, set up";
    }
    return "";
}

namespace {

void declare_each(CLI::App& migrate, const std::vector<CommandDefinition>& commands, ChosenCommand& chosen) {
    std::vector<CommandDefinition> sorted = commands;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const CommandDefinition& a, const CommandDefinition& b) { return a.group < b.group; });
    migrate.require_subcommand(1);
    for (const CommandDefinition& command : sorted) {
        CLI::App* line = migrate.add_subcommand(command.name, command.help)->fallthrough();
        line->group(title_of(command.group));
        line->preparse_callback([&chosen, line, command](std::size_t) {
            chosen.name = command.name;
            chosen.run = command.declare(*line);
        });
    }
}

}  // namespace

void declare_commands(CLI::App& app, const std::vector<CommandDefinition>& commands, ChosenCommand& chosen) {
    CLI::App* migrate = app.add_subcommand("migrate", "Work on the database's revisions, then exit")->fallthrough();
    declare_each(*migrate, commands, chosen);
}

Result<void> run_command(const std::vector<CommandDefinition>& commands, const std::vector<std::string>& words,
                         const Context& context) {
    CLI::App migrate("Work on the database's revisions", "migrate");
    ChosenCommand chosen;
    declare_each(migrate, commands, chosen);
    std::vector<std::string> reversed(words.rbegin(), words.rend());  // CLI11 takes a vector from its end
    try {
        migrate.parse(reversed);
    } catch (const CLI::CallForHelp&) {
        context.out << migrate.help();
        return success();
    } catch (const CLI::ParseError& error) {
        return failure(Error(ErrorKind::usage, error.what()).hint("see migrate --help"));
    }
    return chosen.run(context);
}

}  // namespace migrator::cli
