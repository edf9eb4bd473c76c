// Where options come from, which of them wins, and what help, version and log look like.
#include <catch2/catch.hpp>
#include <fstream>

#include "database_state.hpp"
#include "migrator/testing/test_database.hpp"
#include "server.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace gestaloka::acceptance;
using Catch::Matchers::Contains;
using migrator::testing::TestDatabase;

namespace {

bool is_json_log(const std::string& log) {
    const auto lines = lines_of(log);
    for (const std::string& line : lines) {
        const auto entry = nlohmann::json::parse(line, nullptr, false);
        if (!entry.is_object() || !entry.contains("time") || !entry.contains("level") || !entry.contains("message"))
            return false;
    }
    return !lines.empty();
}

/// A config file with the given text.
class ConfigFile {
 public:
    explicit ConfigFile(const std::string& text) { std::ofstream(path()) << text; }
    std::string path() const { return (directory_.path() / "server.conf").string(); }

 private:
    gestaloka::test::TemporaryDirectory directory_;
};

}  // namespace

TEST_CASE("an option is taken from the argument, then the environment, then the config file, then the default") {
    const TestDatabase database;
    REQUIRE(migrate_only(database.url()).code == 0);
    const Arguments base{"--migrate-only", "--database", database.url()};
    const ConfigFile json("log-format = \"json\"\n");
    const auto with = [&](const Arguments& more) {
        Arguments all = base;
        all.insert(all.end(), more.begin(), more.end());
        return all;
    };
    CHECK_FALSE(is_json_log(run_server(base).err));
    CHECK(is_json_log(run_server(with({"--config", json.path()})).err));
    CHECK(is_json_log(run_server(base, {{"GESTALOKA_CONFIG", json.path()}}).err));
    CHECK(is_json_log(run_server(base, {{"GESTALOKA_LOG_FORMAT", "json"}}).err));
    CHECK_FALSE(is_json_log(run_server(with({"--config", json.path()}), {{"GESTALOKA_LOG_FORMAT", "text"}}).err));
    CHECK(is_json_log(run_server(with({"--log-format", "json"}), {{"GESTALOKA_LOG_FORMAT", "text"}}).err));
    CHECK_FALSE(is_json_log(
        run_server(with({"--config", json.path(), "--log-format=text"}), {{"GESTALOKA_LOG_FORMAT", "json"}}).err));
}

TEST_CASE("every kind of option can be given in the environment and in a config file") {
    const TestDatabase database;
    auto other = connect(database.url());
    take_migration_lock(other);
    const auto check = [](const Finished& run) {
        CAPTURE(run.err);
        CHECK(run.code == 12);
        CHECK(run.took < std::chrono::seconds(3));
        CHECK(is_json_log(run.err));
        CHECK_THAT(run.err, Contains("connected to database"));
    };
    check(run_server({}, {{"GESTALOKA_DATABASE", database.url()},
                          {"GESTALOKA_MIGRATE_ONLY", "true"},
                          {"GESTALOKA_LOCK_TIMEOUT", "200ms"},
                          {"GESTALOKA_LOG_FORMAT", "json"},
                          {"GESTALOKA_VERBOSE", "true"}}));
    const ConfigFile file("# the game's database\ndatabase = \"" + database.url() +
                          "\"\nmigrate-only = true\nlock-timeout = \"200ms\"\nlog-format = \"json\"\nverbose = true\n");
    check(run_server({"--config", file.path()}));
}

TEST_CASE("a config file with a mistake ends with 64 and repeats no value") {
    const ConfigFile file("databse = \"postgresql://game:h0rse-battery@db/gestaloka\"\n");
    const Finished run = run_server({"--config", file.path(), "--migrate-only"});
    CHECK(run.code == 64);
    CHECK_THAT(run.err, Contains(file.path() + " line 1: there is no option databse"));
    CHECK_THAT(run.err, !Contains("h0rse-battery"));
    CHECK(run_server({"--config", "/no/such/file.conf", "--migrate-only"}).code == 64);
}

