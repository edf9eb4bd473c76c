// Every exit code and kind of docs/exit_codes.md is provoked by a test, clause by clause; this is the list of them.
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "migrator/support/error.hpp"

using namespace migrator;

namespace {

struct Provoked {
    ErrorKind kind;
    const char* what;  ///< as the document says it happens
    const char* file;  ///< below tests/
    const char* name;  ///< of the case
};

const std::vector<Provoked> provoked = {
    {ErrorKind::pending, "`--migrate=check` found revisions to apply", "acceptance/boot/findings_pgtest.cpp",
     "--migrate=check refuses to serve a database with pending revisions with 10, and serves one at head"},
    {ErrorKind::pending, "`verify` or `adopt` found drift", "cli/care_commands_pgtest.cpp", "verify in text and JSON"},
    {ErrorKind::pending, "`verify` or `adopt` found drift", "cli/care_commands_pgtest.cpp", "a database with drift"},
    {ErrorKind::pending, "`migrate diff` found differences", "cli/care_commands_pgtest.cpp", "diff in text and JSON"},
    {ErrorKind::step_failed, "a statement or a C++ function of a step failed", "acceptance/boot/options_pgtest.cpp",
     "each line of a JSON log is one object, also when a step fails"},
    {ErrorKind::step_failed, "a statement or a C++ function of a step failed", "run/failing_function_pgtest.cpp",
     "a function that returns an error fails its step with the error's words"},
    {ErrorKind::step_failed, "the backup before the first one did", "cli/operating_pgtest.cpp",
     "an upgrade whose backup cannot be made changes nothing"},
    {ErrorKind::lock_timeout, "another migrator", "acceptance/boot/waiting_pgtest.cpp",
     "a migration lock that is not given back ends with 12 at the lock timeout, naming its holder"},
    {ErrorKind::lock_timeout, "a transaction on a table", "acceptance/boot/waiting_pgtest.cpp",
     "a table that is not given back ends with 12 at the lock timeout, naming who has it; steps before it stay"},
    {ErrorKind::ahead, "breaking revisions that this binary does not know", "acceptance/boot/findings_pgtest.cpp",
     "a database that is ahead by a breaking revision is refused with 13, naming both sides"},
    {ErrorKind::diverged, "an applied step was edited", "acceptance/boot/findings_pgtest.cpp",
     "a step that was edited after it had been applied is refused with 14, naming its file"},
    {ErrorKind::diverged, "a history row is missing", "acceptance/boot/findings_pgtest.cpp",
     "a history with a hole is refused with 14"},
    {ErrorKind::diverged, "the database of another chain", "acceptance/boot/findings_pgtest.cpp",
     "the history of another chain is refused with 14"},
    {ErrorKind::diverged, "inside the range of a squash", "run/squash_pgtest.cpp",
     "a database inside the range is refused with the way out, and left as it is"},
    {ErrorKind::torn, "a step ended its own transaction", "acceptance/boot/findings_pgtest.cpp",
     "a database with a torn step is refused with 15, saying which and since when"},
    {ErrorKind::unavailable, "no connection", "acceptance/boot/unreachable_pgtest.cpp",
     "a port where nobody listens ends with 16 at the connect deadline"},
    {ErrorKind::unavailable, "wrong password", "acceptance/boot/unreachable_pgtest.cpp",
     "a wrong password ends with 16 at once, and is in no output"},
    {ErrorKind::unavailable, "no such database", "acceptance/boot/unreachable_pgtest.cpp",
     "a database that is not there ends with 16 at once, naming it"},
    {ErrorKind::unavailable, "no PostgreSQL programs for the embedded cluster", "acceptance/boot/embedded_pgtest.cpp",
     "a machine without PostgreSQL's server programs is told the way out"},
    {ErrorKind::privilege, "the role lacks a right", "acceptance/boot/rights_pgtest.cpp",
     "a role that may not create ends with 17 before the first step, and each hint is the GRANT that it needs"},
    {ErrorKind::privilege, "the server is read-only", "acceptance/boot/rights_pgtest.cpp",
     "a session that is read-only by default ends with 17 before it takes a lock, naming the setting"},
    {ErrorKind::interrupted, "a signal", "acceptance/boot/stopping_pgtest.cpp",
     "a signal during a step rolls it back, frees the lock and stops the server within two seconds"},
    {ErrorKind::lock_lost, "the migration lock was taken away", "run/session_state_pgtest.cpp",
     "a step that gives the migration lock away is rolled back"},
    {ErrorKind::commit_unknown, "the connection was lost during COMMIT and did not come back",
     "run/commit_unknown_pgtest.cpp", "a commit whose answer is lost and that cannot be asked for stays unknown"},
    {ErrorKind::usage, "wrong option", "acceptance/boot/unreachable_pgtest.cpp",
     "a mistake on the command line ends with 64, and repeats no connection string"},
    {ErrorKind::usage, "unknown revision", "acceptance/boot/commands_pgtest.cpp",
     "a target that does not exist ends with 64 and changes nothing"},
    {ErrorKind::usage, "unsound chain", "revision/registry_test.cpp", "RM48"},
    {ErrorKind::internal, "a defect of the migrator", "errors/error_test.cpp",
     "an error nobody described is a defect of the migrator"},
};

std::string read_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream stream(line);
    for (std::string cell; std::getline(stream, cell, '|');)
        cells.push_back(cell);
    return cells;
}

// The row of a kind: its code, and what is said to have happened.
struct Row {
    int code = -1;
    std::string happened;
};

std::map<std::string, Row> documented_kinds() {
    std::map<std::string, Row> rows;
    std::istringstream lines(read_text(PROJECT_SOURCE_TREE "/docs/exit_codes.md"));
    for (std::string line; std::getline(lines, line);) {
        const std::vector<std::string> cells = cells_of(line);
        if (cells.size() < 4 || cells[1].find_first_of("0123456789") == std::string::npos) continue;
        for (std::size_t at = cells[2].find('`'); at != std::string::npos; at = cells[2].find('`', at + 1)) {
            const std::size_t end = cells[2].find('`', at + 1);
            rows[cells[2].substr(at + 1, end - at - 1)] = {std::stoi(cells[1]), cells[3]};
            at = end;
        }
    }
    return rows;
}

}  // namespace

TEST_CASE("every documented exit code is provoked by a test that is there") {
    const std::map<std::string, Row> rows = documented_kinds();
    REQUIRE(rows.size() == 13);
    std::set<std::string> kinds;
    for (const Provoked& one : provoked) {
        INFO(to_string(one.kind) << ": " << one.what << " (tests/" << one.file << ")");
        const auto row = rows.find(to_string(one.kind));
        REQUIRE(row != rows.end());
        CHECK(row->second.code == exit_code(one.kind));
        CHECK(row->second.happened.find(one.what) != std::string::npos);
        const std::string source = read_text(std::string(TEST_SOURCE_DIR "/") + one.file);
        CHECK(source.find("(\"" + std::string(one.name)) != std::string::npos);
        kinds.insert(to_string(one.kind));
    }
    for (const auto& [kind, row] : rows)
        CHECK(kinds.count(kind) == 1);
}
