// The SOCI connections that the gameplay services share.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "migrator/support/interrupt.hpp"
#include "migrator/support/result.hpp"

namespace soci {
class session;
}

namespace gestaloka::services {

struct PoolOptions {
    std::string database = {};  ///< libpq URI or keyword string
    std::size_t size = 8;
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(5);
    std::chrono::milliseconds statement_timeout = std::chrono::seconds(5);
    const migrator::Interrupt* interrupt = nullptr;  ///< ends `open` early
};

class ConnectionPool;

/// One connection, for as long as this lives. Given back it is cleaned: an open transaction is rolled back, and every
/// setting, role, lock and temporary table of the session is reset.
class Lease {
 public:
    Lease(Lease&& other) noexcept;
    Lease& operator=(Lease&&) = delete;
    ~Lease();

    soci::session& session();

 private:
    friend class ConnectionPool;
    Lease(ConnectionPool& pool, std::size_t position) : pool_(&pool), position_(position) {}

    ConnectionPool* pool_;
    std::size_t position_;
};

/// Thread-safe. Dead connections are found when they are leased, and opened anew.
class ConnectionPool {
 public:
    /// Opens every connection.
    /// Errors: usage (a string that libpq cannot parse), unavailable, interrupted.
    static migrator::Result<std::unique_ptr<ConnectionPool>> open(const PoolOptions& options);

    /// Requires: no lease is left.
    ~ConnectionPool();

    /// Takes a connection, waiting for one at most `patience`.
    /// Errors: unavailable (none free in time, or the database cannot be reached), interrupted (the pool is closed).
    migrator::Result<Lease> lease(std::chrono::milliseconds patience = std::chrono::seconds(2));

    /// Cuts all connections, so that statements under way fail at once, and lets no one lease any more.
    void close();

    std::size_t size() const;

 private:
    friend class Lease;
    struct State;
    explicit ConnectionPool(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace gestaloka::services
