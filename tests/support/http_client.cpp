// One HTTP request over a socket of its own.
#include "tests/support/http_client.hpp"

#include <sys/socket.h>

#include "tests/support/loopback.hpp"

namespace gestaloka::test {

namespace {

bool send_all(int socket, const std::string& bytes) {
    for (std::size_t sent = 0; sent < bytes.size();) {
        const ssize_t count = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) return false;
        sent += static_cast<std::size_t>(count);
    }
    return true;
}

}  // namespace

HttpReply http(const std::string& address, const std::string& method, const std::string& target,
               const std::string& body, const std::string& token) {
    const Descriptor socket = connect_to(address);
    std::string request = method + " " + target + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n";
    if (!token.empty()) request += "Authorization: Bearer " + token + "\r\n";
    if (!body.empty()) request += "Content-Type: application/json\r\n";
    request += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    HttpReply reply;
    if (socket.number() < 0 || !send_all(socket.number(), request)) return reply;
    std::string text;
    char buffer[16384];
    ssize_t count = 0;
    while ((count = ::recv(socket.number(), buffer, sizeof buffer, 0)) > 0)
        text.append(buffer, static_cast<std::size_t>(count));
    const std::size_t end = text.find("\r\n\r\n");
    constexpr std::size_t status_at = 9;  // behind "HTTP/1.1 "
    if (count < 0 || end == std::string::npos || end < status_at) return reply;
    reply.status = std::stoi(text.substr(status_at, 3));
    reply.head = text.substr(0, end + 2);
    reply.body = text.substr(end + 4);
    return reply;
}

}  // namespace gestaloka::test
