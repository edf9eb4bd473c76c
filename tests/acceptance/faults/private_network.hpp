// A network in which packets can be made to vanish.
#pragma once

namespace gestaloka::faults {

/// A network namespace whose only interface is its loopback; a Unix socket with a path is reached from outside as well.
/// Taken down, it drops every packet without telling either end of a connection.
class PrivateNetwork {
 public:
    /// Throws std::system_error where the machine does not let this process have one.
    PrivateNetwork();
    ~PrivateNetwork();
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
        int outside_ = -1;
    };

    void take_up() { set_flag(true); }
    void take_down() { set_flag(false); }

 private:
    void set_flag(bool is_up);

    int network_ = -1;
    int socket_ = -1;  // belongs to the network, wherever it is used
};

}  // namespace gestaloka::faults
