// What a connection string sets.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "migrator/support/result.hpp"

struct pg_conn;

namespace migrator::postgres {

/// libpq's keywords, each with its value.
struct ConnectionSettings {
    std::vector<std::pair<std::string, std::string>> pairs = {};

    void set(const std::string& keyword, std::string value);
    /// Empty when it is not set.
    std::string get(std::string_view keyword) const;
};

/// What the string itself says. Errors: usage, without a word of the string: one that libpq cannot parse, and a URL
/// that can be read in two ways (`is_ambiguous_url`).
Result<ConnectionSettings> parse_connection_string(const std::string& database);

/// Adds host, address, port, connect_timeout and target_session_attrs as the service file and the environment have
/// them. Reaches for no server. Errors: usage, in libpq's words where it has some: an unknown service, and each value
/// that no server could make right.
Result<ConnectionSettings> complete_settings(const ConnectionSettings& given);

/// Begins a connection: PQconnectStartParams.
pg_conn* start_connection(const ConnectionSettings& settings);

/// The parts of a list of hosts, addresses or ports.
std::vector<std::string> split_list(const std::string& list);

}  // namespace migrator::postgres
