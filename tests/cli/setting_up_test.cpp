// Completion, manual page and the example project.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include "console.hpp"
#include "golden.hpp"
#include "migrator/cli/completion_script.hpp"
#include "migrator/cli/manual_page.hpp"
#include "migrator/model/list.hpp"
#include "migrator/testing/model_sources.hpp"
#include "tests/errors/must.hpp"
#include "tests/revision/chains.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace migrator;
using namespace migrator::testing;
using Catch::Matchers::Contains;
using gestaloka::test::TemporaryDirectory;

namespace {

namespace fs = std::filesystem;

// Pages of a made-up program, so that a new command changes no golden file.
const std::vector<cli::CommandPage>& pages() {
    static const std::vector<cli::CommandPage> list = {
        {"upgrade",
         "Change the database",
         "Apply revisions up to TARGET: by [default] head",
         {{{"-h", "--help"}, "", "Print this help"},
          {{"--sql"}, "", "Print a script; it's for psql"},
          {{"--backup"}, "FILE", "Dump first"}},
         {{{}, "TARGET", "head, or +N", false, false}}},
        {"repair", "Take over", "Settle one finding", {{{"--restamp"}, "REV", "Accept"}}, {}}};
    return list;
}

struct Desk {
    Chain chain = Chain().add("aaaa1", {});
    Environment environment{chain.list()};
    Console console{environment};
};

// What bash offers for the words; the last one is being typed.
std::string completed(const std::string& script, const std::string& words) {
    const TemporaryDirectory directory;
    const fs::path file = directory.path() / "completion.bash";
    std::ofstream(file) << script << "COMP_WORDS=(" << words
                        << ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_game_migrate\necho \"${COMPREPLY[*]}\"\n";
    gestaloka::test::Process bash({"/bin/bash", {"--norc", file.string()}});
    REQUIRE(bash.wait(std::chrono::minutes(1))->code == 0);
    CHECK(bash.errors().empty());
    return bash.output();
}

}  // namespace

TEST_CASE("completion scripts for three shells") {
    for (const char* shell : {"bash", "zsh", "fish"})
        check_golden(std::string("completion.") + shell, must(cli::completion_script(shell, "game", pages())));
    CHECK(error_of(cli::completion_script("csh", "game", pages())).kind() == ErrorKind::usage);
}

TEST_CASE("bash completes commands, options and symbols") {
    const std::string script = must(cli::completion_script("bash", "game", pages()));
    CHECK(completed(script, "game mi") == "migrate\n");
    CHECK(completed(script, "game --listen x migrate ''") == "upgrade repair\n");
    CHECK(completed(script, "game migrate up") == "upgrade\n");
    CHECK(completed(script, "game migrate upgrade --s") == "--sql\n");
    CHECK(completed(script, "game migrate upgrade he") == "head heads\n");
    CHECK(completed(script, "game migrate repair he") == "\n");
}

TEST_CASE("the manual page") {
    check_golden("manual.1", cli::manual_page("game", "1.0", pages()));
}

TEST_CASE("completion and manual know every command and its options") {
    const Desk desk;
    const std::string bash = desk.console.run("completion bash").out;
    const std::string manual = desk.console.run("manual").out;
    for (const cli::CommandDefinition& command : desk.console.commands) {
        CHECK_THAT(bash, Contains(std::string("        ") + command.name + ") words="));
        // A hyphen of a name is no hyphen of a word.
        const std::string name = std::regex_replace(std::string(command.name), std::regex("-"), "\\-");
        CHECK_THAT(manual, Contains(".SS \\fB" + name));
    }
    CHECK_THAT(bash, Contains("--mark-not-applied"));
    CHECK_THAT(manual, Contains("\\fB\\-\\-mark\\-not\\-applied\\fR \\fIREV\\fR"));
    CHECK(desk.console.run("completion csh").code == 64);
}

TEST_CASE("init writes a project into a new or empty directory and into no other") {
    const Desk desk;
    const TemporaryDirectory directory;
    const std::string tavern = (directory.path() / "tavern").string();
    const Answer made = desk.console.run("init " + tavern);
    CHECK(made.code == 0);
    CHECK_THAT(made.out, Contains("  CMakeLists.txt\n") && Contains("  main.cpp\n"));
    check_golden("init.txt", std::regex_replace(made.out, std::regex(directory.path().string()), "<directory>"));
    std::ifstream file(fs::path(tavern) / "revisions/20260101_0900_aaaa00000001_add_guests.cpp");
    CHECK_THAT(std::string(std::istreambuf_iterator<char>(file), {}), Contains("REVISION(aaaa00000001)"));

    const Answer again = desk.console.run("init " + tavern);
    CHECK(again.code == 64);
    CHECK_THAT(again.err, Contains("is not an empty directory"));
    fs::create_directory(directory.path() / "empty");
    CHECK(desk.console.run("init " + (directory.path() / "empty").string()).code == 0);
    CHECK(desk.console.run("init /proc/no").code == 64);
}

namespace {

std::string text_of(const fs::path& file) {
    std::ifstream input(file);
    return {std::istreambuf_iterator<char>(input), {}};
}

struct Guest {
    std::string name;
};
void describe(model::TableBuilder<Guest>& table) {
    table.name("guests");
    table.column<&Guest::name>();
}

}  // namespace

TEST_CASE("the test of the project that init writes names what a model leaves out") {
    const Desk desk;
    const TemporaryDirectory directory;
    const fs::path tavern = directory.path() / "tavern";
    REQUIRE(desk.console.run("init " + tavern.string()).code == 0);
    CHECK_THAT(text_of(tavern / "tavern_test.cpp"),
               Contains("find_forgotten_models(tavern::environment(), MODELS_DIRECTORY)"));
    CHECK_THAT(text_of(tavern / "CMakeLists.txt"), Contains("MODELS_DIRECTORY=\"${CMAKE_CURRENT_SOURCE_DIR}\""));

    static const std::vector<RegisteredRevision> none;
    const Environment environment{none, []() -> Result<model::Models> { return model::models_of<Guest>(); }};
    CHECK(migrator::testing::find_forgotten_models(environment, tavern) == std::vector<std::string>{});
    std::string header = text_of(tavern / "tavern.hpp");
    header = std::regex_replace(header, std::regex("    std::string mood;"), "    std::string mood;\n    int thirst;");
    header += "struct Room {\n    int number;\n};\nvoid describe(migrator::model::TableBuilder<Room>& table);\n";
    std::ofstream(tavern / "tavern.hpp") << header;
    CHECK(migrator::testing::find_forgotten_models(environment, tavern) ==
          std::vector<std::string>{
              "member \"thirst\" of struct Guest has no column: write table.column<&Guest::thirst>() in describe()",
              "member \"number\" of struct Room has no column: write table.column<&Room::number>() in describe()",
              "struct Room is described and in no list of models: add it to models_of<…>()"});
}
