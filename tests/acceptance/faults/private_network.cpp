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

[[noreturn]] void fail(const char* what, int reason = errno) {
    throw std::system_error(reason, std::generic_category(), what);
}

test::Descriptor open_current_network() {
    test::Descriptor network(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
    if (network.number() < 0) fail("open /proc/thread-self/ns/net");
    return network;
}

void enter(const test::Descriptor& network, const char* what) {
    if (::setns(network.number(), CLONE_NEWNET) != 0) fail(what);
}

}  // namespace

PrivateNetwork::Place PrivateNetwork::make() {
    const test::Descriptor outside = open_current_network();
    if (::unshare(CLONE_NEWNET) != 0) fail("unshare(CLONE_NEWNET)");
    // The thread goes back before anything else may fail.
    Place place{test::Descriptor(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC)),
                test::Descriptor(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0))};
    const int reason = errno;
    enter(outside, "setns");
    if (place.network.number() < 0 || place.socket.number() < 0) fail("a socket of the private network", reason);
    return place;
}

PrivateNetwork::PrivateNetwork() : place_(make()) {
    take_up();
}

PrivateNetwork::Visit::Visit(const PrivateNetwork& network) : outside_(open_current_network()) {
    enter(network.place_.network, "setns into the private network");
}

// A thread that cannot go back must not go on: an exception from here ends the process.
PrivateNetwork::Visit::~Visit() {
    enter(outside_, "setns out of the private network");
}

void PrivateNetwork::set_flag(bool is_up) {
    ifreq request{};
    std::strncpy(request.ifr_name, "lo", sizeof request.ifr_name - 1);
    if (::ioctl(place_.socket.number(), SIOCGIFFLAGS, &request) != 0) fail("SIOCGIFFLAGS");
    const int flags = request.ifr_flags;
    request.ifr_flags = static_cast<short>(is_up ? flags | IFF_UP : flags & ~IFF_UP);
    if (::ioctl(place_.socket.number(), SIOCSIFFLAGS, &request) != 0) fail("SIOCSIFFLAGS");
}

}  // namespace gestaloka::faults
