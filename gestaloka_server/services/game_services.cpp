// Everything that the gameplay services share.
#include "gestaloka_server/services/game_services.hpp"

#include <sodium.h>

#include "migrator/support/try.hpp"

namespace gestaloka::services {

GameServices::GameServices(std::unique_ptr<ConnectionPool> opened_pool, TokenKey key, std::chrono::seconds lifetime)
    : pool(std::move(opened_pool)), tokens(key), token_lifetime(lifetime) {}

migrator::Result<std::unique_ptr<GameServices>> GameServices::open(const GameServicesOptions& options) {
    if (sodium_init() < 0) return migrator::failure(migrator::ErrorKind::internal, "libsodium cannot be initialised");
    TRY(auto pool, ConnectionPool::open({.database = options.database,
                                         .size = options.connections,
                                         .connect_timeout = options.connect_timeout,
                                         .statement_timeout = options.statement_timeout,
                                         .interrupt = options.interrupt}));
    const TokenKey key =
        options.token_secret.empty() ? TokenKey::random() : TokenKey::from_secret(options.token_secret);
    return std::make_unique<GameServices>(std::move(pool), key, options.token_lifetime);
}

}  // namespace gestaloka::services
