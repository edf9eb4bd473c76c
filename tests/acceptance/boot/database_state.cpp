// What a database looks like from outside.
#include "database_state.hpp"

#include "migrator/cluster/binaries.hpp"
#include "migrator/postgres/migration_lock.hpp"
#include "server.hpp"

namespace gestaloka::acceptance {

migrator::postgres::Session connect(const std::string& database, const std::string& application_name) {
    migrator::postgres::ConnectOptions options;
    options.database = database;
    options.application_name = application_name;
    return must(migrator::postgres::Session::open(options));
}

void run_sql(const std::string& database, const std::string& sql) {
    INFO(sql);
    auto session = connect(database);
    must(session.run_script(sql));
}

std::string ask(migrator::postgres::Session& session, const std::string& sql) {
    INFO(sql);
    const auto rows = must(session.query(sql));
    std::string text;
    for (int row = 0; row < rows.row_count(); ++row) {
        if (row > 0) text += "\n";
        for (int column = 0; column < rows.column_count(); ++column)
            text += (column > 0 ? "|" : "") + std::string(rows.text(row, column));
    }
    return text;
}

std::string ask(const std::string& database, const std::string& sql) {
    auto session = connect(database);
    return ask(session, sql);
}

namespace {

bool is_volatile(const std::string& line) {
    return line.starts_with("\\restrict") || line.starts_with("\\unrestrict") ||
           line.starts_with("SELECT pg_catalog.setval('migrator.history_sequence_seq'");
}

}  // namespace

std::string dump(const std::string& database, DumpOf what) {
    static const migrator::cluster::Binaries binaries =
        must(migrator::cluster::find_binaries(migrator::cluster::search_of_this_machine()));
    test::Command command{binaries.program("pg_dump"),
                          {"--dbname", database, "--encoding", "UTF8", "--no-tablespaces"}};
    if (what == DumpOf::schema) command.arguments.emplace_back("--schema-only");
    test::Process process(command);
    const auto status = process.wait(patience);
    INFO(process.errors());
    REQUIRE(status.has_value());
    REQUIRE(status->code == 0);
    std::string text;
    for (const std::string& line : lines_of(process.output()))
        if (!is_volatile(line)) text += line + "\n";
    return text;
}

void check_same(const std::string& left, const std::string& right) {
    const auto left_lines = lines_of(left);
    const auto right_lines = lines_of(right);
    std::size_t i = 0;
    while (i < left_lines.size() && i < right_lines.size() && left_lines[i] == right_lines[i])
        ++i;
    const auto at = [i](const std::vector<std::string>& lines) { return i < lines.size() ? lines[i] : "(end)"; };
    INFO("from line " << i + 1 << " on");
    CHECK(at(left_lines) == at(right_lines));
}

std::string unfinished_rows(const std::string& database) {
    auto session = connect(database);
    if (ask(session, "SELECT to_regclass('migrator.history') IS NULL") == "t") return {};
    return ask(session, "SELECT revision, state FROM migrator.history WHERE state <> 'applied'");
}

bool has_no_advisory_lock(const std::string& database) {
    auto session = connect(database);
    return eventually([&] {
        return ask(session, R"sql(SELECT count(*)
FROM pg_locks
WHERE locktype = 'advisory'
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))sql") == "0";
    });
}

void take_migration_lock(migrator::postgres::Session& session) {
    const auto key = migrator::postgres::migration_lock_key("migrator", "history");
    REQUIRE(must(migrator::postgres::try_lock(session, key)));
}

}  // namespace gestaloka::acceptance
