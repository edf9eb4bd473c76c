// Opening a connection with a deadline, address by address: libpq's own loop over them has no time limit that can be
// polled, and looks names up without one.
#include "migrator/postgres/connect.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <utility>

#include "migrator/postgres/connection_settings.hpp"
#include "migrator/postgres/host_addresses.hpp"
#include "migrator/postgres/secrets.hpp"
#include "migrator/postgres/sqlstate.hpp"
#include "migrator/support/try.hpp"

namespace migrator::postgres {

namespace {

using Clock = std::chrono::steady_clock;

struct Finish {
    void operator()(pg_conn* connection) const { PQfinish(connection); }
};
using Connection = std::unique_ptr<pg_conn, Finish>;

// One set of settings for each host of the string.
std::vector<ConnectionSettings> each_host(const ConnectionSettings& settings) {
    const std::vector<std::string> hosts = split_list(settings.get("host"));
    const std::vector<std::string> addresses = split_list(settings.get("hostaddr"));
    const std::vector<std::string> ports = split_list(settings.get("port"));
    const std::size_t count = std::max(hosts.size(), addresses.size());
    std::vector<ConnectionSettings> result;
    for (std::size_t i = 0; i < count; ++i) {
        ConnectionSettings one = settings;
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

// It let the session in, which then was not what target_session_attrs asks for.
bool is_of_other_sort(const pg_conn* connection) {
    return PQparameterStatus(connection, "server_version") != nullptr;
}

Error with_hint(Error error, bool is_read_only) {
    const std::string& sqlstate = error.details().sqlstate;
    if (sqlstate == "28P01" || sqlstate == "28000")
        return std::move(error).hint("check user and password (PGPASSWORD, ~/.pgpass) and the server's pg_hba.conf");
    if (sqlstate == "3D000") return std::move(error).hint("create the database first: createdb NAME");
    if (sqlstate == "53300")
        return std::move(error).hint(
            "no connection is left for the role: raise the limit that the message names, of the server "
            "(max_connections), of the role (ALTER ROLE … CONNECTION LIMIT) or of the database (ALTER DATABASE …)");
    if (!sqlstate.empty()) return error;
    if (is_read_only)
        return std::move(error).hint(
            "one that can be written to is waited for, as for a standby that is promoted, until the connect timeout: "
            "name the primary, or look at target_session_attrs and default_transaction_read_only");
    return std::move(error).hint("check host, port and that the server is running");
}

// One server to try, and until when.
struct Attempt {
    ConnectionSettings settings;
    Clock::time_point deadline;
    std::string name;  // that the address was found by; libpq tells the address only
    std::string server = "the server";

    std::string told(const std::string& words) const { return name.empty() ? words : name + ": " + words; }
};

// "FATAL:  3D000: database "x" does not exist\nLOCATION: …" as libpq's verbose form has it.
Error connect_error(const pg_conn* connection, const Attempt& attempt) {
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
    message = message.empty() ? "the connection failed" : without_secrets(std::move(message), attempt.settings);
    return with_hint(Error(ErrorKind::unavailable, attempt.told(message)).sqlstate(sqlstate),
                     is_of_other_sort(connection));
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

Result<Connection> connect_one(const Attempt& attempt, const Interrupt* interrupt) {
    Connection connection(start_connection(attempt.settings));
    if (!connection) return failure(ErrorKind::internal, "out of memory");
    TRYV(require_whole_names(connection.get()));
    PQsetErrorVerbosity(connection.get(), PQERRORS_VERBOSE);
    PQsetErrorContextVisibility(connection.get(), PQSHOW_CONTEXT_NEVER);

    PostgresPollingStatusType wanted = PGRES_POLLING_WRITING;
    while (PQstatus(connection.get()) != CONNECTION_BAD && wanted != PGRES_POLLING_OK) {
        if (wanted == PGRES_POLLING_FAILED) return failure(connect_error(connection.get(), attempt));
        pollfd waited[2] = {
            {PQsocket(connection.get()), static_cast<short>(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0},
            {interrupt != nullptr ? interrupt->descriptor() : -1, POLLIN, 0}};
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(attempt.deadline - Clock::now()).count();
        if (left <= 0)
            return failure(Error(ErrorKind::unavailable, attempt.told("no answer from " + attempt.server + " in time"))
                               .hint("check host, port and firewall, or raise the connect timeout"));
        ::poll(waited, 2, static_cast<int>(left));
        if (interrupt != nullptr && interrupt->requested())
            return failure(ErrorKind::interrupted, "stopped while connecting");
        if (waited[0].revents == 0) continue;
        wanted = PQconnectPoll(connection.get());
    }
    if (PQstatus(connection.get()) == CONNECTION_BAD) return failure(connect_error(connection.get(), attempt));
    return connection;
}

// Tries server after server, and keeps why none of them would do.
class Connecting {
 public:
    Connecting(const ConnectOptions& options, bool has_several_hosts)
        : options_(options), has_several_hosts_(has_several_hosts) {}

    // Tries each address of one host.
    void try_host(const ConnectionSettings& host, Clock::time_point deadline) {
        const std::string name = host.get("host");
        if (!host.get("hostaddr").empty() || !is_host_name(name))
            return try_server({host, deadline, {}}, has_several_hosts_);
        auto addresses = look_up(name, deadline, options_.interrupt);
        if (!addresses.has_value()) return failures_.push_back(std::move(addresses).assume_error());
        const std::size_t count = addresses.assume_value().size();
        for (std::size_t i = 0; i < count && !is_over(); ++i) {
            ConnectionSettings one = host;
            one.set("hostaddr", addresses.assume_value()[i]);
            const Clock::time_point now = Clock::now();
            const auto share = (deadline - now) / static_cast<Clock::rep>(count - i);
            try_server({std::move(one), now + share, name}, has_several_hosts_ || count > 1);
        }
    }

    // Connected, or at an error that another server would not mend.
    bool is_over() const {
        return connection_ != nullptr || (!failures_.empty() && failures_.back().kind() != ErrorKind::unavailable);
    }

    Result<pg_conn*> outcome() {
        if (connection_ != nullptr) return connection_.release();
        if (is_over()) return failure(std::move(failures_.back()));
        return failure(together());
    }

 private:
    void try_server(Attempt attempt, bool is_one_of_several) {
        if (const int seconds = std::atoi(attempt.settings.get("connect_timeout").c_str()); seconds > 0)
            attempt.deadline = std::min(attempt.deadline, Clock::now() + std::chrono::seconds(seconds));
        if (is_one_of_several) {
            const std::string address = attempt.settings.get("hostaddr");
            attempt.server = "\"" + (address.empty() ? attempt.settings.get("host") : address) + "\", port " +
                             attempt.settings.get("port") + ",";
        }
        auto connection = connect_one(attempt, options_.interrupt);
        if (connection.has_value())
            connection_ = std::move(connection).assume_value();
        else
            failures_.push_back(std::move(connection).assume_error());
    }

    // The first one that may pass says what can be done, and with it whether to try again.
    Error together() {
        const auto may_pass = [](const Error& error) { return is_passing_connect_failure(error.details().sqlstate); };
        auto first = std::find_if(failures_.begin(), failures_.end(), may_pass);
        if (first == failures_.end()) first = failures_.begin();
        const ErrorDetails& told = first->details();
        std::string message;
        for (const Error& error : failures_) {
            const ErrorDetails& details = error.details();
            if (!message.empty()) message += "; ";
            message += details.message;
            if (details.sqlstate != told.sqlstate) message += " (" + details.sqlstate + ")";
        }
        return Error(ErrorKind::unavailable, std::move(message)).sqlstate(told.sqlstate).hint(told.hint);
    }

    const ConnectOptions& options_;
    const bool has_several_hosts_;
    std::vector<Error> failures_;
    Connection connection_;
};

ConnectionSettings with_own_settings(ConnectionSettings settings, const ConnectOptions& options) {
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
    return settings;
}

}  // namespace

Result<pg_conn*> connect(const ConnectOptions& options) {
    TRY(ConnectionSettings given, parse_connection_string(options.database));
    TRY(const ConnectionSettings settings, complete_settings(with_own_settings(std::move(given), options)));
    const std::vector<ConnectionSettings> hosts = each_host(settings);
    const Clock::time_point start = Clock::now();
    Connecting connecting(options, hosts.size() > 1);
    for (std::size_t i = 0; i < hosts.size() && !connecting.is_over(); ++i) {
        const auto share = options.timeout * static_cast<long long>(i + 1) / static_cast<long long>(hosts.size());
        connecting.try_host(hosts[i], start + share);
    }
    return connecting.outcome();
}

}  // namespace migrator::postgres
