// The command line. Precedence: argument, environment, config file, default.
#include "gestaloka_server/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <iostream>
#include <map>
#include <sstream>

#include "gestaloka_server/config_file.hpp"
#include "gestaloka_server/version.hpp"
#include "migrator/postgres/secrets.hpp"
#include "migrator/support/duration.hpp"

namespace gestaloka {

namespace {

constexpr int usage_exit_code = 64;

constexpr const char* examples =
    R"(Every option can also be set as environment variable GESTALOKA_NAME (GESTALOKA_LOCK_TIMEOUT=30s)
and in the file given by --config (lock-timeout = "30s"). Durations: 300ms, 5s, 2m, 1h.

Examples:
  gestaloka_server
        starts on its own PostgreSQL in .gestaloka/, upgrades it, serves on http://127.0.0.1:8080
  gestaloka_server --database postgresql://game@db1,db2/gestaloka --listen 0.0.0.0:80
        upgrades the database of a deployment, then serves
  gestaloka_server --database postgresql://owner@db/gestaloka --migrate-only
        upgrades and exits: the step of a deployment pipeline
  gestaloka_server --migrate=check
        refuses to serve while a revision is pending; needs no right to change the schema
  gestaloka_server migrate history
        shows the revisions and which of them the database has

Exit codes: 0 done, 10 pending, 11 a step failed and was rolled back, 12 lock not gone in time, 13 database ahead,
14 history diverged, 15 torn, 16 database unavailable, 17 privileges, 18 interrupted, 19 commit outcome unknown,
64 usage.)";

// PostgreSQL would cut a longer name in silence, and find another table than it made.
std::string check_table_name(const std::string& name) {
    constexpr std::size_t longest = 63;
    const std::size_t dot = name.find('.');
    const std::string schema = dot == std::string::npos ? "public" : name.substr(0, dot);
    const std::string table = dot == std::string::npos ? name : name.substr(dot + 1);
    if (schema.empty() || table.empty()) return "\"" + name + "\" is not SCHEMA.TABLE";
    if (schema.size() > longest || table.size() > longest)
        return "a name in \"" + name + "\" is longer than PostgreSQL's 63 bytes";
    return {};
}

std::string environment_name(const std::string& option) {
    std::string name = "GESTALOKA_";
    for (const char c : option)
        name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return name;
}

// Declares options so that each has its environment variable and its place in the config file.
class Declaration {
 public:
    explicit Declaration(CLI::App& app) : app_(app) {}

    void group(std::string name) { group_ = std::move(name); }

    template <class Value>
    CLI::Option* option(const std::string& name, Value& value, const std::string& help,
                        const std::string& placeholder) {
        return finish(name, app_.add_option("--" + name, value, help)->option_text(placeholder + default_of(value)));
    }

    CLI::Option* flag(const std::string& name, bool& value, const std::string& help) {
        return finish(name, app_.add_flag("--" + name, value, help));
    }

    // Not by CLI11's own envname: 2.1 looks at the file before it looks at the environment.
    void config_file(const std::string& help) {
        names_.emplace_back("config");
        app_.config_formatter(std::make_shared<ConfigFile>(app_));
        app_.set_config("--config", "", help)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    }

    CLI::Option* duration(const std::string& name, std::chrono::milliseconds& value, const std::string& help) {
        const auto read = [&value, name](const std::vector<std::string>& texts) {
            auto parsed = migrator::parse_duration(texts.back());
            if (!parsed.has_value()) throw CLI::ValidationError("--" + name, parsed.assume_error().details().message);
            value = parsed.assume_value();
            return true;
        };
        const std::string shown = migrator::format_duration(value);
        return finish(name, app_.add_option("--" + name, read, help)->option_text("DURATION [" + shown + "]"));
    }

    // Arguments for what the environment sets, to be read before the real ones.
    std::vector<std::string> from_environment() const {
        std::vector<std::string> arguments;
        for (const std::string& name : names_)
            if (const char* value = std::getenv(environment_name(name).c_str()))
                arguments.push_back("--" + name + "=" + value);
        return arguments;
    }

 private:
    static std::string default_of(const std::string& value) { return value.empty() ? "" : " [" + value + "]"; }
    static std::string default_of(const std::filesystem::path& value) { return default_of(value.string()); }
    static std::string default_of(std::size_t value) { return " [" + std::to_string(value) + "]"; }

    CLI::Option* finish(const std::string& name, CLI::Option* option) {
        names_.push_back(name);
        return option->group(group_)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    }

