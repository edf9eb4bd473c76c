// What `--help` says of each command, and that each command, its text and its JSON have a file to be compared with.
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "console.hpp"
#include "golden.hpp"
#include "migrator/cli/command_tree.hpp"
#include "tavern.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

// The golden files of what a command prints, "upgrade_plan.json" among them for upgrade.
bool has_golden(std::string command, const std::string& extension) {
    std::replace(command.begin(), command.end(), '-', '_');
    for (const auto& entry : std::filesystem::directory_iterator(TEST_SOURCE_DIR "/cli/golden")) {
        const std::string name = entry.path().filename().string();
        const char next = name.size() > command.size() ? name[command.size()] : '\0';
        if (name.rfind(command, 0) == 0 && (next == '.' || next == '_') && name.ends_with(extension)) return true;
    }
    return false;
}

bool takes_json(const cli::CommandPage& page) {
    for (const cli::CommandOption& option : page.options)
        for (const std::string& name : option.names)
            if (name == "--json") return true;
    return false;
}

// What they print depends on the machine, or is another program's.
const std::set<std::string> without_text = {"edit"};
// Compared as completion.bash and manual.1.
const std::set<std::string> with_own_extension = {"completion", "manual"};

}  // namespace

TEST_CASE("each command tells how it is used") {
    const Console console(tavern());
    for (const cli::CommandDefinition& command : console.commands) {
        const Answer answer = console.run(std::string(command.name) + " --help");
        CHECK(answer.code == 0);
        check_golden("help_" + std::string(command.name) + ".txt", answer.out);
    }
}

TEST_CASE("each command's text and JSON are compared with a file") {
    const Console console(tavern());
    for (const cli::CommandPage& page : cli::read_command_tree(console.commands)) {
        INFO(page.name);
        if (without_text.count(page.name) == 0 && with_own_extension.count(page.name) == 0)
            CHECK(has_golden(page.name, ".txt"));
        if (with_own_extension.count(page.name) != 0) CHECK(has_golden(page.name, ""));
        if (takes_json(page)) CHECK(has_golden(page.name, ".json"));
    }
}
