// Skills: what a character has learnt.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gestaloka_server/services/game_services.hpp"
#include "gestaloka_server/services/refusal.hpp"
#include "schema/tables/skill.hpp"

namespace gestaloka::services {

/// A skill that the game brings along; its row is made when it is first granted.
struct StarterSkill {
    std::string_view name;
    std::string_view description;
    std::string_view type;
    int base_power;
    int sp_cost;
    int cooldown_turns;
};

std::span<const StarterSkill> starter_skills();

struct LearntSkill {
    schema::CharacterSkill learnt;
    schema::Skill skill;
};

/// `skill` is the id or the name of a skill.
/// Refuses: invalid, not_found (character or skill), conflict "skill_already_learnt".
Answer<LearntSkill> grant_skill(GameServices& services, const std::string& user_id, const std::string& character_id,
                                const std::string& skill);

/// The active skills of the character, by name. Refuses: not_found.
Answer<std::vector<LearntSkill>> list_skills(GameServices& services, const std::string& user_id,
                                             const std::string& character_id);

}  // namespace gestaloka::services
