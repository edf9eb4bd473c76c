// psql and pg_dump as child processes.
#include "tests/support/psql.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <fstream>
#include <sstream>

#include "migrator/cluster/binaries.hpp"
#include "migrator/postgres/session.hpp"
#include "tests/errors/must.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_directory.hpp"

namespace migrator::testing {

namespace {

constexpr std::chrono::minutes patience{2};

std::filesystem::path program(const char* name) {
    static const cluster::Binaries binaries = must(cluster::find_binaries(cluster::search_of_this_machine()));
    return binaries.program(name);
}

}  // namespace

PsqlRun run_psql(const std::string& database, const std::string& script) {
    const gestaloka::test::TemporaryDirectory directory;
    const std::filesystem::path file = directory.path() / "script.sql";
    std::ofstream(file) << script;
    gestaloka::test::Process psql(
        {program("psql"), {"-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", file.string(), "-d", database}});
    const auto status = psql.wait(patience);
    REQUIRE(status.has_value());
    return {status->code, psql.output(), psql.errors()};
}

void must_run(const std::string& database, const std::string& script) {
    const PsqlRun run = run_psql(database, script);
    INFO(run.err);
    REQUIRE(run.code == 0);
    CHECK(run.out.empty());
}

std::string schema_of(const std::string& database) {
    gestaloka::test::Process dump({program("pg_dump"), {"--schema-only", "-d", database}});
    const auto status = dump.wait(patience);
    INFO(dump.errors());
    REQUIRE((status.has_value() && status->code == 0));
    std::istringstream lines(dump.output());
    std::string text;
    for (std::string line; std::getline(lines, line);)
        if (!line.starts_with("\\restrict") && !line.starts_with("\\unrestrict")) text += line + "\n";
    return text;
}

std::string history_of(const std::string& database) {
    postgres::ConnectOptions options;
    options.database = database;
    auto session = must(postgres::Session::open(options));
    const auto rows = must(session.query(R"sql(
SELECT concat_ws('|', revision, parents::text, message, checksum, state, breaking)
FROM migrator.history
ORDER BY sequence)sql"));
    std::string text;
    for (int row = 0; row < rows.row_count(); ++row)
        text += std::string(rows.text(row, 0)) + "\n";
    return text;
}

}  // namespace migrator::testing
