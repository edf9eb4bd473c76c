// The HTTP front: accepting, dispatching and stopping. The one source that compiles Boost.Beast.
#include <utility>  // before asio: Boost 1.74 uses std::exchange without including it

#include "gestaloka_server/web/web_front.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "gestaloka_server/web/connection.hpp"
#include "gestaloka_server/web/listen_address.hpp"
#include "gestaloka_server/web/operational_pages.hpp"
#include "gestaloka_server/web/worker_pool.hpp"
#include "migrator/support/try.hpp"

namespace gestaloka::web {

using Clock = std::chrono::steady_clock;

namespace {

Response busy_response(std::string_view code, std::string_view message) {
    Response response = error_response(503, code, message);
    response.headers.emplace_back("Retry-After", "1");
    return response;
}

}  // namespace

// Everything but the constructor, `open`, `attach` and `stop` runs on the I/O thread.
class WebFront::Engine final : public ConnectionHost {
 public:
    Engine(const BootStatus& boot, const WebLimits& limits) : boot_(boot), limits_(limits) {}
    ~Engine() { stop(); }

    migrator::Result<void> open(const std::string& address_text);
    void start() {
        accept();
        thread_ = std::thread([this] { io_.run(); });
    }
    void attach(Application application);
    void stop();
    const std::string& address() const { return address_; }

 private:
    void accept();
    void accepted(tcp::socket socket);
    void dispatch(const std::shared_ptr<Connection>& connection, Request request) override;
    void forget(Connection* connection) override;
    void answered(std::string_view route, std::string_view method, int status) override {
        counts_.add(route, method, status);
    }
    bool is_draining() const override { return draining_; }
    void on_io_thread(const std::function<void()>& task);
    void wait_for_connections(std::chrono::milliseconds patience);

    const BootStatus& boot_;
    const WebLimits limits_;
    RequestCounts counts_;
    const Clock::time_point started_at_ = Clock::now();
    std::string address_;

    // Before the I/O context: what it destroys at the end takes itself out of here.
    std::mutex connections_mutex_;
    std::condition_variable connection_gone_;
    std::map<Connection*, std::weak_ptr<Connection>> connections_;

    asio::io_context io_{1};
    asio::executor_work_guard<asio::io_context::executor_type> keep_running_{io_.get_executor()};
    tcp::acceptor acceptor_{io_};
    asio::steady_timer accept_pause_{io_};
    std::optional<Application> application_;
    std::unique_ptr<WorkerPool> workers_;
    bool draining_ = false;
    std::thread thread_;

    std::mutex lifecycle_;  // of attach and stop
    bool stopped_ = false;
};

migrator::Result<void> WebFront::Engine::open(const std::string& address_text) {
    TRY(const ListenAddress wanted, parse_listen_address(address_text));
    const auto cannot = [&](const error_code& error) {
        return migrator::failure(migrator::ErrorKind::usage,
                                 "cannot listen on " + address_text + ": " + error.message());
    };
    error_code error;
    tcp::endpoint endpoint(tcp::v6(), wanted.port);
    if (!wanted.host.empty()) {
        tcp::resolver resolver(io_);
        const auto found = resolver.resolve(wanted.host, std::to_string(wanted.port), tcp::resolver::passive, error);
        if (error || found.empty()) return cannot(error);
        endpoint = found.begin()->endpoint();
    }
    acceptor_.open(endpoint.protocol(), error);
    if (error && wanted.host.empty()) {  // a machine without IPv6
        endpoint = tcp::endpoint(tcp::v4(), wanted.port);
        acceptor_.open(endpoint.protocol(), error);
    }
    if (error) return cannot(error);
    acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (wanted.host.empty() && endpoint.protocol() == tcp::v6()) acceptor_.set_option(asio::ip::v6_only(false), error);
    acceptor_.bind(endpoint, error);
    if (error) return cannot(error);
    acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) return cannot(error);
    const tcp::endpoint bound = acceptor_.local_endpoint(error);
    if (error) return cannot(error);
    address_ = to_text({.host = bound.address().to_string(), .port = bound.port()});
    return migrator::success();
}

void WebFront::Engine::accept() {
    acceptor_.async_accept([this](error_code error, tcp::socket socket) {
        if (draining_) return;
        if (!error) {
            accepted(std::move(socket));
            return accept();
        }
        // Out of descriptors, most likely: trying again at once would spin.
        accept_pause_.expires_after(std::chrono::milliseconds(100));
        accept_pause_.async_wait([this](error_code) {
            if (!draining_) accept();
        });
    });
}