    CLI::App& app_;
    std::string group_;
    std::vector<std::string> names_;
};

template <class Choice>
CLI::Option* choose(Declaration& declare, const std::string& name, std::string& text, Choice& chosen,
                    const std::map<std::string, Choice>& choices, const std::string& help) {
    std::string words;
    for (const auto& [word, value] : choices) {
        words += (words.empty() ? "" : "|") + word;
        if (value == chosen) text = word;
    }
    return declare.option(name, text, help, words)->check([choices, &chosen](const std::string& word) -> std::string {
        const auto found = choices.find(word);
        if (found == choices.end()) return "\"" + word + "\" is none of the choices";
        chosen = found->second;
        return {};
    });
}

// CLI11's own message repeats the words as they are, and that of a mistyped --database may hold a password.
std::string unexpected(const std::vector<std::string>& words) {
    for (const std::string& word : words)
        if (word.starts_with("-")) return "There is no option " + word.substr(0, word.find('='));
    return "An argument stands where none is expected";
}

}  // namespace

ParsedOptions parse_options(int argument_count, const char* const* arguments) {
    ParsedOptions parsed;
    ServerOptions& options = parsed.options;
    CLI::App app("The game server of Gestaloka. Brings its own PostgreSQL database up to date, then serves.",
                 "gestaloka_server");
    app.footer(examples);
    app.set_version_flag("--version", version_text, "Show version and newest compiled-in revision, and exit");
    app.allow_config_extras(CLI::config_extras_mode::error);

    Declaration declare(app);
    declare.config_file("Read options from this file");
    std::string migrate_word;
    std::string format_word;
    declare.group("Database");
    declare.option("database", options.database,
                   "libpq URI or keyword string, several hosts allowed; without it an embedded PostgreSQL is used",
                   "URL");
    declare.option("direct-database", options.direct_database,
                   "Where to migrate when --database leads through a pooler in transaction mode", "URL");
    declare.option("data-dir", options.data_directory, "Home of the embedded PostgreSQL", "DIR");
    declare.option("postgres-bindir", options.postgres_binaries, "Directory of initdb and postgres, if not found",
                   "DIR");
    declare.duration("connect-timeout", options.connect_timeout, "Until the database answers");
    declare.option("database-connections", options.database_connections, "Size of the services' pool", "N")
        ->check(CLI::Range(1, 1000));
    declare.group("Migration");
    choose<MigrateMode>(declare, "migrate", migrate_word, options.migrate,
                        {{"auto", MigrateMode::automatic}, {"check", MigrateMode::check}, {"off", MigrateMode::off}},
                        "upgrade before serving; or only check and refuse; or do not look");
    declare.flag("migrate-only", options.migrate_only, "Upgrade and exit, start no service");
    declare.duration("lock-timeout", options.lock_timeout,
                     "For another migrator to finish, and for each blocked table");
    declare.duration("statement-timeout", options.statement_timeout, "For each statement of a step; 0: none");
    declare.duration("network-timeout", options.network_timeout, "Silence after which a connection counts as dead");
    declare.duration("max-backfill-time", options.max_backfill_time,
                     "For the backfills of one start, which then ends with 10; 0: no limit");
    declare.duration("backfill-batch-time", options.backfill_batch_time, "For each batch of a backfill");
    declare.duration("backfill-pause", options.backfill_pause, "Between two batches of a backfill");
    declare.option("history-table", options.history_table, "Where the applied revisions are recorded", "SCHEMA.TABLE")
        ->check(check_table_name);
    declare.group("Server");
    declare.option("listen", options.listen, "Address of the HTTP front", "HOST:PORT");
    declare.option("token-secret", options.token_secret, "Shared by servers that accept each other's logins", "TEXT");
    declare.group("Output");
    choose<LogFormat>(declare, "log-format", format_word, options.log_format,
                      {{"text", LogFormat::text}, {"json", LogFormat::json}}, "One line or one JSON object an event");
    declare.flag("verbose", options.verbose, "Also log notices, statements and requests");
    migrator::cli::declare_commands(app, migrator::cli::standard_commands(), options.command);

    std::vector<std::string> words = declare.from_environment();
    words.insert(words.end(), arguments + 1, arguments + argument_count);
    std::reverse(words.begin(), words.end());  // CLI11 takes a vector from its end
    std::ostringstream errors;
    try {
        app.parse(words);
    } catch (const CLI::ExtrasError&) {
        errors << unexpected(app.remaining(true)) << "\nRun with --help for more information.\n";
        parsed.is_done = true;
        parsed.exit_code = usage_exit_code;
    } catch (const CLI::ParseError& error) {
        parsed.is_done = true;
        parsed.exit_code = app.exit(error, std::cout, errors) == 0 ? 0 : usage_exit_code;
    }
    std::cerr << migrator::postgres::without_secrets(errors.str());
    return parsed;
}

}  // namespace gestaloka
