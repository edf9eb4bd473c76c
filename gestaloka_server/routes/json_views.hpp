// Rows of the game as the JSON that players see.
#pragma once

#include <string>
#include <vector>

#include "gestaloka_server/services/accounts.hpp"
#include "gestaloka_server/services/characters.hpp"
#include "gestaloka_server/services/skills.hpp"
#include "schema/tables/battle_log.hpp"
#include "schema/tables/game_session.hpp"

namespace gestaloka::routes {

std::string to_json(const schema::User& user);
std::string to_json(const services::Login& login);
std::string to_json(const services::CharacterSheet& sheet);
std::string to_json(const services::LearntSkill& skill);
std::string to_json(const schema::GameSession& session);
std::string to_json(const schema::GameMessage& message);
std::string to_json(const schema::BattleLog& battle);

/// Lists: `{"characters":[…]}` and so on.
std::string to_json(const std::vector<schema::Character>& characters);
std::string to_json(const std::vector<services::LearntSkill>& skills);
std::string to_json(const std::vector<schema::GameMessage>& messages);
std::string to_json(const std::vector<schema::BattleLog>& battles);

}  // namespace gestaloka::routes
