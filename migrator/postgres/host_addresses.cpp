// A thread waits for the name server; who asked waits for the thread, the deadline or a signal.
#include "migrator/postgres/host_addresses.hpp"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include <memory>
#include <thread>

namespace migrator::postgres {

namespace {

using Clock = std::chrono::steady_clock;

struct Found {
    int code = 0;
    std::vector<std::string> addresses = {};
};

Found ask_system(const std::string& host, int flags) {
    addrinfo wanted{};
    wanted.ai_family = AF_UNSPEC;
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = flags;
    addrinfo* first = nullptr;
    Found found;
    found.code = ::getaddrinfo(host.c_str(), nullptr, &wanted, &first);
    if (found.code != 0) return found;
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> list(first, ::freeaddrinfo);
    for (const addrinfo* each = first; each != nullptr; each = each->ai_next) {
        char text[NI_MAXHOST];
        if (::getnameinfo(each->ai_addr, each->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0)
            found.addresses.emplace_back(text);
    }
    if (found.addresses.empty()) found.code = EAI_NONAME;
    return found;
}

// Shared by the thread and who waits for it, whichever ends last.
struct LookUp {
    Interrupt done;
    Found found;
};

}  // namespace

bool is_host_name(const std::string& host) {
    const bool is_socket = host.starts_with('/') || host.starts_with('@');
    return !host.empty() && !is_socket && ask_system(host, AI_NUMERICHOST).code != 0;
}

Result<std::vector<std::string>> look_up(const std::string& host, Clock::time_point deadline,
                                         const Interrupt* interrupt) {
    const auto shared = std::make_shared<LookUp>();
    std::thread([shared, host] {
        shared->found = ask_system(host, 0);
        shared->done.request();
    }).detach();
    const std::string complaint = "could not translate host name \"" + host + "\" to address";
    while (!shared->done.requested()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0)
            return failure(Error(ErrorKind::unavailable, complaint + ": no answer in time")
                               .hint("check the host name and the name server, or raise the connect timeout"));
        pollfd waited[2] = {{shared->done.descriptor(), POLLIN, 0},
                            {interrupt != nullptr ? interrupt->descriptor() : -1, POLLIN, 0}};
        ::poll(waited, 2, static_cast<int>(left));
        if (interrupt != nullptr && interrupt->requested())
            return failure(ErrorKind::interrupted, "stopped while connecting");
    }
    if (shared->found.code == 0) return std::move(shared->found.addresses);
    return failure(Error(ErrorKind::unavailable, complaint + ": " + ::gai_strerror(shared->found.code))
                       .hint("check host, port and that the server is running"));
}

}  // namespace migrator::postgres
