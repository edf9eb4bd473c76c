// Battles: fighting one, and reading what is recorded of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gestaloka_server/services/game_services.hpp"
#include "gestaloka_server/services/page.hpp"
#include "gestaloka_server/services/refusal.hpp"
#include "schema/tables/battle_log.hpp"

namespace gestaloka::services {

struct Challenge {
    std::string character_id;
    std::string opponent;                   ///< the name of one of `opponents()`
    std::optional<std::string> session_id;  ///< an active session of this character
    std::optional<std::uint64_t> seed;      ///< up to `max_seed`; random when not set
};

/// Fights with the character's stats, records the battle and adds the experience to the stats, in one transaction.
/// Health and mp recover after the battle: they are not written back.
/// Refuses: invalid (also "unknown_opponent"), not_found, conflict ("session_ended", "no_health").
Answer<schema::BattleLog> fight_battle(GameServices& services, const std::string& user_id, const Challenge& challenge);

/// The battles of the character, newest first. Refuses: not_found.
Answer<std::vector<schema::BattleLog>> list_battles(GameServices& services, const std::string& user_id,
                                                    const std::string& character_id, const Page& page);

}  // namespace gestaloka::services
