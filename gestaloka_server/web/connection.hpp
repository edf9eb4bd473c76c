// One HTTP connection on Boost.Beast. Included by web_front.cpp alone, so that Beast is compiled once.
#pragma once

#include <utility>  // before asio: Boost 1.74 uses std::exchange without including it

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gestaloka_server/web/http.hpp"
#include "gestaloka_server/web/response_text.hpp"
#include "gestaloka_server/web/web_front.hpp"

namespace gestaloka::web {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::asio::ip::tcp;
using boost::system::error_code;

inline constexpr std::size_t read_size = 4096;
inline constexpr auto linger_deadline = std::chrono::seconds(1);
inline constexpr std::size_t linger_bytes = 1024 * 1024;

class Connection;

/// What a connection needs of its server. Called on the I/O thread, but `forget` on any.
class ConnectionHost {
 public:
    /// Has the request answered by `connection->respond`, now or later.
    virtual void dispatch(const std::shared_ptr<Connection>& connection, Request request) = 0;
    virtual void answered(std::string_view route, std::string_view method, int status) = 0;
    virtual bool is_draining() const = 0;
    /// The connection is no more.
    virtual void forget(Connection* connection) = 0;

 protected:
    ~ConnectionHost() = default;
};

// Reads requests and writes responses, one after the other; lives as long as an operation of it is under way.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
    Connection(ConnectionHost& host, const WebLimits& limits, tcp::socket socket)
        : host_(host),
          limits_(limits),
          stream_(std::move(socket)),
          buffer_(limits.header_bytes + limits.body_bytes + read_size) {}
    ~Connection() { host_.forget(this); }

    void start() {
        stream_.expires_after(limits_.read_deadline);
        read_header();
    }

    /// Ends it now, unless it owes a response; then after that.
    void drain() {
        if (owes_response_)
            keep_alive_ = KeepAlive::no;
        else
            stream_.close();
    }
    void close() { stream_.close(); }

    void respond(const Response& response) {
        host_.answered(route_, method_, response.status);
        if (host_.is_draining()) keep_alive_ = KeepAlive::no;
        output_ = serialised(response, keep_alive_, method_ == "HEAD");
        stream_.expires_after(limits_.write_deadline);
        asio::async_write(stream_, asio::buffer(output_),
                          [self = shared_from_this()](error_code error, std::size_t) { self->wrote(error); });
    }

    void count_as(std::string_view route) { route_ = route; }

 private:
    using Parser = http::request_parser<http::string_body>;

    void await_request() {
        owes_response_ = false;
        if (buffer_.size() > 0) return begin_request();
        stream_.expires_after(limits_.idle_deadline);
        stream_.async_read_some(buffer_.prepare(read_size),
                                [self = shared_from_this()](error_code error, std::size_t size) {
                                    if (error) return;
                                    self->buffer_.commit(size);
                                    self->begin_request();
                                });
    }

    void begin_request() {
        stream_.expires_after(limits_.read_deadline);
        read_header();
    }

    void read_header() {
        parser_.emplace();
        parser_->header_limit(static_cast<std::uint32_t>(limits_.header_bytes));
        parser_->body_limit(limits_.body_bytes);
        http::async_read_header(stream_, buffer_, *parser_, [self = shared_from_this()](error_code error, std::size_t) {
            if (error) return self->reject(error);
            self->read_body();
        });
    }

    void read_body() {
        if (!parser_->is_done() && beast::iequals(parser_->get()[http::field::expect], "100-continue")) {
            output_ = "HTTP/1.1 100 Continue\r\n\r\n";
            asio::async_write(stream_, asio::buffer(output_),
                              [self = shared_from_this()](error_code error, std::size_t) {
                                  if (!error) self->read_rest();
                              });
            return;
        }
        read_rest();
    }

    void read_rest() {
        http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](error_code error, std::size_t) {
            if (error) return self->reject(error);
            self->received();
        });
    }

    void received() {
        owes_response_ = true;
        const auto& message = parser_->get();
        keep_alive_ = message.keep_alive() ? KeepAlive::yes : KeepAlive::no;
        method_ = std::string(message.method_string());
        Request request;
        request.method = method_;
        const auto target = message.target();
        if (!parse_target({target.data(), target.size()}, request)) {
            count_as("malformed");
            return respond(error_response(400, "invalid_target", "the request's target is malformed"));
        }
        request.authorization = std::string(message[http::field::authorization]);
        request.content_type = std::string(message[http::field::content_type]);
        request.body = std::move(parser_->get().body());
        host_.dispatch(shared_from_this(), std::move(request));
    }

    // A request that cannot be read to its end: answered where the client can still hear it, then closed.
    void reject(error_code error) {
        Response response;
        if (error == http::error::header_limit)
            response = error_response(431, "header_too_large", "the request's header is too large");
        else if (error == http::error::body_limit || error == http::error::buffer_overflow)
            response = error_response(413, "body_too_large", "the request's body is too large");
        else if (error != http::error::end_of_stream && error != http::error::partial_message &&
                 error.category() == make_error_code(http::error::end_of_stream).category())
            response = error_response(400, "malformed_request", "this is not HTTP");
        else
            return;
        owes_response_ = true;
        keep_alive_ = KeepAlive::no;
        method_ = "other";
        count_as("malformed");
        respond(response);
    }

    void wrote(error_code error) {
        if (error) return;
        if (keep_alive_ == KeepAlive::yes) return await_request();
        // Closing with unread input would make the kernel send RST, which can destroy the response on its way.
        stream_.socket().shutdown(tcp::socket::shutdown_send, error);
        if (error) return;
        stream_.expires_after(linger_deadline);
        linger(0);
    }

    void linger(std::size_t discarded) {
        buffer_.clear();
        if (discarded > linger_bytes) return;
        stream_.async_read_some(buffer_.prepare(read_size),
                                [self = shared_from_this(), discarded](error_code error, std::size_t size) {
                                    if (!error) self->linger(discarded + size);
                                });
    }

    ConnectionHost& host_;
    const WebLimits& limits_;
    beast::tcp_stream stream_;
    beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    std::string output_;
    std::string method_;
    std::string route_;
    KeepAlive keep_alive_ = KeepAlive::no;
    bool owes_response_ = false;
};

}  // namespace gestaloka::web