void WebFront::Engine::accepted(tcp::socket socket) {
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    std::unique_lock lock(connections_mutex_);
    if (connections_.size() >= limits_.connections) {
        lock.unlock();
        const Response full = busy_response("too_many_connections", "the server has too many connections, try again");
        counts_.add("refused", "other", full.status);
        socket.non_blocking(true, ignored);
        socket.write_some(asio::buffer(serialised(full, KeepAlive::no, false)), ignored);
        return;
    }
    const auto connection = std::make_shared<Connection>(*this, limits_, std::move(socket));
    connections_.emplace(connection.get(), connection);
    lock.unlock();
    connection->start();
}

void WebFront::Engine::dispatch(const std::shared_ptr<Connection>& connection, Request request) {
    if (is_operational(request.path)) {
        connection->count_as(request.path);
        return connection->respond(operational_page(request, boot_, counts_, Clock::now() - started_at_));
    }
    if (!application_) {
        connection->count_as("not_ready");
        return connection->respond(busy_response("starting", "the server is starting, see /readyz"));
    }
    const Match match = application_->router.match(request);
    connection->count_as(match.path_template.empty() ? "unknown" : match.path_template);
    if (match.path_template.empty())
        return connection->respond(error_response(404, "unknown_route", "there is nothing at this path"));
    if (match.route == nullptr) {
        Response response = error_response(405, "method_not_allowed", "this path allows " + match.allow);
        response.headers.emplace_back("Allow", match.allow);
        return connection->respond(response);
    }
    const bool taken = workers_->submit([this, connection, route = match.route, request = std::move(request)] {
        Response response;
        try {
            response = route->handler(request);
        } catch (const std::exception& exception) {
            spdlog::error("web: {} {} threw: {}", route->method, route->path_template, exception.what());
            response = error_response(500, "internal_error", "the server failed to do this; the failure was logged");
        }
        asio::post(io_, [connection, response = std::move(response)] { connection->respond(response); });
    });
    if (!taken) connection->respond(busy_response("busy", "the server is busy, try again"));
}

void WebFront::Engine::forget(Connection* connection) {
    const std::lock_guard lock(connections_mutex_);
    connections_.erase(connection);
    connection_gone_.notify_all();
}

void WebFront::Engine::on_io_thread(const std::function<void()>& task) {
    // Shared, since set_value may still be at work in it when the waiting thread goes on.
    const auto done = std::make_shared<std::promise<void>>();
    asio::post(io_, [&task, done] {
        task();
        done->set_value();
    });
    done->get_future().wait();
}

void WebFront::Engine::wait_for_connections(std::chrono::milliseconds patience) {
    std::unique_lock lock(connections_mutex_);
    connection_gone_.wait_for(lock, patience, [this] { return connections_.empty(); });
}

void WebFront::Engine::attach(Application application) {
    const std::lock_guard lock(lifecycle_);
    if (stopped_ || workers_ != nullptr) return;
    workers_ = std::make_unique<WorkerPool>(application.worker_threads, limits_.queued_requests);
    on_io_thread([&] { application_ = std::move(application); });
}

void WebFront::Engine::stop() {
    const std::lock_guard lock(lifecycle_);
    if (std::exchange(stopped_, true) || !thread_.joinable()) return;
    const auto each_connection = [this](void (Connection::*act)()) {
        std::vector<std::shared_ptr<Connection>> alive;  // an owner, since a worker may drop the last one meanwhile
        {
            const std::lock_guard connections_lock(connections_mutex_);
            for (const auto& [address, connection] : connections_)
                if (auto owner = connection.lock()) alive.push_back(std::move(owner));
        }
        for (const auto& connection : alive)
            (connection.get()->*act)();
    };
    on_io_thread([&] {
        draining_ = true;
        error_code ignored;
        acceptor_.close(ignored);
        accept_pause_.cancel();
        each_connection(&Connection::drain);
    });
    wait_for_connections(limits_.stop_grace);
    if (application_) application_->cancel();
    if (workers_) workers_->stop();
    // What the cancelled handlers answered is on its way to the I/O thread.
    wait_for_connections(std::chrono::milliseconds(100));
    on_io_thread([&] { each_connection(&Connection::close); });
    wait_for_connections(std::chrono::milliseconds(100));
    keep_running_.reset();
    io_.stop();
    thread_.join();
}

WebFront::WebFront(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
WebFront::~WebFront() = default;

migrator::Result<std::unique_ptr<WebFront>> WebFront::listen(const std::string& address, const BootStatus& status,
                                                             const WebLimits& limits) {
    auto engine = std::make_unique<Engine>(status, limits);
    TRYV(engine->open(address));
    engine->start();
    return std::unique_ptr<WebFront>(new WebFront(std::move(engine)));
}

void WebFront::attach(Application application) {
    engine_->attach(std::move(application));
}

void WebFront::stop() {
    engine_->stop();
}

std::string WebFront::address() const {
    return engine_->address();
}

}  // namespace gestaloka::web
