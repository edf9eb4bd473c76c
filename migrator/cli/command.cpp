// Declaring the commands, and calling the one that was chosen.
#include "migrator/cli/command.hpp"

#include <CLI/CLI.hpp>
#include <ostream>

#include "migrator/cli/current.hpp"
#include "migrator/cli/history.hpp"
#include "migrator/cli/move.hpp"

namespace migrator::cli {

void declare_commands(CLI::App& app, Command& chosen) {
    CLI::App* migrate = app.add_subcommand("migrate", "Work on the database's revisions, then exit");
    migrate->fallthrough()->require_subcommand(1);
    const auto add = [&](const char* name, Command::Name command, const char* help) {
        CLI::App* sub = migrate->add_subcommand(name, help)->fallthrough();
        sub->callback([&chosen, command] { chosen.name = command; });
        return sub;
    };
    add("upgrade", Command::Name::upgrade, "Apply revisions up to TARGET, by default head")
        ->add_option("target", chosen.target, "head, a revision id or its beginning, or +N")
        ->type_name("TARGET");
    add("downgrade", Command::Name::downgrade, "Revert revisions down to TARGET, which stays applied")
        ->add_option("target", chosen.target, "base, a revision id or its beginning, or -N")
        ->type_name("TARGET")
        ->required();
    add("current", Command::Name::current, "Show where the database is")
        ->add_flag("--json", chosen.json, "For machines");
    add("history", Command::Name::history, "List the revisions, newest first, and which of them are applied")
        ->add_flag("--json", chosen.json, "For machines");
}

Result<void> run_command(const Command& command, const RunOptions& options, const Registry& registry,
                         Observer& observer, std::ostream& out) {
    switch (command.name) {
        case Command::Name::upgrade:
            return run_upgrade(command, options, registry, observer, out);
        case Command::Name::downgrade:
            return run_downgrade(command, options, registry, observer, out);
        case Command::Name::current:
            return show_current(command, options, registry, observer, out);
        case Command::Name::history:
            return show_history(command, options, registry, observer, out);
        case Command::Name::none:
            break;
    }
    return failure(ErrorKind::usage, "no migrate command was given");
}

}  // namespace migrator::cli
