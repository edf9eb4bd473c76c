// A response as the bytes that are sent. Included with Beast, by connection.hpp alone.
#pragma once

#include <utility>  // before asio: Boost 1.74 uses std::exchange without including it

#include <boost/beast/http/status.hpp>
#include <string>

#include "gestaloka_server/web/http.hpp"

namespace gestaloka::web {

enum class KeepAlive { yes, no };

// Header values come from this program, so they hold no line breaks.
inline std::string serialised(const Response& response, KeepAlive keep_alive, bool is_head) {
    const auto reason =
        boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(static_cast<unsigned>(response.status)));
    std::string text = "HTTP/1.1 " + std::to_string(response.status) + ' ';
    text.append(reason.data(), reason.size()) += "\r\n";
    text += "Content-Type: " + response.content_type + "\r\n";
    text += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
    for (const auto& [name, value] : response.headers)
        text += name + ": " + value + "\r\n";
    text += keep_alive == KeepAlive::yes ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    if (!is_head) text += response.body;
    return text;
}

}  // namespace gestaloka::web
