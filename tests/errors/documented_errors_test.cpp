// Every error that the documents tell of is provoked by a test: the causes of docs/exit_codes.md, clause by clause, and
// the refusals of the other pages. This is the list of them.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <filesystem>
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
    {ErrorKind::pending, "a backfill is paused at `--max-backfill-time`", "run/backfill_pgtest.cpp",
     "a backfill ends at its time limit, and later runs finish it"},
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
    {ErrorKind::diverged, "the history was changed by hand", "run/history_pgtest.cpp",
     "T32: a run refuses a history that was changed by hand"},
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
    {ErrorKind::privilege, "row security hides rows of the history", "run/history_pgtest.cpp",
     "T32: row security that hides rows of the history is refused, with the way out"},
    {ErrorKind::privilege, "the server is read-only", "acceptance/boot/rights_pgtest.cpp",
     "a session that is read-only by default ends with 17 before it takes a lock, naming the setting"},
    {ErrorKind::interrupted, "a signal", "acceptance/boot/stopping_pgtest.cpp",
     "a signal during a step rolls it back, frees the lock and stops the server within two seconds"},
    {ErrorKind::lock_lost, "the migration lock was taken away", "run/session_state_pgtest.cpp",
     "a step that gives the migration lock away is rolled back"},
    {ErrorKind::commit_unknown, "the connection was lost when COMMIT had been sent, and did not come back",
     "run/commit_unknown_pgtest.cpp", "a commit whose answer is lost and that cannot be asked for stays unknown"},
    {ErrorKind::usage, "wrong option", "acceptance/boot/unreachable_pgtest.cpp",
     "a mistake on the command line ends with 64, and repeats no connection string"},
    {ErrorKind::usage, "wrong option", "acceptance/faults/pooler_pgtest.cpp",
     "T36: a direct URL to another server or database than the pooler's is refused before anything is changed"},
    {ErrorKind::usage, "a connection string that libpq refuses", "acceptance/boot/unreachable_pgtest.cpp",
     "a setting that no server could make right ends with 64 at once"},
    {ErrorKind::usage, "a connection string that libpq refuses", "acceptance/boot/unreachable_pgtest.cpp",
     "a connection string that cannot be read ends with 64, and is not repeated"},
    {ErrorKind::usage, "a line of the config file that is no setting", "acceptance/boot/options_pgtest.cpp",
     "a line of a config file that is no setting ends with 64, named by its number and not repeated"},
    {ErrorKind::usage, "unknown revision", "acceptance/boot/commands_pgtest.cpp",
     "a target that does not exist ends with 64 and changes nothing"},
    {ErrorKind::usage, "unsound chain", "revision/registry_test.cpp", "RM48"},
    {ErrorKind::internal, "a defect of the migrator", "errors/error_test.cpp",
     "an error nobody described is a defect of the migrator"},
};

struct Refusal {
    const char* document;
    const char* what;  ///< as it stands there
    const char* file;  ///< below tests/
    const char* name;  ///< of the case
};

