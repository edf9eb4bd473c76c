// One ephemeral server, one database a question.
#include "migrator/workbench/workbench.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <optional>
#include <sstream>
#include <string_view>

#include "migrator/cluster/binaries.hpp"
#include "migrator/cluster/database.hpp"
#include "migrator/cluster/ephemeral.hpp"
#include "migrator/cluster/process.hpp"
#include "migrator/ddl/render.hpp"
#include "migrator/ddl/sql_writer.hpp"
#include "migrator/diff/compare.hpp"
#include "migrator/run/migrate.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

struct Workbench::State {
    WorkbenchOptions options;
    std::optional<cluster::EphemeralCluster> server = {};
    int databases = 0;

    // The connection string of a new, empty database.
    Result<std::string> fresh_database() {
        if (!server) {
            cluster::EphemeralOptions start;
            start.interrupt = options.interrupt;
            TRY(auto started, cluster::EphemeralCluster::start(start));
            server.emplace(std::move(started));
        }
        const std::string name = "workbench_" + std::to_string(++databases);
        TRYV(cluster::create_database(server->connection_string(), name, "template1"));
        return server->connection_string(name);
    }

    Result<std::string> upgraded_database(const Registry& registry, const std::string& target) {
        TRY(std::string url, fresh_database());
        if (target == "base") return url;
        RunOptions run;
        run.database = url;
        run.application = "workbench";
        run.interrupt = options.interrupt;
        Observer quiet;
        RunReport report;
        TRYV(upgrade(run, registry, target, quiet, report));
        return url;
    }

    Result<postgres::Session> connect(const std::string& url) const {
        postgres::ConnectOptions connection;
        connection.database = url;
        connection.application_name = "migrator workbench";
        connection.interrupt = options.interrupt;
        return postgres::Session::open(connection);
    }

    Result<Catalog> read(const std::string& url) const {
        TRY(auto session, connect(url));
        return read_catalog(session, options.scope);
    }
};

Workbench::Workbench(WorkbenchOptions options) : state_(std::make_unique<State>(State{std::move(options)})) {}
Workbench::Workbench(Workbench&&) noexcept = default;
Workbench& Workbench::operator=(Workbench&&) noexcept = default;
Workbench::~Workbench() = default;

Result<Catalog> Workbench::of_database(const std::string& url) {
    return state_->read(url);
}

Result<Catalog> Workbench::after_revisions(const Registry& registry, const std::string& target) {
    TRY(const std::string url, state_->upgraded_database(registry, target));
    return state_->read(url);
}

