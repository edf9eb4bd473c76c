// libpq connection strings in keyword form.
#pragma once

#include <filesystem>
#include <string>

namespace migrator::cluster {

/// "host=... port=... user=gestaloka dbname=...". Quotes are only set where the value needs them, since SOCI 4.0
/// does not understand them.
std::string connection_string(const std::filesystem::path& socket_directory, int port, const std::string& database);

}  // namespace migrator::cluster