const std::vector<Refusal> refusals = {
    {"docs/adopting.md", "a failed one is refused", "adopt/foreign_history_pgtest.cpp",
     "Flyway's newest version counts, repeatable ones do not, a failed one is refused"},
    {"docs/adopting.md", "one without success is refused", "adopt/foreign_history_pgtest.cpp",
     "sqlx's newest version counts, one without success is refused"},
    {"docs/adopting.md", "a dirty one is refused", "adopt/foreign_history_pgtest.cpp",
     "golang-migrate's one row, refused when it is dirty"},
    {"docs/commands.md", "refuses to serve with two heads", "revision/registry_test.cpp",
     "two are named with their files and the way out"},
    {"docs/diff.md", "**refused by name**", "acceptance/convergence/cases_pgtest.cpp",
     "each named pair of schemas converges, and its inverse leads back"},
    {"docs/diff.md", "That is refused by name while a partition key", "acceptance/convergence/cases_pgtest.cpp",
     "each named pair of schemas converges, and its inverse leads back"},
    {"docs/diff.md", "the difference is refused by name", "acceptance/convergence/cases_pgtest.cpp",
     "each named pair of schemas converges, and its inverse leads back"},
    {"docs/diff.md", "(a date as an integer), it is refused", "acceptance/convergence/cases_pgtest.cpp",
     "each named pair of schemas converges, and its inverse leads back"},
    {"docs/diff.md", "A change of a column that something holds is refused", "acceptance/convergence/cases_pgtest.cpp",
     "each named pair of schemas converges, and its inverse leads back"},
    {"docs/diff.md", "is refused by name as well", "acceptance/convergence/cases_pgtest.cpp",
     "each named pair of schemas converges, and its inverse leads back"},
    {"docs/from_struct_to_migration.md", "is refused", "cli/authoring_pgtest.cpp",
     "a message that says nothing is refused, with an example of one that does"},
    {"docs/offline.md", "is refused by name", "offline/script_test.cpp",
     "a C++ function is refused by name, or takes the SQL that it offers"},
    {"docs/roles.md", "refuses with 10 while something is pending", "acceptance/faults/roles_pgtest.cpp",
     "with the roles of the guide the owner migrates, the service serves, the monitor only looks"},
    {"docs/rolling_deploys.md", "it refuses with", "acceptance/boot/findings_pgtest.cpp",
     "a database that is ahead by a breaking revision is refused with 13, naming both sides"},
    {"docs/server.md", "is refused with 64, without a piece of it", "acceptance/boot/unreachable_pgtest.cpp",
     "a URL that needs percent-encoding ends with 64 and says which characters, without a piece of it"},
    {"docs/squashing.md", "is refused (14) with the way out", "run/squash_pgtest.cpp",
     "a database inside the range is refused with the way out, and left as it is"},
    {"docs/squashing.md", "is refused, naming them", "cli/care_commands_pgtest.cpp",
     "squash refuses by name what it cannot carry, and does without it when told to"},
    {"docs/squashing.md", "is refused (14) on a database that has revisions", "run/squash_pgtest.cpp",
     "a squash that leaves out what happened to rows runs on a new database only"},
    {"docs/squashing.md", "refused, naming the revision", "revision/squash_test.cpp",
     "a range to squash is entered at one revision and left at one"},
    {"docs/squashing.md", "inside the range: refused", "cli/care_commands_pgtest.cpp",
     "squash refuses a range that leaves the columns of an older table in another order"},
    {"docs/tables_and_revisions.md", "difference is refused by name", "acceptance/convergence/cases_pgtest.cpp",
     "each named pair of schemas converges, and its inverse leads back"},
    {"docs/tables_and_revisions.md", "refuse (exit 14)", "acceptance/boot/findings_pgtest.cpp",
     "a step that was edited after it had been applied is refused with 14, naming its file"},
    {"README.md", "serves or refuses", "run/decide_test.cpp",
     "an older binary refuses when an unknown revision breaks it"},
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

// With one space where the document has a line break and an indentation.
std::string words_of(const std::string& text) {
    std::string words;
    for (const char c : text)
        if (std::isspace(static_cast<unsigned char>(c)) == 0)
            words += c;
        else if (!words.empty() && words.back() != ' ')
            words += ' ';
    return words;
}

void check_test(const std::string& file, const std::string& name) {
    const std::string source = read_text(std::string(TEST_SOURCE_DIR "/") + file);
    CHECK(source.find("(\"" + name) != std::string::npos);
}

void erase_all(std::string& text, const std::string& part) {
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part))
        text.erase(at, part.size());
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
        check_test(one.file, one.name);
        kinds.insert(to_string(one.kind));
    }
    for (const auto& [kind, row] : rows)
        CHECK(kinds.count(kind) == 1);
}

TEST_CASE("no cause of an exit code is left without a test") {
    for (const auto& [kind, row] : documented_kinds()) {
        std::string left = row.happened;
        for (const Provoked& one : provoked)
            if (row.code == exit_code(one.kind)) erase_all(left, one.what);
        for (const char* joiner : {" or ", "it is ", "it stands ", "the database has ", "did not end in time",
                                   "(a COMMIT inside it)", " whose old files are gone"})
            erase_all(left, joiner);
        INFO(kind << ":" << row.happened << "\nleft: " << left);
        CHECK(std::none_of(left.begin(), left.end(), [](unsigned char c) { return std::isalnum(c) != 0; }));
    }
}

TEST_CASE("each refusal that the documents tell of is provoked by a test that is there") {
    std::map<std::string, int> told;
    for (const Refusal& one : refusals) {
        INFO(one.document << ": " << one.what);
        CHECK(words_of(read_text(std::string(PROJECT_SOURCE_TREE "/") + one.document)).find(one.what) !=
              std::string::npos);
        check_test(one.file, one.name);
        ++told[one.document];
    }
    std::vector<std::string> documents = {"README.md"};
    for (const auto& entry : std::filesystem::directory_iterator(PROJECT_SOURCE_TREE "/docs"))
        if (entry.path().extension() == ".md") documents.push_back("docs/" + entry.path().filename().string());
    for (const std::string& document : documents) {
        // The one is the list above, the other is made from the results of the fault tests.
        if (document == "docs/exit_codes.md" || document == "docs/reliability.md") continue;
        const std::string text = read_text(std::string(PROJECT_SOURCE_TREE "/") + document);
        int found = 0;
        for (std::size_t at = text.find("refuse"); at != std::string::npos; at = text.find("refuse", at + 1))
            ++found;
        INFO(document);
        CHECK(found <= told[document]);
    }
}
