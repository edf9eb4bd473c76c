// The address that the server listens on.
#include "gestaloka_server/web/listen_address.hpp"

#include <charconv>

namespace gestaloka::web {

migrator::Result<ListenAddress> parse_listen_address(std::string_view text) {
    const auto wrong = [&](const std::string& what) {
        return migrator::failure(migrator::Error(migrator::ErrorKind::usage,
                                                 "the address to listen on, \"" + std::string(text) + "\", " + what)
                                     .hint("write host:port, for example 127.0.0.1:8080 or [::1]:8080"));
    };
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return wrong("has no port");
    ListenAddress address;
    const std::string_view digits = text.substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
    if (error != std::errc{} || end != digits.data() + digits.size()) return wrong("has no valid port");
    std::string_view host = text.substr(0, colon);
    if (host.starts_with('[')) {
        if (!host.ends_with(']') || host.size() < 3) return wrong("has no closing bracket");
        host = host.substr(1, host.size() - 2);
    } else if (host.find(':') != std::string_view::npos) {
        return wrong("needs brackets around its IPv6 address");
    }
    address.host = host;
    return address;
}

std::string to_text(const ListenAddress& address) {
    const bool is_v6 = address.host.find(':') != std::string::npos;
    return (is_v6 ? '[' + address.host + ']' : address.host) + ':' + std::to_string(address.port);
}

}  // namespace gestaloka::web
