// What can be said of a connection URL without taking its password for something else.
#pragma once

#include <string>
#include <string_view>

namespace migrator::postgres {

bool is_connection_url(std::string_view text);

/// Whether libpq may take a part of the password for host, port or database, since `url` has a raw @, / or : where
/// %40, %2F or %3A is needed.
bool is_ambiguous_url(std::string_view url);

/// `url` for people: user, hosts and database; "postgresql://…" where these cannot be told from a password.
std::string shown_url(std::string_view url);

}  // namespace migrator::postgres
