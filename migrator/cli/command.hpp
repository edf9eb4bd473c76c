// The `migrate` commands as values: any server mounts the standard ones on its own command line, and adds its own.
//
// A command is a file in migrator/cli/ (or of the server) that says everything about it:
//
//   namespace {
//   struct Options { bool json = false; };
//   void declare(CLI::App& line, Options& options) { line.add_flag("--json", options.json, "For machines"); }
//   Result<void> show_heads(const Options& options, const Context& context) { ... context.out << ... }
//   }  // namespace
//
//   COMMAND(heads) = {
//       .name = "heads",
//       .group = CommandGroup::look,
//       .help = "List the heads of the compiled-in revisions",
//       .declare = [](CLI::App& line) { return with_options<Options>(line, declare, show_heads); },
//   };
//
// The build finds each COMMAND of migrator/cli/ by itself and makes standard_commands() of them.
#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "migrator/environment.hpp"
#include "migrator/run/migrate.hpp"

namespace CLI {
class App;
}

namespace migrator::cli {

/// What the host gives a command to work with.
struct Context {
    const Environment& environment;
    const Registry& registry;
    Observer& observer;
    /// For results; logs and errors are the host's.
    std::ostream& out;
    /// How to reach the database. Asked only by a command that works on one: it may have to start an embedded server.
    std::function<Result<RunOptions>()> database;
    /// The same options without a database to reach, for what is only printed. Empty: the defaults.
    std::function<RunOptions()> settings = {};
};

/// Runs a command with the options that it has read.
using Run = std::function<Result<void>(const Context&)>;

/// Where `--help` lists a command.
enum class CommandGroup {
    move,    ///< changes the database
    look,    ///< only reads
    author,  ///< writes revisions
    care,    ///< takes over, repairs, sets up
};

/// E.g. "Change the database".
const char* title_of(CommandGroup group);

/// One command. Constant-initialised; `declare` is called only when the command was chosen, so that a command costs the
/// others nothing.
struct CommandDefinition {
    const char* name;
    CommandGroup group = CommandGroup::look;
    const char* help = "";
    /// Declares options and arguments on the command's part of the command line; returns what will run with them.
    Run (*declare)(CLI::App& line) = nullptr;
};

/// For CommandDefinition::declare: options as a struct, declared by one function and used by another.
template <class Options>
Run with_options(CLI::App& line, void (*declare)(CLI::App&, Options&),
                 Result<void> (*run)(const Options&, const Context&)) {
    auto options = std::make_shared<Options>();
    declare(line, *options);
    return [options, run](const Context& context) { return run(*options, context); };
}

/// Every COMMAND in migrator/cli/, by group, then by name.
std::vector<CommandDefinition> standard_commands();

/// The command that the user wrote.
struct ChosenCommand {
    const char* name = nullptr;  ///< null: none
    Run run = {};
};

/// Declares `migrate COMMAND` on `app`. After parsing, `chosen` holds what the user wrote.
/// Requires: `chosen` outlives the parsing.
void declare_commands(CLI::App& app, const std::vector<CommandDefinition>& commands, ChosenCommand& chosen);

/// The same for a host without CLI11: reads the words after `migrate` and runs the command; --help goes to
/// `context.out`. Errors: usage, naming the word that is wrong; else as the command.
Result<void> run_command(const std::vector<CommandDefinition>& commands, const std::vector<std::string>& words,
                         const Context& context);

}  // namespace migrator::cli

/// Defines the command `name` (with _ for -), which the build adds to standard_commands().
#define COMMAND(name)                                               \
    extern const ::migrator::cli::CommandDefinition name##_command; \
    const ::migrator::cli::CommandDefinition name##_command
