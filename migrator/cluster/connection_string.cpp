// Quoting as of the manual's "Keyword/Value Connection Strings".
#include "migrator/cluster/connection_string.hpp"

#include "migrator/cluster/layout.hpp"

namespace migrator::cluster {

namespace {

std::string quoted(const std::string& value) {
    if (!value.empty() && value.find_first_of(" \t\n\r\f\v'\\") == std::string::npos) return value;
    std::string text = "'";
    for (const char c : value) {
        if (c == '\'' || c == '\\') text += '\\';
        text += c;
    }
    return text + "'";
}

}  // namespace

std::string connection_string(const std::filesystem::path& socket_directory, int port, const std::string& database) {
    return "host=" + quoted(socket_directory.string()) + " port=" + std::to_string(port) + " user=" + superuser +
           " dbname=" + quoted(database);
}

}  // namespace migrator::cluster
