// Opening a connection with a deadline, host by host: libpq's own loop over hosts has no time limit that can be polled.
#include "migrator/postgres/connect.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "migrator/support/try.hpp"

namespace migrator::postgres {

namespace {

using Clock = std::chrono::steady_clock;

struct Finish {
    void operator()(pg_conn* connection) const { PQfinish(connection); }
};
using Connection = std::unique_ptr<pg_conn, Finish>;

// Keyword and value pairs, in the order in which libpq shall read them: later ones win.
struct Settings {
    std::vector<std::pair<std::string, std::string>> pairs = {};

    void set(std::string keyword, std::string value) {
        for (auto& [known, known_value] : pairs)
            if (known == keyword) {
                known_value = std::move(value);
                return;
            }
        pairs.emplace_back(std::move(keyword), std::move(value));
    }
    std::string get(std::string_view keyword) const {
        for (const auto& [known, value] : pairs)
            if (known == keyword) return value;
        return {};
    }
};

Result<Settings> parse(const std::string& database) {
    char* complaint = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(
        PQconninfoParse(database.c_str(), &complaint), PQconninfoFree);
    // libpq's own words quote parts of the string, which may be the password.
    PQfreemem(complaint);
    if (!parsed)
        return failure(Error(ErrorKind::usage, "the database's connection string cannot be read")
                           .hint("write postgresql://user@host:5432/database, or host=… dbname=… user=…; "
                                 "escape special characters of a URI as %XX"));
    Settings settings;
    for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option)
        if (option->val != nullptr) settings.set(option->keyword, option->val);
    return settings;
}

std::vector<std::string> split(const std::string& list) {
    std::vector<std::string> parts(1);
    for (const char c : list) {
        if (c == ',')
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

// One set of settings for each host of the string.
std::vector<Settings> each_host(const Settings& settings) {
    const std::vector<std::string> hosts = split(settings.get("host"));
    const std::vector<std::string> addresses = split(settings.get("hostaddr"));
    const std::vector<std::string> ports = split(settings.get("port"));
    const std::size_t count = std::max(hosts.size(), addresses.size());
    std::vector<Settings> result;
    for (std::size_t i = 0; i < count; ++i) {
        Settings one = settings;
        const auto pick = [&](const char* keyword, const std::vector<std::string>& values) {
            if (one.get(keyword).empty()) return;
            one.set(keyword, values.size() == 1 ? values.front() : i < values.size() ? values[i] : std::string());
        };
        pick("host", hosts);
        pick("hostaddr", addresses);
        pick("port", ports);
        // Of several hosts the one that can be written to is meant.
        if (count > 1 && one.get("target_session_attrs").empty()) one.set("target_session_attrs", "read-write");
        result.push_back(std::move(one));
    }
    return result;
}

constexpr std::string_view end_of_severity = ":  ";
constexpr std::size_t sqlstate_length = 5;

// Where the severity ends before an SQLSTATE; its word is in the server's language.
std::size_t find_sqlstate(std::string_view line) {
    const auto is_code = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
    for (std::size_t at = line.find(end_of_severity); at != std::string_view::npos;
         at = line.find(end_of_severity, at + 1)) {
        const std::string_view code = line.substr(at + end_of_severity.size());
        if (code.size() > sqlstate_length && code[sqlstate_length] == ':' &&
            std::all_of(code.begin(), code.begin() + sqlstate_length, is_code))
            return at;
    }
    return std::string_view::npos;
}

// "FATAL:  3D000: database "x" does not exist\nLOCATION: …" as libpq's verbose form has it.
Error connect_error(const pg_conn* connection) {
    const std::string_view text = PQerrorMessage(connection);
    std::string message;
    std::string sqlstate;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        std::string_view line = text.substr(start, end - start);
        start = end + 1;
        if (line.starts_with("LOCATION:") || line.empty()) continue;
        const std::size_t severity_end = find_sqlstate(line);
        if (severity_end != std::string_view::npos) {
            const std::size_t severity = line.substr(0, severity_end).rfind(' ') + 1;
            const std::string_view told = line.substr(severity_end + end_of_severity.size());
            sqlstate = told.substr(0, sqlstate_length);
            if (!message.empty()) message += "; ";
            message += line.substr(0, severity);
            message += told.substr(std::min(told.size(), sqlstate_length + 2));
            continue;
        }
        if (!message.empty()) message += "; ";
        const std::size_t words = line.find_first_not_of(" \t");
        if (words != std::string_view::npos) message += line.substr(words);
    }
    return Error(ErrorKind::unavailable, message.empty() ? "the connection failed" : message).sqlstate(sqlstate);
}

Error with_hint(Error error) {
    const std::string& sqlstate = error.details().sqlstate;
    if (sqlstate == "28P01" || sqlstate == "28000")
        return std::move(error).hint("check user and password (PGPASSWORD, ~/.pgpass) and the server's pg_hba.conf");
    if (sqlstate == "3D000") return std::move(error).hint("create the database first: createdb NAME");
    if (sqlstate == "53300")
        return std::move(error).hint("the server has no free connection slot: raise max_connections");
    if (sqlstate.empty()) return std::move(error).hint("check host, port and that the server is running");
    return error;
}

// The server cuts a longer name without a word, and so would lead to another database. What stands in its place may be
// a whole URL by mistake, so it is not shown.
Result<void> require_whole_names(const pg_conn* connection) {
    constexpr std::size_t longest = 63;
    const std::pair<const char*, const char*> names[] = {{"database", PQdb(connection)}, {"user", PQuser(connection)}};
    for (const auto& [what, name] : names)
        if (name != nullptr && std::string_view(name).size() > longest)
            return failure(ErrorKind::usage, std::string("the name of the ") + what +
                                                 " in the connection string is longer than PostgreSQL's 63 bytes");
    return success();
}

Result<Connection> connect_one(const Settings& settings, const ConnectOptions& options, Clock::time_point deadline) {
    std::vector<const char*> keywords;
    std::vector<const char*> values;
    for (const auto& [keyword, value] : settings.pairs) {
        keywords.push_back(keyword.c_str());
        values.push_back(value.c_str());
    }
    keywords.push_back(nullptr);
    values.push_back(nullptr);
    Connection connection(PQconnectStartParams(keywords.data(), values.data(), 0));
    if (!connection) return failure(ErrorKind::internal, "out of memory");
    TRYV(require_whole_names(connection.get()));
    PQsetErrorVerbosity(connection.get(), PQERRORS_VERBOSE);
    PQsetErrorContextVisibility(connection.get(), PQSHOW_CONTEXT_NEVER);

    PostgresPollingStatusType wanted = PGRES_POLLING_WRITING;
    while (PQstatus(connection.get()) != CONNECTION_BAD && wanted != PGRES_POLLING_OK) {
        if (wanted == PGRES_POLLING_FAILED) return failure(with_hint(connect_error(connection.get())));
        pollfd waited[2] = {
            {PQsocket(connection.get()), static_cast<short>(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0},
            {options.interrupt != nullptr ? options.interrupt->descriptor() : -1, POLLIN, 0}};
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0)
            return failure(Error(ErrorKind::unavailable, "no answer from the server in time")
                               .hint("check host, port and firewall, or raise the connect timeout"));
        ::poll(waited, 2, static_cast<int>(left));
        if (options.interrupt != nullptr && options.interrupt->requested())
            return failure(ErrorKind::interrupted, "stopped while connecting");
        if (waited[0].revents == 0) continue;
        wanted = PQconnectPoll(connection.get());
    }
    if (PQstatus(connection.get()) == CONNECTION_BAD) return failure(with_hint(connect_error(connection.get())));
    return connection;
}

}  // namespace

Result<pg_conn*> connect(const ConnectOptions& options) {
    TRY(Settings settings, parse(options.database));
    settings.set("client_encoding", "UTF8");
    if (!options.application_name.empty()) settings.set("application_name", options.application_name);
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(options.network_timeout).count();
    const std::pair<const char*, std::string> defaults[] = {
        {"keepalives_idle", std::to_string(std::max<long long>(1, seconds / 3))},
        {"keepalives_interval", std::to_string(std::max<long long>(1, seconds / 6))},
        {"keepalives_count", "4"},
        {"tcp_user_timeout", std::to_string(options.network_timeout.count())}};
    for (const auto& [keyword, value] : defaults)
        if (settings.get(keyword).empty()) settings.set(keyword, value);

    const std::vector<Settings> hosts = each_host(settings);
    const Clock::time_point start = Clock::now();
    Error last(ErrorKind::unavailable, "no host given");
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        const auto share = options.timeout * static_cast<long long>(i + 1) / static_cast<long long>(hosts.size());
        Result<Connection> connection = connect_one(hosts[i], options, start + share);
        if (connection.has_value()) return std::move(connection).assume_value().release();
        last = std::move(connection).assume_error();
        if (last.kind() == ErrorKind::interrupted) break;
    }
    return failure(std::move(last));
}

}  // namespace migrator::postgres