namespace {

Result<void> prepare(postgres::Session& session, const CatalogScope& scope) {
    // A function may be written before what it uses.
    TRYV(session.run_script("SET check_function_bodies = off"));
    TRYV(session.query("SELECT pg_catalog.set_config('search_path', $1, false)",
                       {"\"" + scope.home_schema + "\", pg_temp"}));
    return success();
}

bool comes_before_tables(const RawObject& object) {
    return object.kind <= RawObject::Kind::procedure;
}

Result<void> run(postgres::Session& session, const Operation& operation) {
    for (const std::string& statement : render(operation))
        TRYV(session.run_script(statement));
    return success();
}

// All of it or nothing: what is half there could not be created again.
Result<void> run_whole(postgres::Session& session, const Operation& operation) {
    std::string script;
    for (const std::string& statement : render(operation))
        script += statement + "\n;\n";
    TRYV(session.run_script(script));
    return success();
}

// Runs what can be run, again and again, since nobody says what needs what. What is reported in the end is what fails
// first, since the rest may need it.
Result<void> run_all(postgres::Session& session, std::vector<Operation> operations) {
    while (!operations.empty()) {
        std::optional<Error> first;
        std::vector<Operation> waiting;
        for (Operation& operation : operations) {
            auto done = run_whole(session, operation);
            if (done.has_value()) continue;
            if (!first) first = std::move(done).assume_error();
            if (!session.is_connected() || first->kind() == ErrorKind::interrupted) return failure(std::move(*first));
            waiting.push_back(std::move(operation));
        }
        if (waiting.size() == operations.size()) return failure(std::move(*first));
        operations = std::move(waiting);
    }
    return success();
}

Result<void> create(postgres::Session& session, const Catalog& wanted) {
    Catalog without_objects = wanted;
    without_objects.objects.clear();
    without_objects.indexes.clear();
    without_objects.schemas.clear();
    without_objects.enums.clear();
    for (const std::string& schema : wanted.schemas)
        TRYV(run(session, CreateSchema{schema}));
    for (const EnumType& type : wanted.enums)
        TRYV(run(session, CreateEnum{type}));
    std::vector<Operation> operations;
    const auto add_objects = [&](bool before_tables) {
        for (const RawObject& object : wanted.objects)
            if (comes_before_tables(object) == before_tables) operations.emplace_back(CreateObject{object});
    };
    add_objects(true);
    for (Operation& operation : compare({}, without_objects).operations)
        operations.push_back(std::move(operation));
    add_objects(false);
    for (const Index& index : wanted.indexes)
        operations.emplace_back(CreateIndex{index});
    return run_all(session, std::move(operations));
}

Result<std::vector<std::string>> find_filled_tables(postgres::Session& session, const Catalog& catalog) {
    std::vector<std::string> filled;
    for (const Table& table : catalog.tables) {
        SqlWriter sql;
        sql << "SELECT EXISTS (SELECT FROM " << table.name << ")";
        TRY(const auto answer, session.query(sql.take()));
        if (answer.boolean(0, 0)) filled.push_back(table.name.name);
    }
    return filled;
}

Result<std::string> read_sql(const std::filesystem::path& file) {
    std::error_code error;
    std::ifstream input(file);
    // A directory can be opened, and reads as nothing.
    if (!input || std::filesystem::is_directory(file, error))
        return failure(Error(ErrorKind::usage, "cannot read the file " + file.string())
                           .hint("write its path from the directory where the command runs; "
                                 "pg_dump --schema-only --no-owner --no-privileges makes such a file"));
    std::stringstream text;
    text << input.rdbuf();
    return text.str();
}

// What only psql understands: its own commands, and rows that follow a COPY.
bool needs_psql(const std::string& sql) {
    static constexpr std::string_view rows = "stdin";
    const auto is_same = [](char c, char lower) { return std::tolower(static_cast<unsigned char>(c)) == lower; };
    return sql.rfind('\\', 0) == 0 || sql.find("\n\\") != std::string::npos ||
           std::search(sql.begin(), sql.end(), rows.begin(), rows.end(), is_same) != sql.end();
}

constexpr std::string_view undefined_object = "42704";
constexpr const char* roles_hint =
    "a dump that names roles of its server does not load here: make it with --no-owner --no-privileges";

Result<void> load_with_psql(const std::string& url, const std::filesystem::path& file, const Interrupt* interrupt) {
    TRY(const auto binaries, cluster::find_binaries(cluster::search_of_this_machine({})));
    // A process is started in the root directory.
    std::error_code error_of_path;
    const std::filesystem::path path = std::filesystem::absolute(file, error_of_path);
    cluster::Command command;
    command.arguments = {
        binaries.program("psql").string(), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", path.string()};
    auto loaded = cluster::run(command, cluster::Patience(std::chrono::minutes(10), interrupt));
    if (loaded.has_value()) return success();
    Error error = std::move(loaded).assume_error().within(file.string());
    if (error.kind() == ErrorKind::interrupted) return failure(std::move(error));
    return failure(std::move(error).become(ErrorKind::step_failed).hint(roles_hint));
}

// "schema.sql:12". PostgreSQL counts the characters of the whole text from 1.
std::string place_in(const std::filesystem::path& file, const std::string& sql, int position) {
    if (position <= 0) return file.string();
    std::size_t line = 1;
    int character = 0;
    for (const char c : sql) {
        const bool is_begun = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        if (is_begun && ++character == position) break;
        if (c == '\n') ++line;
    }
    return file.string() + ":" + std::to_string(line);
}

Result<void> load(postgres::Session& session, const std::string& sql, const std::filesystem::path& file) {
    auto loaded = session.run_script(sql);
    if (loaded.has_value()) return success();
    Error error = std::move(loaded).assume_error();
    const int position = error.details().position;
    if (error.details().sqlstate == undefined_object) error.hint(roles_hint);
    return failure(std::move(error).within(place_in(file, sql, position)));
}

}  // namespace

Result<Replay> Workbench::replay(const Registry& registry, const std::string& target,
                                 const std::vector<Operation>& operations) {
    TRY(const std::string url, state_->upgraded_database(registry, target));
    TRY(auto session, state_->connect(url));
    TRYV(prepare(session, state_->options.scope));
    for (const Operation& operation : operations)
        TRYV(run(session, operation));
    TRYV(session.run_script("RESET search_path"));
    Replay replay;
    TRY(replay.catalog, read_catalog(session, state_->options.scope));
    TRY(replay.filled_tables, find_filled_tables(session, replay.catalog));
    return replay;
}

Result<Catalog> Workbench::canonical(const Catalog& wanted) {
    TRY(const std::string url, state_->fresh_database());
    TRY(auto session, state_->connect(url));
    TRYV(prepare(session, state_->options.scope));
    auto created = create(session, wanted);
    if (!created.has_value()) return failure(std::move(created).assume_error().within("creating what is wanted"));
    TRYV(session.run_script("RESET search_path"));
    return read_catalog(session, state_->options.scope);
}

Result<Catalog> Workbench::of_sql_file(const std::filesystem::path& file) {
    TRY(const std::string sql, read_sql(file));
    TRY(const std::string url, state_->fresh_database());
    if (needs_psql(sql)) {
        TRYV(load_with_psql(url, file, state_->options.interrupt));
    } else {
        TRY(auto session, state_->connect(url));
        TRYV(load(session, sql, file));
    }
    return state_->read(url);
}

}  // namespace migrator
