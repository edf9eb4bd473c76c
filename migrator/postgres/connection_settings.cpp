// libpq reads service file and environment only when a connection is begun. The ones begun here are refused by libpq
// itself, before it looks for a server.
#include "migrator/postgres/connection_settings.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>

#include "migrator/postgres/connection_url.hpp"
#include "migrator/postgres/secrets.hpp"
#include "migrator/support/try.hpp"

namespace migrator::postgres {

namespace {

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;
using Connection = std::unique_ptr<pg_conn, decltype(&PQfinish)>;

ConnectionSettings settings_of(const PQconninfoOption* option) {
    ConnectionSettings settings;
    for (; option != nullptr && option->keyword != nullptr; ++option)
        if (option->val != nullptr) settings.set(option->keyword, option->val);
    return settings;
}

Error refusal(std::string words, const ConnectionSettings& settings) {
    words = without_secrets(std::move(words), settings);
    words.erase(std::min(words.find('\n'), words.size()));
    return Error(ErrorKind::usage, std::move(words))
        .hint("correct the connection string, its service or the PG… environment variable");
}

// With a value that libpq knows of none, so that it stops after reading, and with a password, so that it looks for
// none.
Result<ConnectionSettings> read_all(const ConnectionSettings& given) {
    constexpr const char* no_mode = "unknown";
    ConnectionSettings refused = given;
    refused.set("sslmode", no_mode);
    refused.set("password", "none");
    const Connection connection(start_connection(refused), PQfinish);
    const Options options(PQconninfo(connection.get()), PQconninfoFree);
    ConnectionSettings read = settings_of(options.get());
    if (read.get("sslmode") != no_mode) return failure(refusal(PQerrorMessage(connection.get()), given));
    return read;
}

// libpq goes on to the second host when the first one's port is wrong, but not when another value is.
Result<void> require_known_values(const ConnectionSettings& settings) {
    const std::string second = "second";
    ConnectionSettings refused = settings;
    refused.set("host", "first," + second);
    refused.set("hostaddr", "127.0.0.1,127.0.0.1");
    refused.set("port", "0");
    refused.set("password", "none");
    const Connection connection(start_connection(refused), PQfinish);
    if (PQhost(connection.get()) == second) return success();
    return failure(refusal(PQerrorMessage(connection.get()), settings));
}

bool is_integer(const std::string& text) {
    char* end = nullptr;
    errno = 0;
    const long value = std::strtol(text.c_str(), &end, 10);
    return errno == 0 && end != text.c_str() && *end == '\0' && value == static_cast<int>(value);
}

// libpq looks at these when it has a socket.
Result<void> require_numbers(const ConnectionSettings& settings) {
    for (const char* keyword : {"connect_timeout", "keepalives", "keepalives_idle", "keepalives_interval",
                                "keepalives_count", "tcp_user_timeout"}) {
        const std::string value = settings.get(keyword);
        if (value.empty() || is_integer(value)) continue;
        return failure(
            refusal("invalid integer value \"" + value + "\" for connection option \"" + keyword + "\"", settings));
    }
    constexpr int last_port = 65535;
    for (const std::string& port : split_list(settings.get("port")))
        if (!port.empty() && (!is_integer(port) || std::atoi(port.c_str()) < 1 || std::atoi(port.c_str()) > last_port))
            return failure(refusal("invalid port number: \"" + port + "\"", settings));
    return success();
}

Result<void> require_host_names(const ConnectionSettings& settings) {
    for (const std::string& host : split_list(settings.get("host")))
        if (!host.starts_with('/') && host.find('@', 1) != std::string::npos)
            return failure(Error(ErrorKind::usage, "what the connection string has for a host is no host name")
                               .hint("a host name has no @; it is not shown, since it may hold a password"));
    return success();
}

}  // namespace

void ConnectionSettings::set(const std::string& keyword, std::string value) {
    for (auto& [known, known_value] : pairs)
        if (known == keyword) {
            known_value = std::move(value);
            return;
        }
    pairs.emplace_back(keyword, std::move(value));
}

std::string ConnectionSettings::get(std::string_view keyword) const {
    for (const auto& [known, value] : pairs)
        if (known == keyword) return value;
    return {};
}

Result<ConnectionSettings> parse_connection_string(const std::string& database) {
    char* complaint = nullptr;
    const Options parsed(PQconninfoParse(database.c_str(), &complaint), PQconninfoFree);
    // libpq's own words quote parts of the string, which may be the password.
    PQfreemem(complaint);
    if (!parsed)
        return failure(Error(ErrorKind::usage, "the database's connection string cannot be read")
                           .hint("write postgresql://user@host:5432/database, or host=… dbname=… user=…; "
                                 "escape special characters of a URI as %XX"));
    if (is_connection_url(database) && is_ambiguous_url(database))
        return failure(Error(ErrorKind::usage, "the database's connection URL can be read in more than one way")
                           .hint("in a user's name, a password and a database's name @ is written %40, / is written "
                                 "%2F, : is written %3A and ? is written %3F"));
    return settings_of(parsed.get());
}

Result<ConnectionSettings> complete_settings(const ConnectionSettings& given) {
    TRY(const ConnectionSettings all, read_all(given));
    TRYV(require_host_names(all));
    TRYV(require_numbers(all));
    TRYV(require_known_values(given));
    ConnectionSettings complete = given;
    for (const char* keyword : {"host", "hostaddr", "port", "connect_timeout"})
        if (std::string value = all.get(keyword); !value.empty()) complete.set(keyword, std::move(value));
    // libpq says "any" also where nobody asked for it.
    const std::string attributes = all.get("target_session_attrs");
    if (attributes != "any") complete.set("target_session_attrs", attributes);
    return complete;
}

pg_conn* start_connection(const ConnectionSettings& settings) {
    std::vector<const char*> keywords;
    std::vector<const char*> values;
    for (const auto& [keyword, value] : settings.pairs) {
        keywords.push_back(keyword.c_str());
        values.push_back(value.c_str());
    }
    keywords.push_back(nullptr);
    values.push_back(nullptr);
    return PQconnectStartParams(keywords.data(), values.data(), 0);
}

std::vector<std::string> split_list(const std::string& list) {
    std::vector<std::string> parts(1);
    for (const char c : list) {
        if (c == ',')
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

}  // namespace migrator::postgres
