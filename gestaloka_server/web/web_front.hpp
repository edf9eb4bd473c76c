// The HTTP front: listens from the first moment of the boot, hands gameplay requests to worker threads.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "gestaloka_server/web/boot_status.hpp"
#include "gestaloka_server/web/router.hpp"
#include "migrator/support/result.hpp"

namespace gestaloka::web {

struct WebLimits {
    std::size_t header_bytes = 8 * 1024;
    std::size_t body_bytes = 64 * 1024;
    std::size_t connections = 256;
    std::size_t queued_requests = 64;                 ///< waiting for a worker; more are answered 503
    std::chrono::milliseconds read_deadline{10'000};  ///< from a request's first byte to its last
    std::chrono::milliseconds idle_deadline{30'000};  ///< between two requests of one connection
    std::chrono::milliseconds write_deadline{10'000};
    std::chrono::milliseconds stop_grace{400};  ///< what requests under way get to finish when the front stops
};

/// What answers gameplay requests.
struct Application {
    Router router;
    std::size_t worker_threads = 1;
    /// Makes handlers under way return soon; called once, when the front stops, from the stopping thread.
    std::function<void()> cancel = [] {};
};

/// Runs one I/O thread, and the worker threads once an application is attached.
/// /healthz, /readyz and /metrics are answered by the I/O thread at any time, other paths with 503 until `attach`.
class WebFront {
 public:
    /// Listens on `address`: "host:port", "[v6]:port" or ":port" (every interface); port 0 takes any free one.
    /// Errors: usage (address malformed, unknown host, port in use or not permitted).
    /// Requires: `status` outlives the front.
    static migrator::Result<std::unique_ptr<WebFront>> listen(const std::string& address, const BootStatus& status,
                                                              const WebLimits& limits = {});

    /// Stops if that was not done.
    ~WebFront();

    /// Starts the workers and answers gameplay requests from now on. At most once; does nothing after `stop`.
    void attach(Application application);

    /// Accepts no more, gives requests under way the grace, then cancels them, closes every connection and joins all
    /// threads. Thread-safe; returns when it is done, also on a second call.
    void stop();

    /// Where it listens, with the actual port: "127.0.0.1:8080".
    std::string address() const;

 private:
    class Engine;
    explicit WebFront(std::unique_ptr<Engine> engine);
    std::unique_ptr<Engine> engine_;
};

}  // namespace gestaloka::web
