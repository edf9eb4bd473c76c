// The commands that the documents show are run, on databases as the text around them says; or it is told why not.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>

#include "console.hpp"
#include "migrator/cluster/binaries.hpp"
#include "migrator/run/migrate.hpp"
#include "migrator/testing/test_database.hpp"
#include "schema/environment.hpp"
#include "tests/errors/must.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace gestaloka::docs;
using namespace gestaloka::test;
using namespace migrator::testing;

namespace {

namespace fs = std::filesystem;

struct Shown {
    std::string line;
    int code = 0;
};

// What a document shows, one line after the other, on one database.
struct Run {
    std::string document;
    std::string target;  ///< where the database stands before; empty: it has nothing
    std::string sql;     ///< what has happened to it since
    std::vector<Shown> lines;
};

const std::vector<Run>& runs() {
    static const std::string forget_history = "DROP SCHEMA migrator CASCADE;\n";
    static const std::vector<Run> list = {
        {"docs/adopting.md",
         "head",
         forget_history + "CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);"
                          "INSERT INTO alembic_version VALUES ('8361b4e76826')",
         {{"gestaloka_server migrate adopt --from alembic"}}},
        {"docs/adopting.md",
         "head",
         forget_history + "CREATE SCHEMA app; CREATE TABLE app.alembic_version (version_num varchar(32) PRIMARY KEY);"
                          "INSERT INTO app.alembic_version VALUES ('8361b4e76826'); DROP TABLE battle_logs",
         {{"gestaloka_server migrate adopt --from alembic --version-table app.alembic_version --accept-drift"}}},
        {"docs/adopting.md",
         "c8ab2c1be277",
         forget_history + "CREATE TABLE flyway_schema_history (installed_rank integer, version text, success boolean);"
                          "INSERT INTO flyway_schema_history VALUES (1, '1', true)",
         {{"gestaloka_server migrate adopt --from flyway --map versions.map"}}},
        {"docs/commands.md",
         "",
         "",
         {{"gestaloka_server migrate upgrade +1"},
          {"gestaloka_server migrate current"},
          {"gestaloka_server migrate history -r current:head"},
          {"gestaloka_server migrate show 2bbcec8822fa"},
          {"gestaloka_server migrate downgrade -1"}}},
        {"docs/offline.md",
         "2bbcec8822fa",
         "",
         {{"gestaloka_server migrate upgrade --sql > upgrade.sql"},
          {"gestaloka_server migrate upgrade 2bbc:head --sql > upgrade.sql"},
          {"gestaloka_server migrate downgrade head:2bbc --sql > downgrade.sql"},
          {"psql -X -v ON_ERROR_STOP=1 -f upgrade.sql postgresql://owner@db/game"}}},
        {"docs/repairing.md",
         "head",
         "UPDATE migrator.history SET state = 'applying' WHERE revision = '2bbcec8822fa'",
         {{"gestaloka_server migrate repair", 15},
          {"gestaloka_server migrate repair --mark-applied 2bbcec8822fa"},
          {"gestaloka_server migrate verify"}}},
        {"docs/rolling_deploys.md", "", "", {{"gestaloka_server --database \"$OWNER_URL\" --migrate-only"}}},
    };
    return list;
}

// Lines that are not run here, and why.
const std::map<std::string, std::string>& not_run_here() {
    static const std::map<std::string, std::string> reasons = {
        {"gestaloka_server migrate merge 8361b4e76826 5c1f0e9a7b2d -m \"merge battle logs and guilds\"",
         "the second revision is made up; tests/cli merges"},
        {"gestaloka_server migrate diff FROM TO [--sql|--json]", "says how the command is written"},
        {"gestaloka_server --database \"$SERVICE_URL\" --migrate=check",
         "serves until it is stopped; tests/acceptance/boot starts it"},
        {"gestaloka_server migrate check", "shows a struct that was changed; tests/cli checks"},
        {"gestaloka_server migrate revision --autogenerate -m \"Add lore to skills\"",
         "shows a struct that was changed; tests/cli writes revisions"},
        {"gestaloka_server --migrate-only", "run by console_pgtest.cpp"},
        {"gestaloka_server migrate stamp 2bbc:head --sql > stamp.sql", "tests/cli compares what it prints"},
        {"gestaloka_server migrate squash base:2bbcec8822fa -m \"The schema of July 2025\"",
         "tests/acceptance/squash makes, compiles and runs squashes of this chain"},
        {"gestaloka_server migrate init tavern", "tests/guide runs this page, in the project that it makes"},
        {"scripts/run", "builds everything; what it starts is run by console_pgtest.cpp"},
        {"scripts/test", "runs this test"},
    };
    return reasons;
}

// A line without its prompt and the remark at its end.
std::string command_of(std::string line) {
    if (line.rfind("$ ", 0) == 0) line.erase(0, 2);
    const std::size_t remark = line.find(" #");
    if (remark != std::string::npos) line.erase(remark);
    const std::size_t end = line.find_last_not_of(' ');
    line.erase(end == std::string::npos ? 0 : end + 1);
    return line;
}

bool is_command(const std::string& line) {
    for (const char* program : {"gestaloka_server", "psql ", "scripts/"})
        if (line.rfind(program, 0) == 0) return true;
    return false;
}

// Every line of a document's blocks that somebody could copy into a shell.
std::vector<std::string> commands_in(const std::string& document) {
    static const std::set<std::string> shells = {"```", "```sh", "```bash", "```console"};
    std::vector<std::string> commands;
    bool inside = false;
    bool is_shell = false;
    for (const std::string& line : lines_of(read_document(document))) {
        if (line.rfind("```", 0) == 0) {
            is_shell = !inside && shells.count(line) != 0;
            inside = !inside;
        } else if (inside && is_shell && is_command(command_of(line))) {
            commands.push_back(command_of(line));
        }
    }
    return commands;
}

std::vector<std::string> documents() {
    std::vector<std::string> found = {"README.md", "migrator/README.md"};
    for (const auto& entry : fs::directory_iterator(PROJECT_SOURCE_TREE "/docs"))
        if (entry.path().extension() == ".md") found.push_back("docs/" + entry.path().filename().string());
    return found;
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

// The words of the documents that stand for a user's own.
std::string shell_script(const Run& run, const std::string& url) {
    const auto binaries = must(migrator::cluster::find_binaries(migrator::cluster::search_of_this_machine({})));
    std::string script = "export OWNER_URL='" + url +
                         "'\ngestaloka_server() { '" GESTALOKA_SERVER_BINARY "' --database '" + url +
                         "' \"$@\"; }\npsql() { '" + (binaries.directory / "psql").string() + "' \"$@\"; }\n";
    for (const Shown& shown : run.lines) {
        const std::string line = replaced(shown.line, "postgresql://owner@db/game", "'" + url + "'");
        const bool names_its_database = line.find("--database") != std::string::npos;
        script += (names_its_database ? replaced(line, "gestaloka_server", "'" GESTALOKA_SERVER_BINARY "'") : line) +
                  " 1>&2\necho $?\n";
    }
    return replaced(script, ".sql 1>&2", ".sql");
}

void prepare(const Run& run, const TestDatabase& database) {
    if (!run.target.empty()) {
        migrator::RunOptions options;
        options.database = database.url();
        migrator::Observer quiet;
        migrator::RunReport report;
        must(migrator::upgrade(options, registry_of(gestaloka::schema::environment()), run.target, quiet, report));
    }
    if (run.sql.empty()) return;
    auto session = database.connect();
    must(session.run_script(run.sql));
}

}  // namespace

TEST_CASE("every command of the documents is run by a test, or it is told why not") {
    std::set<std::pair<std::string, std::string>> run;
    for (const Run& one : runs())
        for (const Shown& shown : one.lines)
            run.emplace(one.document, shown.line);
    std::size_t found = 0;
    for (const std::string& document : documents())
        for (const std::string& command : commands_in(document)) {
            INFO(document << ": " << command);
            CHECK((run.count({document, command}) + not_run_here().count(command)) == 1);
            run.erase({document, command});
            ++found;
        }
    CHECK(found > 20);
    for (const auto& [document, command] : run)
        FAIL_CHECK(document << " does not show " << command);
}

TEST_CASE("the commands of the documents do what they are said to do") {
    for (const Run& run : runs()) {
        INFO(run.document << ": " << run.lines.front().line);
        const TestDatabase database;
        prepare(run, database);
        const TemporaryDirectory directory;
        fs::create_directories(directory.path() / "schema/revisions");
        std::ofstream(directory.path() / "versions.map") << "1 c8ab2c1be277\n";
        Process shell({.program = "/bin/bash",
                       .arguments = {"-c", shell_script(run, database.url())},
                       .directory = directory.path()});
        const auto status = shell.wait(std::chrono::seconds(120));
        REQUIRE(status);
        INFO(shell.errors());
        const std::vector<std::string> codes = lines_of(shell.output());
        REQUIRE(codes.size() == run.lines.size());
        for (std::size_t i = 0; i < codes.size(); ++i) {
            INFO(run.lines[i].line);
            CHECK(codes[i] == std::to_string(run.lines[i].code));
        }
    }
}
