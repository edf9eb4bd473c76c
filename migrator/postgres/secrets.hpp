// Keeping the secrets of a connection string out of what is shown.
#pragma once

#include <string>

#include "migrator/postgres/connection_settings.hpp"

namespace migrator::postgres {

/// `text` with "…" for the credentials of each connection URL and for each password=… in it, whichever they are.
std::string without_secrets(std::string text);

/// Also for the password of `settings`, and for each value that holds credentials by mistake: a whole URL as the
/// database, or user:password@host as the host.
std::string without_secrets(std::string text, const ConnectionSettings& settings);

/// As above, for a connection string that may not be one.
std::string without_secrets_of(const std::string& database, std::string text);

}  // namespace migrator::postgres
