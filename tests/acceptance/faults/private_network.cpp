// Namespaces by unshare and setns, which are a thread's own; the interface by ioctl.
#include "private_network.hpp"

#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace gestaloka::faults {

namespace {

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

int open_current_network() {
    const int network = ::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    if (network < 0) fail("open /proc/thread-self/ns/net");
    return network;
}

void enter(int network, const char* what) {
    if (::setns(network, CLONE_NEWNET) != 0) fail(what);
}

}  // namespace

PrivateNetwork::PrivateNetwork() {
    const int outside = open_current_network();
    if (::unshare(CLONE_NEWNET) != 0) {
        const int reason = errno;
        ::close(outside);
        errno = reason;
        fail("unshare(CLONE_NEWNET)");
    }
    network_ = open_current_network();
    socket_ = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    enter(outside, "setns");
    ::close(outside);
    take_up();
}

PrivateNetwork::~PrivateNetwork() {
    ::close(socket_);
    ::close(network_);
}

PrivateNetwork::Visit::Visit(const PrivateNetwork& network) : outside_(open_current_network()) {
    enter(network.network_, "setns into the private network");
}

// A thread that cannot go back must not go on.
PrivateNetwork::Visit::~Visit() {
    enter(outside_, "setns out of the private network");
    ::close(outside_);
}

void PrivateNetwork::set_flag(bool is_up) {
    ifreq request{};
    std::strncpy(request.ifr_name, "lo", sizeof request.ifr_name - 1);
    if (::ioctl(socket_, SIOCGIFFLAGS, &request) != 0) fail("SIOCGIFFLAGS");
    const int flags = request.ifr_flags;
    request.ifr_flags = static_cast<short>(is_up ? flags | IFF_UP : flags & ~IFF_UP);
    if (::ioctl(socket_, SIOCSIFFLAGS, &request) != 0) fail("SIOCSIFFLAGS");
}

}  // namespace gestaloka::faults
