// One HTTP request over a socket of its own, as a player's program or a probe would send it.
#pragma once

#include <string>

namespace gestaloka::test {

struct HttpReply {
    int status = 0;  ///< 0: no connection, or no complete reply within 10 s
    std::string head = {};
    std::string body = {};
};

/// `address` is "127.0.0.1:8080"; `body`, when not empty, is sent as JSON; `token` as bearer token.
HttpReply http(const std::string& address, const std::string& method, const std::string& target,
               const std::string& body = {}, const std::string& token = {});

inline HttpReply http_get(const std::string& address, const std::string& target) {
    return http(address, "GET", target);
}

}  // namespace gestaloka::test
