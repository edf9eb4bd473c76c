// Sockets on 127.0.0.1.
#include "tests/support/loopback.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdint>
#include <stdexcept>

namespace gestaloka::test {

namespace {

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int tcp_socket() {
    return ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

}  // namespace

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

Descriptor connect_to(const std::string& address) {
    Descriptor socket(tcp_socket());
    const timeval patience{10, 0};
    ::setsockopt(socket.number(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket.number(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    const sockaddr_in peer = loopback(std::stoi(address.substr(address.rfind(':') + 1)));
    if (::connect(socket.number(), reinterpret_cast<const sockaddr*>(&peer), sizeof peer) != 0) return Descriptor(-1);
    return socket;
}

SilentListener::SilentListener(const std::string& address, int port) : socket_(tcp_socket()) {
    sockaddr_in own = loopback(port);
    socklen_t size = sizeof own;
    if (::inet_pton(AF_INET, address.c_str(), &own.sin_addr) != 1 ||
        ::bind(socket_.number(), reinterpret_cast<const sockaddr*>(&own), size) != 0 ||
        ::listen(socket_.number(), SOMAXCONN) != 0 ||
        ::getsockname(socket_.number(), reinterpret_cast<sockaddr*>(&own), &size) != 0)
        throw std::runtime_error("cannot listen on " + address);
    port_ = ntohs(own.sin_port);
}

}  // namespace gestaloka::test
