// Declaring the commands, each one's options only when it was chosen.
#include "migrator/cli/command.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <set>

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

// CLI11 keeps what an option needs and excludes in sets of pointers, so that it would print them in an order that
// changes from one start to the next.
class HelpFormatter : public CLI::Formatter {
 public:
    std::string make_option_opts(const CLI::Option* option) const override {
        if (!option->get_option_text().empty()) return " " + option->get_option_text();
        return value_of(*option) + named("Needs", option->get_needs()) + named("Excludes", option->get_excludes());
    }

 private:
    static std::string value_of(const CLI::Option& option) {
        std::string text;
        if (option.get_type_size() == 0) return text;
        if (!option.get_type_name().empty()) text += " " + option.get_type_name();
        if (!option.get_default_str().empty()) text += "=" + option.get_default_str();
        if (option.get_expected_max() == CLI::detail::expected_max_vector_size) text += " ...";
        return option.get_required() ? text + " REQUIRED" : text;
    }

    static std::string named(const char* label, const std::set<CLI::Option*>& options) {
        std::set<std::string> names;
        for (const CLI::Option* option : options)
            names.insert(option->get_name());
        std::string text;
        for (const std::string& name : names)
            text += " " + name;
        return names.empty() ? text : " " + std::string(label) + ":" + text;
    }
};

void declare_each(CLI::App& migrate, const std::vector<CommandDefinition>& commands, ChosenCommand& chosen) {
    std::vector<CommandDefinition> sorted = commands;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const CommandDefinition& a, const CommandDefinition& b) { return a.group < b.group; });
    migrate.formatter(std::make_shared<HelpFormatter>());
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
    migrate->footer("");  // the server's own examples are not about the commands
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
