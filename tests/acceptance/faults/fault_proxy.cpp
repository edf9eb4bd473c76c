// One Asio loop in one thread over all connections of the proxy.
#include <utility>  // before asio: Boost 1.74 uses std::exchange without including it

#include "fault_proxy.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <future>
#include <string_view>
#include <thread>
#include <vector>

namespace gestaloka::faults {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::local::stream_protocol;
using boost::system::error_code;

std::size_t big_endian(const std::string& bytes, std::size_t at) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return ntohl(value);
}

// A query that ends with ROLLBACK instead of COMMIT.
std::string with_rollback(const FrontendMessage& message) {
    constexpr std::string_view commit = "COMMIT";
    const std::string text = message.text.substr(0, message.text.size() - commit.size()) + "ROLLBACK";
    const std::uint32_t size = htonl(static_cast<std::uint32_t>(sizeof(std::uint32_t) + text.size() + 1));
    std::string bytes = "Q" + std::string(sizeof size, '\0') + text + '\0';
    std::memcpy(bytes.data() + 1, &size, sizeof size);
    return bytes;
}

template <typename Socket>
bool send_all(Socket& socket, const char* data, std::size_t size) {
    error_code error;
    asio::write(socket, asio::buffer(data, size), error);
    return !error;
}

// Without its proxy a test would wait until it is ended from outside.
[[noreturn]] void fail(const char* what) {
    std::perror(what);
    std::abort();
}

}  // namespace

bool FrontendMessage::commits() const {
    return text == "COMMIT" || text.ends_with(";\nCOMMIT");
}

// All but the constructor and the destructor runs in the loop's thread.
class FaultProxy::Loop {
 public:
    explicit Loop(std::string socket_path)
        : socket_path_(std::move(socket_path)),
          acceptor_(io_, {asio::ip::address_v4::loopback(), 0}),
          port_(acceptor_.local_endpoint().port()) {
        ::fcntl(acceptor_.native_handle(), F_SETFD, FD_CLOEXEC);
        accept();
        thread_ = std::thread([this] { io_.run(); });
    }

    ~Loop() {
        io_.stop();
        thread_.join();
    }

    void arm(Decide decide, After after) {
        asio::post(io_, asio::use_future([&] {
                       decide_ = std::move(decide);
                       after_ = std::move(after);
                       messages_ = 0;
                       if (is_black_hole_)
                           for (const auto& link : links_)
                               link->cut();
                       is_black_hole_ = false;
                   }))
            .get();
    }

    int port() const { return port_; }
    int messages() const { return messages_; }

 private:
    // One client and its connection to the server.
    struct Link {
        explicit Link(asio::io_context& io) : client(io), server(io) {}

        void cut() {
            error_code ignored;
            client.close(ignored);
            server.close(ignored);
        }

        // The server has left: the client still gets its last words. Closing at once could take them away again.
        void server_has_left() {
            error_code ignored;
            server.close(ignored);
            client.shutdown(tcp::socket::shutdown_send, ignored);
        }

        bool is_over() const { return !client.is_open() && !server.is_open(); }

        tcp::socket client;
        stream_protocol::socket server;
        bool has_started = false;  // the first message has no type
        bool swallows = false;     // until the server is ready for the next query, then the client is cut off
        std::string from_client = {};
        std::string from_server = {};
        std::array<char, 65536> client_bytes = {};
        std::array<char, 65536> server_bytes = {};
    };
    using LinkPointer = std::shared_ptr<Link>;

    // Asio would make sockets that programs started by the test inherit, and so keep open.
    void accept() {
        acceptor_.async_wait(tcp::acceptor::wait_read, [this](const error_code& error) {
            if (error) return;
            const int client = ::accept4(acceptor_.native_handle(), nullptr, nullptr, SOCK_CLOEXEC);
            if (client >= 0) welcome(client);
            if (client < 0 && errno != ECONNABORTED && errno != EAGAIN && errno != EINTR) fail("accept4");
            accept();
        });
    }

