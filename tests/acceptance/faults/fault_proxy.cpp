// One poll loop over all connections of the proxy.
#include "fault_proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <list>
#include <mutex>
#include <stdexcept>
#include <vector>

namespace gestaloka::faults {

namespace {

void close_socket(int& socket) {
    if (socket >= 0) ::close(socket);
    socket = -1;
}

bool send_all(int socket, const char* data, std::size_t size) {
    while (size > 0) {
        const ssize_t sent = ::send(socket, data, size, MSG_NOSIGNAL);
        if (sent <= 0) return false;
        data += sent;
        size -= static_cast<std::size_t>(sent);
    }
    return true;
}

std::size_t big_endian(const std::string& bytes, std::size_t at) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return ntohl(value);
}

int connect_to(const std::string& path) {
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return socket;
    ::close(socket);
    return -1;
}

}  // namespace

bool FrontendMessage::commits() const {
    return text == "COMMIT" || text.ends_with(";\nCOMMIT");
}

// One client and its connection to the server.
struct FaultProxy::Link {
    int client = -1;
    int server = -1;
    bool has_started = false;  // the first message has no type
    bool swallows = false;     // until the server is ready for the next query, then the client is cut off
    std::string from_client = {};
    std::string from_server = {};

    void cut() {
        close_socket(client);
        close_socket(server);
    }

    // The server has left: the client still gets its last words. Closing at once could take them away again.
    void server_has_left() {
        close_socket(server);
        if (client >= 0) ::shutdown(client, SHUT_WR);
    }
};

class FaultProxy::Loop {
 public:
    Loop(FaultProxy& proxy) : proxy_(proxy) {}

    void run() {
        while (!is_over_) {
            std::vector<pollfd> waited = {{proxy_.wake_[0], POLLIN, 0}, {proxy_.listener_, POLLIN, 0}};
            for (const Link& link : links_) {
                waited.push_back({is_black_hole_ ? -1 : link.client, POLLIN, 0});
                waited.push_back({is_black_hole_ ? -1 : link.server, POLLIN, 0});
            }
            ::poll(waited.data(), waited.size(), -1);
            if (waited[0].revents != 0) take_orders();
            std::size_t i = 2;
            for (Link& link : links_) {
                const bool client_speaks = waited[i++].revents != 0;
                const bool server_speaks = waited[i++].revents != 0;
                if (server_speaks && link.server >= 0) read_server(link);
                if (client_speaks && link.client >= 0) read_client(link);
            }
            links_.remove_if([](Link& link) { return link.client < 0 && link.server < 0; });
            if (waited[1].revents != 0) accept_client();
        }
        for (Link& link : links_)
            link.cut();
    }

    void order(Decide decide, After after, bool is_over) {
        const std::lock_guard lock(mutex_);
        next_decide_ = std::move(decide);
        next_after_ = std::move(after);
        next_is_over_ = is_over;
        has_orders_ = true;
    }

    bool has_taken_orders() {
        const std::lock_guard lock(mutex_);
        return !has_orders_;
    }

 private:
    void take_orders() {
        char byte = 0;
        [[maybe_unused]] const auto read = ::read(proxy_.wake_[0], &byte, 1);
        const std::lock_guard lock(mutex_);
        decide_ = std::move(next_decide_);
        after_ = std::move(next_after_);
        is_over_ = next_is_over_;
        proxy_.messages_ = 0;
        has_orders_ = false;
        if (is_black_hole_)
            for (Link& link : links_)
                link.cut();
        is_black_hole_ = false;
    }

    void accept_client() {
        const int client = ::accept4(proxy_.listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0) return;
        Link link;
        link.client = client;
        link.server = is_black_hole_ ? -1 : connect_to(proxy_.socket_path_);
        // A server that is down refuses; so does the proxy, by closing at once.
        if (link.server < 0 && !is_black_hole_)
            ::close(client);
        else
            links_.push_back(std::move(link));
    }

    void read_client(Link& link) {
        char bytes[65536];
        const ssize_t size = ::recv(link.client, bytes, sizeof bytes, 0);
        if (size <= 0) return link.cut();
        if (link.server < 0 && !is_black_hole_) return;
        link.from_client.append(bytes, static_cast<std::size_t>(size));
        while (link.client >= 0 && !is_black_hole_) {
            const std::size_t header = link.has_started ? 1 : 0;
            if (link.from_client.size() < header + 4) return;
            const std::size_t whole = header + big_endian(link.from_client, header);
            if (link.from_client.size() < whole) return;
            const std::string message = link.from_client.substr(0, whole);
            link.from_client.erase(0, whole);
            pass(link, message);
        }
    }

    FrontendMessage described(Link& link, const std::string& message) {
        FrontendMessage described;
        described.type = link.has_started ? message[0] : '0';
        // A client that says goodbye may be gone before its last message arrives here.
        if (described.type != 'X') described.number = ++proxy_.messages_;
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
        if (link.server < 0) return;
        if (!send_all(link.server, message.data(), message.size())) {
            while (link.server >= 0)
                read_server(link);
            return;
        }
        if (fate == Fate::cut_after) return link.cut();
        if (after_) after_(what);
    }

    void read_server(Link& link) {
        char bytes[65536];
        const ssize_t size = ::recv(link.server, bytes, sizeof bytes, 0);
        if (size <= 0) return link.server_has_left();
        if (link.swallows) {
            link.from_server.append(bytes, static_cast<std::size_t>(size));
            if (is_ready_for_query(link.from_server)) link.cut();
            return;
        }
        if (link.client < 0 || !send_all(link.client, bytes, static_cast<std::size_t>(size))) link.cut();
    }

    // ReadyForQuery: 'Z', length 5, status; it is the last message of an answer.
    static bool is_ready_for_query(const std::string& answer) {
        constexpr std::size_t size = 6;
        return answer.size() >= size && answer[answer.size() - size] == 'Z' &&
               big_endian(answer, answer.size() - size + 1) == 5;
    }

    FaultProxy& proxy_;
    std::mutex mutex_;
    bool has_orders_ = false;
    Decide next_decide_ = {};
    After next_after_ = {};
    bool next_is_over_ = false;

    std::list<Link> links_ = {};
    Decide decide_ = {};
    After after_ = {};
    bool is_over_ = false;
    bool is_black_hole_ = false;
};

FaultProxy::FaultProxy(std::string socket_path) : socket_path_(std::move(socket_path)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    constexpr int backlog = 128;
    const bool listens = ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
                         ::listen(listener_, backlog) == 0 &&
                         ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0 &&
                         ::pipe2(wake_, 0) == 0;
    if (!listens) throw std::runtime_error("the fault proxy cannot listen");
    port_ = ntohs(address.sin_port);
    loop_ = std::make_unique<Loop>(*this);
    thread_ = std::thread([this] { loop_->run(); });
}

FaultProxy::~FaultProxy() {
    loop_->order({}, {}, true);
    [[maybe_unused]] const auto woken = ::write(wake_[1], "x", 1);
    thread_.join();
    close_socket(listener_);
    close_socket(wake_[0]);
    close_socket(wake_[1]);
}

void FaultProxy::arm(Decide decide, After after) {
    loop_->order(std::move(decide), std::move(after), false);
    [[maybe_unused]] const auto woken = ::write(wake_[1], "x", 1);
    while (!loop_->has_taken_orders())
        std::this_thread::yield();
}

}  // namespace gestaloka::faults
