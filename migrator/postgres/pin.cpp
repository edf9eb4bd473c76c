// Pinning by set_config(), which is the same one statement on every server.
#include "migrator/postgres/pin.hpp"

#include <string_view>
#include <utility>

#include "migrator/support/try.hpp"

namespace migrator::postgres {

namespace {

std::string in_milliseconds(std::chrono::milliseconds duration) {
    return std::to_string(duration.count()) + "ms";
}

// As to_regclass() reads a name: nothing is folded to lower case.
std::string in_quotes(const std::string& name) {
    std::string quoted = "\"";
    for (const char c : name) {
        quoted += c;
        if (c == '"') quoted += c;
    }
    return quoted + "\"";
}

// A role may come with a statement_timeout that is too short even for the statement that lifts it.
Result<ResultSet> query_against_timeout(Session& session, const std::string& sql, const Parameters& parameters) {
    constexpr int most_attempts = 5;
    for (int attempt = 1;; ++attempt) {
        auto result = session.query(sql, parameters);
        if (result.has_value() || attempt == most_attempts) return result;
        if (result.assume_error().details().sqlstate != "57014" || !session.is_connected()) return result;
        [[maybe_unused]] const auto lifted = session.run_script("SET statement_timeout = 0");
    }
}

// The settings by which the server ends a session whose client it has lost. Their values are numbers.
bool ends_lost_session(std::string_view name) {
    return name == "idle_session_timeout" || name == "client_connection_check_interval" || name.starts_with("tcp_");
}

}  // namespace

std::vector<PinnedSetting> printing_settings() {
    return {
        {"DateStyle", "ISO, YMD"}, {"IntervalStyle", "postgres"}, {"TimeZone", "UTC"},
        {"bytea_output", "hex"},   {"extra_float_digits", "1"},
    };
}

std::vector<PinnedSetting> pinned_settings(const SessionSettings& settings) {
    constexpr int version_12 = 120000;
    constexpr int version_14 = 140000;
    constexpr int version_17 = 170000;
    std::vector<PinnedSetting> pinned = {
        {"search_path", settings.search_path},
        {"lock_timeout", in_milliseconds(settings.lock_attempt)},
        {"statement_timeout", in_milliseconds(settings.statement_timeout)},
        {"idle_in_transaction_session_timeout", in_milliseconds(settings.idle_in_transaction_timeout)},
        {"default_transaction_isolation", "read committed"},
        {"default_transaction_deferrable", "off"},
        {"standard_conforming_strings", "on"},
        {"synchronous_commit", "on"},
        {"check_function_bodies", "on"},
        {"row_security", "on"},
        {"client_min_messages", "notice"},
        // A migrator that is stopped or cut off between two steps must not keep its lock for ever.
        {"idle_session_timeout", in_milliseconds(settings.idle_in_transaction_timeout), version_14},
        // A killed client's backend is gone within this time, even in the middle of a long statement.
        {"client_connection_check_interval", "500ms", version_14},
        // One whose network is dead, within half a minute, also where none of PostgreSQL's timeouts counts.
        {"tcp_keepalives_idle", "10"},
        {"tcp_keepalives_interval", "5"},
        {"tcp_keepalives_count", "4"},
        // Keepalives are not sent while an answer is on its way.
        {"tcp_user_timeout", "30000", version_12},
        {"transaction_timeout", "0", version_17},
    };
    const std::vector<PinnedSetting> printing = printing_settings();
    pinned.insert(pinned.end(), printing.begin(), printing.end());
    return pinned;
}

Result<ServerFacts> pin_session(Session& session, const SessionSettings& settings, const std::string& schema,
                                const std::string& relation) {
    std::string sql = R"sql(SELECT pg_catalog.pg_is_in_recovery(),
       pg_catalog.current_setting('transaction_read_only') = 'on',
       pg_catalog.pg_backend_pid(),
       pg_catalog.to_regclass($1) IS NOT NULL,
       -- The name is found also where the relation was made after this statement had begun, which sees no row of it.
       coalesce((SELECT relkind IN ('r', 'p') FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass($1)), true),
       pg_catalog.row_security_active(pg_catalog.to_regclass($1)),
       pg_catalog.current_database(),
       session_user)sql";
    Parameters parameters = {in_quotes(schema) + "." + in_quotes(relation), std::to_string(session.backend_pid())};
    // Behind a pooler the settings are gone with this statement: the next client of that server keeps its own.
    for (PinnedSetting& setting : pinned_settings(settings)) {
        if (session.server_version() < setting.since_version) continue;
        parameters.emplace_back(std::move(setting.value));
        sql += ",\n       pg_catalog.set_config('" + std::string(setting.name) + "', $" +
               std::to_string(parameters.size()) + ", pg_catalog.pg_backend_pid() <> $2::integer)";
    }
    TRY(const auto result, query_against_timeout(session, sql, parameters));
    ServerFacts facts;
    facts.in_recovery = result.boolean(0, 0);
    facts.read_only = result.boolean(0, 1);
    facts.behind_pooler = result.integer(0, 2) != session.backend_pid();
    facts.relation_exists = result.boolean(0, 3);
    facts.is_table = result.boolean(0, 4);
    facts.hides_rows = result.boolean(0, 5);
    facts.database = result.text(0, 6);
    facts.role = result.text(0, 7);
    return facts;
}

const char* reset_session_sql() {
    return R"sql(RESET SESSION AUTHORIZATION;
RESET ROLE;
RESET ALL;
CLOSE ALL;
UNLISTEN *;
DEALLOCATE ALL;
DISCARD TEMP;
DISCARD SEQUENCES)sql";
}

Result<void> reset_session(Session& session, const SessionSettings& settings) {
    std::string sql = reset_session_sql();
    // In one message: a session that is cut off before it is pinned again would keep its locks for ever.
    for (const PinnedSetting& setting : pinned_settings(settings))
        if (ends_lost_session(setting.name) && session.server_version() >= setting.since_version)
            sql += std::string(";\nSET ") + setting.name + " = '" + setting.value + "'";
    TRYV(session.run_script(sql));
    return success();
}

}  // namespace migrator::postgres
