// The address that the server listens on, as an option spells it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "migrator/support/result.hpp"

namespace gestaloka::web {

struct ListenAddress {
    std::string host;  ///< a name or an address without brackets; empty: every interface
    std::uint16_t port = 0;
};

/// Reads "host:port", "[v6]:port" or ":port".
/// Errors: usage.
migrator::Result<ListenAddress> parse_listen_address(std::string_view text);

/// "host:port", with brackets around an IPv6 address.
std::string to_text(const ListenAddress& address);

}  // namespace gestaloka::web
