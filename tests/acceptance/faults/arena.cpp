// Clusters, programs, after-conditions.
#include "arena.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>

#include "migrator/ddl/sql_writer.hpp"
#include "tests/acceptance/boot/server.hpp"

namespace gestaloka::faults {

using acceptance::ask;
using Clock = std::chrono::steady_clock;

bool is_soak() {
    return std::getenv("FAULT_SOAK") != nullptr;
}

int stride(int in_ci) {
    return is_soak() ? 1 : in_ci * FAULT_STRIDE;
}

std::string each(const std::string& moment, int in_ci) {
    const int step = stride(in_ci);
    return step == 1 ? "every " + moment : "one " + moment + " in " + std::to_string(step);
}

double bound(double seconds) {
    return FAULT_STRIDE > 1 ? seconds * 4 : seconds;
}

test::Command Program::on(const std::string& database, const std::vector<std::string>& more) const {
    test::Command command{path, arguments};
    command.arguments.push_back(database_prefix + database + " password=" + secret);
    command.arguments.insert(command.arguments.end(), more.begin(), more.end());
    return command;
}

Program fault_chain(const std::string& chain) {
    return {FAULT_CHAIN_BINARY, {chain}, "database="};
}

Program game_server() {
    return {GESTALOKA_SERVER_BINARY, {"--migrate-only"}, "--database="};
}

int Outcome::count(const std::string& part) const {
    return static_cast<int>(acceptance::occurrences(text, part));
}

Outcome finish(test::Process& process, std::chrono::milliseconds within) {
    const Clock::time_point start = Clock::now();
    const auto status = process.wait(within);
    Outcome outcome;
    if (status) {
        outcome.code = status->code;
        outcome.signal = status->signal;
    }
    outcome.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
    outcome.text = process.output() + process.errors();
    CHECK(outcome.text.find(secret) == std::string::npos);
    return outcome;
}

int applied_by_ten(const Program& program, const std::string& database, const std::vector<std::string>& more) {
    constexpr int servers = 10;
    std::vector<std::unique_ptr<test::Process>> together;
    for (int i = 0; i < servers; ++i)
        together.push_back(std::make_unique<test::Process>(program.on(database, more)));
    int applied = 0;
    for (const auto& process : together) {
        const Outcome outcome = finish(*process);
        INFO(outcome.text);
        CHECK(outcome.code == 0);
        applied += outcome.count("applied f");
    }
    return applied;
}

Outcome run(const Program& program, const std::string& database, const std::vector<std::string>& more) {
    test::Process process(program.on(database, more));
    return finish(process);
}

namespace {

std::string value_of(const std::string& connection_string, const std::string& keyword) {
    std::istringstream words(connection_string);
    for (std::string word; words >> word;)
        if (word.starts_with(keyword + "=")) return word.substr(keyword.size() + 1);
    return {};
}

std::string socket_path(const migrator::cluster::EphemeralCluster& cluster) {
    const std::string text = cluster.connection_string();
    return value_of(text, "host") + "/.s.PGSQL." + value_of(text, "port");
}

}  // namespace

namespace {

std::vector<const Arena*>& arenas() {
    static std::vector<const Arena*> living;
    return living;
}

void check_logs() {
    for (const Arena* const arena : arenas())
        CHECK(arena->log().find(secret) == std::string::npos);
}

}  // namespace

Arena::Arena(const migrator::cluster::EphemeralOptions& options)
    : cluster(must(migrator::cluster::EphemeralCluster::start(options))), proxy(socket_path(cluster)) {
    arenas().push_back(this);
}

Arena::~Arena() {
    std::erase(arenas(), this);
}

std::string Arena::new_database() {
    const std::string name = "arena_" + std::to_string(++databases_);
    acceptance::run_sql(direct("postgres"), "CREATE DATABASE " + name + " TEMPLATE template0 STRATEGY FILE_COPY");
    return name;
}

std::string Arena::proxied(const std::string& database) const {
    const std::string user = value_of(cluster.connection_string(), "user");
    return "host=127.0.0.1 port=" + std::to_string(proxy.port()) + " user=" + user + " dbname=" + database +
           " sslmode=disable gssencmode=disable";
}

std::string Arena::log() const {
    std::ifstream file(cluster.log_path());
    return {std::istreambuf_iterator<char>(file), {}};
}

Arena& shared_arena() {
    static Arena arena;
    return arena;
}

std::string prepared(Arena& arena, const Program& program) {
    const std::string database = arena.direct(arena.new_database());
    REQUIRE(run(program, database, {"target=f001"}).code == 0);
    return database;
}

int count_messages(Arena& arena, const Program& program) {
    const std::string database = arena.new_database();
    arena.proxy.arm({});
    const Outcome outcome = run(program, arena.proxied(database));
    INFO(outcome.text);
    REQUIRE(outcome.code == 0);
    return arena.proxy.messages();
}

void end_cause(const std::string& database) {
    auto session = acceptance::connect(database);
    migrator::SqlWriter sql;
    sql << "ALTER DATABASE " << migrator::Identifier{ask(session, "SELECT current_database()")}
        << " SET arena.calm = on";
    must(session.run_script(sql.take()));
}

std::string applied(const std::string& database) {
    return ask(database, "SELECT string_agg(revision || ' ' || state, ', ' ORDER BY sequence) FROM migrator.history");
}

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void check_after_conditions(const std::string& database, const std::string& golden) {
    check_nothing_is_left(database);
    CHECK(ask(database,
              std::string("SELECT count(*) FROM migrator.history AS h WHERE h::text LIKE '%") + secret + "%'") == "0");
    check_logs();
    acceptance::check_same(golden, golden_digest(database));
}

std::chrono::milliseconds require_golden(const Program& program, const std::string& database,
                                         const std::string& golden) {
    const Outcome again = run(program, database);
    INFO(again.text);
    REQUIRE(again.code == 0);
    check_after_conditions(database, golden);
    return again.took;
}

const std::string& golden_of(const Program& program) {
    static std::map<std::string, std::string> known;
    std::string key = program.path;
    for (const std::string& argument : program.arguments)
        key += " " + argument;
    std::string& digest = known[key];
    if (digest.empty()) {
        Arena& arena = shared_arena();
        const std::string database = arena.direct(arena.new_database());
        end_cause(database);
        const Outcome undisturbed = run(program, database);
        INFO(undisturbed.text);
        REQUIRE(undisturbed.code == 0);
        digest = golden_digest(database);
    }
    return digest;
}

}  // namespace gestaloka::faults
