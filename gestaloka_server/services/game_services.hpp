// Everything that the gameplay services share: the connection pool, the key of the tokens, and what an account may do.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "gestaloka_server/services/connection_pool.hpp"
#include "gestaloka_server/services/password.hpp"
#include "gestaloka_server/services/token.hpp"
#include "migrator/support/result.hpp"

namespace gestaloka::services {

struct GameServicesOptions {
    std::string database = {};    ///< libpq URI or keyword string
    std::size_t connections = 8;  ///< size of the pool, and so the number of requests served at a time
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(5);
    std::chrono::milliseconds statement_timeout = std::chrono::seconds(5);
    /// A secret that several servers share so that each accepts the others' tokens; empty: random, this process only.
    std::string token_secret = {};
    std::chrono::seconds token_lifetime = std::chrono::hours(12);
    const migrator::Interrupt* interrupt = nullptr;  ///< ends `open` early
};

/// Thread-safe.
struct GameServices {
    /// Opens the pool's connections.
    /// Errors: unavailable (no connection), interrupted, usage (database string that libpq cannot parse), internal
    /// (libsodium).
    static migrator::Result<std::unique_ptr<GameServices>> open(const GameServicesOptions& options);

    GameServices(std::unique_ptr<ConnectionPool> opened_pool, TokenKey key, std::chrono::seconds lifetime);

    /// Ends statements under way and refuses new ones; for the shutdown.
    void cancel() { pool->close(); }

    std::unique_ptr<ConnectionPool> pool;
    TokenKey tokens;
    PasswordHasher passwords;
    const std::chrono::seconds token_lifetime;
};

}  // namespace gestaloka::services
