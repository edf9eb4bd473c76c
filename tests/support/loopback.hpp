// Sockets on 127.0.0.1: connecting to a server, and being one that never answers.
#pragma once

#include <string>
#include <utility>

namespace gestaloka::test {

/// A file descriptor that is closed at the end of the scope.
class Descriptor {
 public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor();

    int number() const { return number_; }  ///< -1: none

 private:
    int number_;
};

/// A connection to "127.0.0.1:PORT" whose reads and writes give up after 10 s; none when nobody listens.
Descriptor connect_to(const std::string& address);

/// Listens on a free port, or on `port`; the kernel accepts connections, nobody answers them.
/// Throws std::runtime_error when there is no port.
class SilentListener {
 public:
    explicit SilentListener(const std::string& address = "127.0.0.1", int port = 0);
    int port() const { return port_; }

 private:
    Descriptor socket_;
    int port_ = 0;
};

}  // namespace gestaloka::test
