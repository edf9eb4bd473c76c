// The harness: a database of a throw-away cluster, the migrator's runs, the real pg_dump.
#include "chain.hpp"

#include <cstdio>
#include <cstdlib>

#include "checks.hpp"
#include "migrator/cluster/binaries.hpp"
#include "migrator/run/migrate.hpp"
#include "migrator/testing/test_database.hpp"
#include "schema/environment.hpp"

namespace gestaloka::acceptance {

using namespace migrator;

namespace {

const Registry& registry() {
    static const Registry instance = testing::registry_of(schema::environment());
    return instance;
}

std::string pg_dump_program() {
    if (const char* chosen = std::getenv("GESTALOKA_PG_DUMP")) return chosen;
    return must(cluster::find_binaries(cluster::search_of_this_machine())).program("pg_dump").string();
}

// Keeps the warnings of a run.
struct WarningKeeper : Observer {
    std::vector<std::string> warnings;
    void notice(const postgres::Notice& notice) override {
        if (notice.severity == "WARNING") warnings.push_back(notice.message);
    }
};

}  // namespace

const std::vector<std::string>& chain() {
    static const std::vector<std::string> ids = [] {
        std::vector<std::string> collected;
        for (const RevisionNode& node : registry().revisions())
            collected.push_back(node.id);
        return collected;
    }();
    return ids;
}

std::string before(const std::string& revision) {
    const RevisionNode* node = registry().find(revision);
    REQUIRE(node != nullptr);
    return node->parents.empty() ? "base" : node->parents.front();
}

struct ChainDatabase::State {
    testing::TestDatabase database;
    postgres::Session session = database.connect();
    std::vector<std::string> warnings;

    RunOptions options() const {
        RunOptions options;
        options.database = database.url();
        return options;
    }
};

ChainDatabase::ChainDatabase() : state_(std::make_unique<State>()) {}
ChainDatabase::~ChainDatabase() = default;

postgres::Session& ChainDatabase::session() {
    return state_->session;
}

const std::vector<std::string>& ChainDatabase::warnings() const {
    return state_->warnings;
}

Result<void> ChainDatabase::upgrade(const std::string& target) {
    WarningKeeper keeper;
    RunReport report;
    auto result = migrator::upgrade(state_->options(), registry(), target, keeper, report);
    state_->warnings = std::move(keeper.warnings);
    return result;
}

Result<void> ChainDatabase::downgrade(const std::string& target) {
    WarningKeeper keeper;
    RunReport report;
    auto result = migrator::downgrade(state_->options(), registry(), target, keeper, report);
    state_->warnings = std::move(keeper.warnings);
    return result;
}

namespace {

// A word for /bin/sh.
std::string shell_quoted(const std::string& word) {
    std::string quoted = "'";
    for (const char c : word)
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

bool is_noise(const std::string& line) {
    const auto starts_with = [&](const char* prefix) { return line.rfind(prefix, 0) == 0; };
    return line == "\n" || starts_with("--") || starts_with("SET ") || starts_with("SELECT pg_catalog.set_config") ||
           starts_with("\\restrict") || starts_with("\\unrestrict");
}

}  // namespace

std::string ChainDatabase::dump_schema() const {
    const std::string command = shell_quoted(pg_dump_program()) + " --schema-only --exclude-schema=migrator --dbname=" +
                                shell_quoted(state_->database.url());
    FILE* pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string dump;
    std::string line;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
        line += static_cast<char>(c);
        if (c != '\n') continue;
        if (!is_noise(line)) dump += line;
        line.clear();
    }
    const int status = pclose(pipe);
    INFO(command);
    REQUIRE(status == 0);
    return dump;
}

}  // namespace gestaloka::acceptance
