// The SOCI connections that the gameplay services share.
#include "gestaloka_server/services/connection_pool.hpp"

#include <soci/connection-pool.h>
#include <soci/soci.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <vector>

#include "gestaloka_server/services/soci_connection.hpp"
#include "migrator/support/try.hpp"

namespace gestaloka::services {

using migrator::ErrorKind;
using migrator::Result;

// SOCI's pool keeps the sessions and which are free; waiting is done here, since SOCI waits on the wall clock.
struct ConnectionPool::State {
    State(const PoolOptions& pool_options)
        : options{.database = pool_options.database,
                  .connect_timeout = pool_options.connect_timeout,
                  .statement_timeout = pool_options.statement_timeout,
                  .interrupt = pool_options.interrupt},
          size(pool_options.size),
          sessions(pool_options.size),
          sockets(pool_options.size, -1) {}
    ~State() {
        for (const int socket : sockets)
            if (socket >= 0) ::close(socket);
    }

    // Opens the connection at `position`, which the caller has leased.
    Result<void> connect(std::size_t position) {
        auto opened = open_session(sessions.at(position), options);
        const std::lock_guard lock(mutex);
        if (sockets[position] >= 0) ::close(sockets[position]);
        // A duplicate, so that `close` can cut the connection without a race for libpq's own descriptor.
        sockets[position] = opened ? ::dup(socket_of(sessions.at(position))) : -1;
        if (opened && closing.requested()) return migrator::failure(ErrorKind::interrupted, "the server is stopping");
        return opened;
    }

    void give_back(std::size_t position) {
        // A connection that cannot be cleaned is closed; the next lease finds it dead and opens it anew.
        if (!clean_session(sessions.at(position), options)) sessions.at(position).close();
        const std::lock_guard lock(mutex);
        sessions.give_back(position);
        freed.notify_one();
    }

    migrator::Interrupt closing;
    ConnectionOptions options;
    const std::size_t size;
    soci::connection_pool sessions;
    std::mutex mutex;
    std::condition_variable freed;
    std::vector<int> sockets;
};

Lease::Lease(Lease&& other) noexcept : pool_(std::exchange(other.pool_, nullptr)), position_(other.position_) {}

Lease::~Lease() {
    if (pool_ != nullptr) pool_->state_->give_back(position_);
}

soci::session& Lease::session() {
    return pool_->state_->sessions.at(position_);
}

ConnectionPool::ConnectionPool(std::unique_ptr<State> state) : state_(std::move(state)) {}
ConnectionPool::~ConnectionPool() = default;

Result<std::unique_ptr<ConnectionPool>> ConnectionPool::open(const PoolOptions& options) {
    auto state = std::make_unique<State>(options);
    for (std::size_t position = 0; position < options.size; ++position)
        TRYV(state->connect(position));
    // From now on it is `close` that ends the waiting for a connection.
    state->options.interrupt = &state->closing;
    return std::unique_ptr<ConnectionPool>(new ConnectionPool(std::move(state)));
}

Result<Lease> ConnectionPool::lease(std::chrono::milliseconds patience) {
    std::size_t position = 0;
    {
        std::unique_lock lock(state_->mutex);
        const bool leased = state_->freed.wait_for(
            lock, patience, [&] { return state_->closing.requested() || state_->sessions.try_lease(position, 0); });
        if (state_->closing.requested()) return migrator::failure(ErrorKind::interrupted, "the server is stopping");
        if (!leased) return migrator::failure(ErrorKind::unavailable, "no connection of the services' pool is free");
    }
    Lease lease(*this, position);
    if (!is_alive(lease.session())) TRYV(state_->connect(position));
    return lease;
}

void ConnectionPool::close() {
    const std::lock_guard lock(state_->mutex);
    state_->closing.request();
    for (const int socket : state_->sockets)
        if (socket >= 0) ::shutdown(socket, SHUT_RDWR);
    state_->freed.notify_all();
}

std::size_t ConnectionPool::size() const {
    return state_->size;
}

}  // namespace gestaloka::services
