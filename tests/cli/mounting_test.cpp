// The commands mounted by a server: the standard ones, its own, and what is said of a mistake.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <catch2/catch.hpp>
#include <ostream>

#include "console.hpp"
#include "tests/revision/chains.hpp"

using namespace migrator;
using namespace migrator::testing;
using Catch::Matchers::Contains;

namespace {

struct GreetOptions {
    std::string name = {};
    bool loud = false;
};

void declare_greet(CLI::App& line, GreetOptions& options) {
    line.add_option("name", options.name, "Whom")->required();
    line.add_flag("--loud", options.loud, "So that all hear it");
}

Result<void> greet(const GreetOptions& options, const cli::Context& context) {
    if (options.name == "nobody") return failure(ErrorKind::usage, "nobody is there");
    context.out << "hello " << options.name << (options.loud ? "!" : "") << " of "
                << context.registry.revisions().size() << " revisions\n";
    return success();
}

}  // namespace

COMMAND(greet) = {
    .name = "greet",
    .group = cli::CommandGroup::care,
    .help = "Say hello",
    .declare = [](CLI::App& line) { return cli::with_options<GreetOptions>(line, declare_greet, greet); },
};

namespace {

// A server's own program: two revisions, no database, and one command of its own.
struct Server {
    Chain chain = Chain().add("aaaa1", {}).add("bbbb2", {"aaaa1"});
    Environment environment{chain.list()};
    Console console{environment};

    Server() { console.commands.push_back(greet_command); }
};

}  // namespace

TEST_CASE("a server adds its own command to the standard ones") {
    const Server server;
    CHECK(server.console.run("greet Ann").out == "hello Ann of 2 revisions\n");
    CHECK(server.console.run("greet Ann --loud").out == "hello Ann! of 2 revisions\n");
    const Answer refused = server.console.run("greet nobody");
    CHECK(refused.code == 64);
    CHECK(refused.err == "nobody is there");
    CHECK(server.console.run("greet").code == 64);
    CHECK_THAT(server.console.run("--help").out, Contains("greet") && Contains("upgrade") && Contains("Say hello"));
    CHECK_THAT(server.console.run("greet --help").out, Contains("--loud"));
}

TEST_CASE("the same commands mount on a host's own command line") {
    const Chain chain = Chain().add("aaaa1", {});
    CLI::App app("a host");
    int port = 0;
    app.add_option("--port", port);
    cli::ChosenCommand chosen;
    auto commands = cli::standard_commands();
    commands.push_back(greet_command);
    cli::declare_commands(app, commands, chosen);
    SECTION("with options of the host behind the command") {
        app.parse("migrate greet Ann --port 7");
        CHECK(port == 7);
        REQUIRE(chosen.name == std::string("greet"));
        std::ostringstream out;
        const Environment environment{chain.list()};
        const Registry registry = Registry::create(chain.list()).assume_value();
        Observer observer;
        CHECK(chosen.run({environment, registry, observer, out, {}}).has_value());
        CHECK(out.str() == "hello Ann of 1 revisions\n");
    }
    SECTION("or not at all") {
        app.parse("--port 7");
        CHECK(chosen.name == nullptr);
    }
    SECTION("a command that is not chosen declares nothing") {
        app.parse("migrate greet Ann");
        CHECK(app.get_subcommand("migrate")->get_subcommand("upgrade")->get_options().size() == 1);  // --help
    }
}

TEST_CASE("each command of the library is in the standard set, with its help") {
    const auto commands = cli::standard_commands();
    for (const char* name : {"upgrade", "downgrade", "current", "history"}) {
        const auto found = std::find_if(commands.begin(), commands.end(),
                                        [&](const auto& command) { return command.name == std::string(name); });
        INFO(name);
        CHECK(found != commands.end());
    }
    for (const cli::CommandDefinition& command : commands) {
        INFO(command.name);
        CHECK(command.help != std::string());
        CHECK(command.declare != nullptr);
    }
}

TEST_CASE("a word that is no command, and none at all, are usage") {
    const Server server;
    CHECK(server.console.run("").code == 64);
    CHECK(server.console.run("sidegrade").code == 64);
    CHECK(server.console.run("greet Ann --unheard").code == 64);
    CHECK(server.console.run("current").code == 16);
}
