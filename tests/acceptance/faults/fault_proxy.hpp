// A TCP proxy in front of a cluster that knows where each message of a client begins and ends, and can go wrong there.
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace gestaloka::faults {

/// One message of a client to the server.
struct FrontendMessage {
    int number = 0;         ///< from 1, over all connections; 0 for Terminate, which nobody answers
    char type = 0;          ///< 'Q', 'P', 'B', 'D', 'E', 'S', 'X' …; '0' for the start of a connection
    std::string text = {};  ///< SQL of a query or of a statement to be parsed

    /// Ends a transaction with COMMIT.
    bool commits() const;
};

/// What becomes of a message.
enum class Fate {
    forwarded,
    cut_before,        ///< both connections are closed, the server never sees it
    cut_after,         ///< the server sees it, then both connections are closed
    answer_swallowed,  ///< the server has answered it in full; the client's connection is closed without the answer
    rolled_back,       ///< the server is sent ROLLBACK where the message ends with COMMIT
    black_hole,        ///< nothing passes any more, in no connection; they all stay open
};

/// Runs in a thread of its own; `decide` and `after` are called from it.
class FaultProxy {
 public:
    using Decide = std::function<Fate(const FrontendMessage&)>;
    using After = std::function<void(const FrontendMessage&)>;

    /// Forwards to the server's Unix socket. Throws boost::system::system_error when no port is to be had.
    explicit FaultProxy(std::string socket_path);
    ~FaultProxy();
    FaultProxy(const FaultProxy&) = delete;
    FaultProxy& operator=(const FaultProxy&) = delete;

    /// From now on, messages count from 1. `after` is called once a message was forwarded.
    void arm(Decide decide, After after = {});
    void disarm() { arm({}); }
    /// How many messages have been seen since it was armed.
    int messages() const;

    int port() const;

 private:
    class Loop;

    std::unique_ptr<Loop> loop_;
};

}  // namespace gestaloka::faults
