// A plain HTTP/1.1 client over a loopback socket.
#include "tests/server/http_client.hpp"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace test {

namespace {

constexpr int patience_ms = 20'000;

}  // namespace

HttpClient::HttpClient(const std::string& address) : socket_(-1) {
    const std::size_t colon = address.rfind(':');
    std::string host = address.substr(0, colon);
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), address.substr(colon + 1).c_str(), &hints, &found) != 0)
        throw std::runtime_error("no such address: " + address);
    socket_ = socket(found->ai_family, found->ai_socktype, 0);
    const bool connected = connect(socket_, found->ai_addr, found->ai_addrlen) == 0;
    freeaddrinfo(found);
    if (!connected) {
        close(socket_);
        throw std::runtime_error("cannot connect to " + address);
    }
}

HttpClient::~HttpClient() {
    close(socket_);
}

bool HttpClient::send(const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const ssize_t count = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) return false;
        sent += static_cast<std::size_t>(count);
    }
    return true;
}

bool HttpClient::receive() {
    pollfd readable{.fd = socket_, .events = POLLIN, .revents = 0};
    if (poll(&readable, 1, patience_ms) <= 0) return false;
    char buffer[65536];
    const ssize_t count = recv(socket_, buffer, sizeof buffer, 0);
    if (count <= 0) return false;
    received_.append(buffer, static_cast<std::size_t>(count));
    return true;
}

HttpReply HttpClient::read_reply(bool has_body) {
    HttpReply reply;
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos)
        if (!receive()) return reply;
    std::string head = received_.substr(0, end + 2);
    received_.erase(0, end + 4);
    reply.status = std::stoi(head.substr(9, 3));
    head.erase(0, head.find("\r\n") + 2);
    while (!head.empty()) {
        const std::size_t line_end = head.find("\r\n");
        const std::size_t colon = head.find(": ");
        reply.headers[head.substr(0, colon)] = head.substr(colon + 2, line_end - colon - 2);
        head.erase(0, line_end + 2);
    }
    if (reply.status == 100 || !has_body) return reply;
    const std::size_t size = std::stoul(reply.headers.at("Content-Length"));
    while (received_.size() < size)
        if (!receive()) return {};
    reply.body = received_.substr(0, size);
    received_.erase(0, size);
    return reply;
}

bool HttpClient::is_closed_within(std::chrono::milliseconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (true) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
        pollfd readable{.fd = socket_, .events = POLLIN, .revents = 0};
        if (left <= 0 || poll(&readable, 1, static_cast<int>(left)) <= 0) return false;
        char buffer[4096];
        if (recv(socket_, buffer, sizeof buffer, 0) <= 0) return true;
    }
}

HttpReply HttpClient::get(const std::string& target, const std::string& token) {
    return request("GET", target, {}, token);
}

HttpReply HttpClient::post(const std::string& target, const std::string& body, const std::string& token) {
    return request("POST", target, body, token);
}

HttpReply HttpClient::request(const std::string& method, const std::string& target, const std::string& body,
                              const std::string& token) {
    std::string text = method + ' ' + target + " HTTP/1.1\r\nHost: test\r\n";
    if (!token.empty()) text += "Authorization: Bearer " + token + "\r\n";
    if (!body.empty()) text += "Content-Type: application/json\r\n";
    if (!body.empty() || method == "POST") text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    if (!send(text + "\r\n" + body)) return {};
    return read_reply(method != "HEAD");
}

}  // namespace test
