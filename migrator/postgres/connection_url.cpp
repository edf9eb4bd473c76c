// A URL's parts as libpq finds them (the manual's section 34.1.1.2), still percent-encoded.
#include "migrator/postgres/connection_url.hpp"

#include <algorithm>

#include "migrator/postgres/connection_settings.hpp"

namespace migrator::postgres {

namespace {

constexpr std::string_view separator = "://";

struct Parts {
    std::string_view scheme;  ///< with its separator
    std::string_view user;
    std::string_view password;
    std::string_view hosts;  ///< with their ports
    std::string_view path;   ///< with its slash
};

std::string_view cut(std::string_view& text, std::size_t length) {
    const std::string_view head = text.substr(0, length);
    text.remove_prefix(head.size());
    return head;
}

Parts split_url(std::string_view url) {
    Parts parts;
    parts.scheme = cut(url, url.find(separator) + separator.size());
    const std::size_t end = url.find_first_of("@/");
    if (end != std::string_view::npos && url[end] == '@') {
        parts.password = cut(url, end);
        parts.user = cut(parts.password, parts.password.find(':'));
        url.remove_prefix(1);
    }
    parts.hosts = cut(url, url.find_first_of("/?"));
    parts.path = cut(url, url.find('?'));
    return parts;
}

// "?sslmode=" within what stands before the first @.
bool names_parameter(std::string_view text) {
    const std::size_t mark = text.find('?');
    if (mark == std::string_view::npos) return false;
    const std::string_view parameter = text.substr(mark + 1);
    const std::size_t end = std::min(parameter.find('='), parameter.size());
    const auto is_of_name = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    return end > 0 && end < parameter.size() && std::all_of(parameter.begin(), parameter.begin() + end, is_of_name);
}

// An IPv6 address stands in brackets, so that the first colon behind them is that of the port.
bool has_sound_port(std::string_view host) {
    const std::size_t colon = host.find(':', host.starts_with('[') ? std::min(host.find(']'), host.size()) : 0);
    if (colon == std::string_view::npos) return true;
    const std::string_view port = host.substr(colon + 1);
    return std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool have_sound_ports(std::string_view hosts) {
    while (!hosts.empty()) {
        if (!has_sound_port(cut(hosts, hosts.find(',')))) return false;
        if (!hosts.empty()) hosts.remove_prefix(1);
    }
    return true;
}

}  // namespace

bool is_connection_url(std::string_view text) {
    return text.starts_with("postgresql://") || text.starts_with("postgres://");
}

bool is_ambiguous_url(std::string_view url) {
    const Parts parts = split_url(url);
    return names_parameter(parts.user) || names_parameter(parts.password) ||
           parts.hosts.find('@') != std::string_view::npos || parts.path.find('@') != std::string_view::npos ||
           !have_sound_ports(parts.hosts);
}

std::string shown_url(std::string_view url) {
    const Parts parts = split_url(url);
    std::string shown(parts.scheme);
    if (!parse_connection_string(std::string(url)).has_value()) return shown + "…";
    shown += parts.user;
    if (!parts.user.empty() || !parts.password.empty()) shown += '@';
    return shown.append(parts.hosts).append(parts.path);
}

}  // namespace migrator::postgres