TEST_CASE("a line of a config file that is no setting ends with 64, named by its number and not repeated") {
    const std::string url = "postgresql://game:h0rse-battery@db/gestaloka";
    for (const std::string& line :
         {url, "database: \"" + url + "\"", "database: \"" + url + "?sslmode=require\"", "[" + url, std::string("[x"),
          std::string("[server\nverbose = true"), std::string("[no-such-command]"), std::string("no-such-flag"),
          "x." + url + " = 1", "database = [\"" + url + "\""}) {
        const ConfigFile file("# what is mistaken\nverbose = true\n\n" + line + "\n");
        const Finished run = run_server({"--config", file.path(), "--migrate-only", "--database", "host=/nowhere"});
        CAPTURE(line, run.err);
        CHECK(run.code == 64);
        CHECK_THAT(run.err, Contains(file.path() + " line 4: "));
        CHECK_THAT(run.out + run.err, !Contains("h0rse-battery"));
    }
}

TEST_CASE("a config file may have sections, flags, quotes, comments and lists over lines") {
    const ConfigFile file(
        "[default]\n; a comment\nverbose # on\n'migrate-only' = true\nlock-timeout = [\"5s\",\n"
        "\"1s\",\n\"200ms\"]\ndatabase = \"host=/nowhere\"\nconnect-timeout = 100ms # short\n");
    const Finished run = run_server({"--config", file.path()});
    CAPTURE(run.err);
    CHECK(run.code == 16);
    CHECK(run.says("/nowhere"));
}

TEST_CASE("a config file with a list that holds nothing ends with 64 and names the option") {
    const ConfigFile file("lock-timeout = []\n");
    const Finished run = run_server({"--config", file.path(), "--migrate-only"});
    CHECK(run.code == 64);
    CHECK_THAT(run.err, Contains("lock-timeout has a list without a value"));
}

TEST_CASE("an environment variable with a mistake ends with 64 and names the option") {
    const Finished run = run_server({"--migrate-only"}, {{"GESTALOKA_LOCK_TIMEOUT", "soon"}});
    CHECK(run.code == 64);
    CHECK_THAT(run.err, Contains("lock-timeout") && Contains("soon"));
}

TEST_CASE("--help names every group and option, and gives examples") {
    const Finished help = run_server({"--help"});
    CHECK(help.code == 0);
    CHECK(help.err.empty());
    for (const char* text :
         {"Database:", "Migration:", "Server:", "Output:", "--database URL", "--data-dir", "--migrate",
          "--migrate-only", "--listen", "--lock-timeout", "--connect-timeout", "--statement-timeout", "--log-format",
          "--verbose", "--version", "--config", "GESTALOKA_", "Examples:", "Exit codes:"})
        CHECK_THAT(help.out, Contains(text));
    const Finished migrate = run_server({"migrate", "--help"});
    CHECK(migrate.code == 0);
    for (const char* command : {"upgrade", "downgrade", "current", "history"})
        CHECK_THAT(migrate.out, Contains(command));
}

TEST_CASE("--version names the build and the newest compiled-in revision") {
    const Finished version = run_server({"--version"});
    CHECK(version.code == 0);
    CHECK_THAT(version.out, Contains("gestaloka_server 0.1.0"));
    CHECK_THAT(version.out, Contains("newest revision " + chain().heads().back()->id + " (Add battle_logs)"));
}

TEST_CASE("a server that is started with its standard descriptors closed migrates all the same") {
    const TestDatabase database;
    const std::string script = "exec \"$0\" --verbose --migrate-only --database \"$1\" <&- >&- 2>&-";
    gestaloka::test::Process process({"/bin/sh", {"-c", script, GESTALOKA_SERVER_BINARY, database.url()}});
    const auto status = process.wait(patience);
    REQUIRE(status.has_value());
    CHECK(status->code == 0);
    require_at_head(database.url());
}

TEST_CASE("each line of a JSON log is one object, also when a step fails") {
    const TestDatabase database;
    run_sql(database.url(), "CREATE TABLE users (id integer)");
    const Finished run = migrate_only(database.url(), {"--log-format=json"});
    CHECK(run.code == 11);
    CHECK(is_json_log(run.err));
    CHECK_THAT(run.err, Contains("relation \\\"users\\\" already exists (42P07)"));
    const auto last = nlohmann::json::parse(lines_of(run.err).back());
    CHECK(last["level"] == "error");
    CHECK(last["message"] == "exit 11 (step_failed)");
}

TEST_CASE("a history table whose name PostgreSQL would cut is refused before anything connects") {
    const std::string sixty_four(64, 'h');
    for (const std::string& name :
         {"migrator." + sixty_four, sixty_four + ".history", sixty_four, std::string("a."), std::string(".b")}) {
        const Finished run = run_server({"--migrate-only", "--database", "host=/nowhere", "--history-table", name});
        CAPTURE(name);
        CHECK(run.code == 64);
        CHECK(run.says(name));
    }
}
