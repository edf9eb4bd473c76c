// A network in which packets can be made to vanish.
#pragma once

#include "tests/support/loopback.hpp"

namespace gestaloka::faults {

/// A network namespace whose only interface is its loopback; a Unix socket with a path is reached from outside as well.
/// Taken down, it drops every packet without telling either end of a connection.
class PrivateNetwork {
 public:
    /// Throws std::system_error where the machine does not let this process have one.
    PrivateNetwork();
    PrivateNetwork(const PrivateNetwork&) = delete;
    PrivateNetwork& operator=(const PrivateNetwork&) = delete;

    /// While it lives, sockets and processes that this thread makes are inside.
    class Visit {
     public:
        explicit Visit(const PrivateNetwork& network);
        ~Visit();
        Visit(const Visit&) = delete;
        Visit& operator=(const Visit&) = delete;

     private:
        test::Descriptor outside_;
    };

    void take_up() { set_flag(true); }
    void take_down() { set_flag(false); }

 private:
    struct Place {
        test::Descriptor network;
        test::Descriptor socket;  // belongs to the network, wherever it is used
    };
    static Place make();
    void set_flag(bool is_up);

    Place place_;
};

}  // namespace gestaloka::faults