    void welcome(int client) {
        const auto link = std::make_shared<Link>(io_);
        link->client.assign(tcp::v4(), client);
        if (!is_black_hole_) {
            error_code error;
            link->server.assign(stream_protocol(), ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
            link->server.connect(socket_path_, error);
            // A server that is down refuses; so does the proxy, by closing at once.
            if (error) return;
            read_client(link);
            read_server(link);
        }
        links_.erase(std::remove_if(links_.begin(), links_.end(), [](const auto& old) { return old->is_over(); }),
                     links_.end());
        links_.push_back(link);
    }

    // Nothing is read while nothing is to pass.
    void read_client(const LinkPointer& link) {
        link->client.async_read_some(asio::buffer(link->client_bytes),
                                     [this, link](const error_code& error, std::size_t size) {
                                         if (is_black_hole_ || error == asio::error::operation_aborted) return;
                                         if (error) return link->cut();
                                         link->from_client.append(link->client_bytes.data(), size);
                                         while (link->server.is_open() && pass_next(*link))
                                             continue;
                                         if (link->client.is_open() && !is_black_hole_) read_client(link);
                                     });
    }

    void read_server(const LinkPointer& link) {
        link->server.async_read_some(asio::buffer(link->server_bytes),
                                     [this, link](const error_code& error, std::size_t size) {
                                         if (is_black_hole_ || error == asio::error::operation_aborted) return;
                                         if (error) return link->server_has_left();
                                         answer(*link, size);
                                         if (link->server.is_open()) read_server(link);
                                     });
    }

    // False when the next message is not whole yet, or is not to be passed.
    bool pass_next(Link& link) {
        const std::size_t header = link.has_started ? 1 : 0;
        if (link.from_client.size() < header + 4) return false;
        const std::size_t whole = header + big_endian(link.from_client, header);
        if (link.from_client.size() < whole) return false;
        const std::string message = link.from_client.substr(0, whole);
        link.from_client.erase(0, whole);
        pass(link, message);
        return !is_black_hole_;
    }

    FrontendMessage described(Link& link, const std::string& message) {
        FrontendMessage described;
        described.type = link.has_started ? message[0] : '0';
        // A client that says goodbye may be gone before its last message arrives here.
        if (described.type != 'X') described.number = ++messages_;
        link.has_started = true;
        constexpr std::size_t header = 5;
        if (described.type == 'Q') described.text = message.c_str() + header;
        if (described.type == 'P') {
            const std::size_t name_end = message.find('\0', header);
            described.text = message.c_str() + name_end + 1;
        }
        return described;
    }

    void pass(Link& link, const std::string& message) {
        const FrontendMessage what = described(link, message);
        const Fate fate = decide_ ? decide_(what) : Fate::forwarded;
        if (fate == Fate::cut_before) return link.cut();
        if (fate == Fate::black_hole) {
            is_black_hole_ = true;
            return;
        }
        if (fate == Fate::answer_swallowed) {
            link.swallows = true;
            link.from_server.clear();
        }
        // Where the server has gone, its last words are still to be read.
        const std::string sent = fate == Fate::rolled_back ? with_rollback(what) : message;
        if (!send_all(link.server, sent.data(), sent.size())) return;
        if (fate == Fate::cut_after) return link.cut();
        if (after_) after_(what);
    }

    void answer(Link& link, std::size_t size) {
        if (link.swallows) {
            link.from_server.append(link.server_bytes.data(), size);
            if (is_ready_for_query(link.from_server)) link.cut();
            return;
        }
        if (!link.client.is_open() || !send_all(link.client, link.server_bytes.data(), size)) link.cut();
    }

    // ReadyForQuery: 'Z', length 5, status; it is the last message of an answer.
    static bool is_ready_for_query(const std::string& answer) {
        constexpr std::size_t size = 6;
        return answer.size() >= size && answer[answer.size() - size] == 'Z' &&
               big_endian(answer, answer.size() - size + 1) == 5;
    }

    std::string socket_path_;
    asio::io_context io_;
    tcp::acceptor acceptor_;
    int port_;
    std::vector<LinkPointer> links_;
    Decide decide_ = {};
    After after_ = {};
    std::atomic<int> messages_{0};
    bool is_black_hole_ = false;
    std::thread thread_;
};

FaultProxy::FaultProxy(std::string socket_path) : loop_(std::make_unique<Loop>(std::move(socket_path))) {}
FaultProxy::~FaultProxy() = default;

void FaultProxy::arm(Decide decide, After after) {
    loop_->arm(std::move(decide), std::move(after));
}

int FaultProxy::messages() const {
    return loop_->messages();
}

int FaultProxy::port() const {
    return loop_->port();
}

}  // namespace gestaloka::faults
