// A plain HTTP/1.1 client over a loopback socket, that can also misbehave.
#pragma once

#include <chrono>
#include <map>
#include <string>

namespace test {

struct HttpReply {
    int status = 0;  ///< 0: the connection ended without a reply
    std::map<std::string, std::string> headers;
    std::string body;
};

/// One connection. Throws std::runtime_error when it cannot connect.
class HttpClient {
 public:
    /// `address` as WebFront::address() prints it.
    explicit HttpClient(const std::string& address);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// Sends the bytes as they are. Returns false when the other side has closed.
    bool send(const std::string& bytes);
    /// Reads one reply. `has_body` is false for the reply to a HEAD request.
    HttpReply read_reply(bool has_body = true);
    /// Whether the other side closes within `patience`; what it sends meanwhile is dropped.
    bool is_closed_within(std::chrono::milliseconds patience);

    HttpReply get(const std::string& target, const std::string& token = {});
    HttpReply post(const std::string& target, const std::string& body, const std::string& token = {});
    HttpReply request(const std::string& method, const std::string& target, const std::string& body,
                      const std::string& token);

 private:
    bool receive();

    int socket_;
    std::string received_;
};

}  // namespace test
