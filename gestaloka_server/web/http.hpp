// A request and a response, free of any HTTP library.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gestaloka::web {

struct Request {
    std::string method;                             ///< "GET", "POST" …
    std::string path;                               ///< without the query, percent-decoded
    std::map<std::string, std::string> query;       ///< percent-decoded; the last of two equal names wins
    std::map<std::string, std::string> parameters;  ///< what `{name}` in the route's template matched
    std::string authorization;                      ///< the header's value; empty when absent. Never log it.
    std::string content_type;
    std::string body;
};

struct Response {
    int status = 200;
    std::string body;
    std::string content_type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;

    /// The value of the header `name`, spelled as it was set; empty when absent.
    std::string_view header(std::string_view name) const;
};

/// `{"error":{"code":…,"message":…,"field":…}}`; without "field" when it is empty.
Response error_response(int status, std::string_view code, std::string_view message, std::string_view field = {});

/// Splits a request target into path and query. Returns false when its percent-encoding is broken, or when it holds
/// a NUL byte.
bool parse_target(std::string_view target, Request& request);

}  // namespace gestaloka::web
