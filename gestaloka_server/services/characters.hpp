// Characters: making one with its stats, and reading one's own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gestaloka_server/services/game_services.hpp"
#include "gestaloka_server/services/refusal.hpp"
#include "schema/tables/character.hpp"

namespace soci {
class session;
}

namespace gestaloka::services {

inline constexpr int max_characters_per_user = 5;

struct NewCharacter {
    std::string name;                        ///< 1 to 50 characters
    std::optional<std::string> description;  ///< up to 1000 characters, as the next two
    std::optional<std::string> appearance;
    std::optional<std::string> personality;
};

struct CharacterSheet {
    schema::Character character;
    schema::CharacterStats stats;
};

/// Makes a character and its stats in one transaction.
/// Refuses: invalid; conflict "too_many_characters"; unauthenticated when the user is not active.
Answer<CharacterSheet> create_character(GameServices& services, const std::string& user_id, const NewCharacter& wanted);

/// Refuses: not_found, also for another user's character.
Answer<CharacterSheet> read_character(GameServices& services, const std::string& user_id,
                                      const std::string& character_id);

/// The active characters of the user, oldest first.
Answer<std::vector<schema::Character>> list_characters(GameServices& services, const std::string& user_id);

enum class RowLock { none, update };

/// The active character, if it belongs to the user. Refuses: not_found.
Answer<schema::Character> find_own_character(soci::session& session, const std::string& user_id,
                                             const std::string& character_id, RowLock lock = RowLock::none);

/// Refuses: internal when the character has none.
Answer<schema::CharacterStats> find_stats(soci::session& session, const std::string& character_id,
                                          RowLock lock = RowLock::none);

}  // namespace gestaloka::services
