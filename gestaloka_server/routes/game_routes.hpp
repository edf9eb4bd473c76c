// The gameplay API: every route of /api/v1.
#pragma once

#include "gestaloka_server/services/game_services.hpp"
#include "gestaloka_server/web/web_front.hpp"

namespace gestaloka::routes {

/// What a web front attaches to serve the game; as many workers as the pool has connections.
/// Requires: `services` lives until the front has stopped.
web::Application game_application(services::GameServices& services);

}  // namespace gestaloka::routes
