// Skills: the master list, and what each character has learnt of it.
#pragma once

#include <string>

#include "migrator/model/table_builder.hpp"

namespace gestaloka::schema {

using migrator::model::Timestamp;

struct Skill {
    std::string id;
    std::string name;
    std::string description;
    Timestamp created_at;
    Timestamp updated_at;
    std::string skill_type;
    int base_power;
    int sp_cost;
    int cooldown_turns;
};
void describe(migrator::model::TableBuilder<Skill>& table);

struct CharacterSkill {
    std::string id;
    std::string character_id;
    std::string skill_id;
    int level;
    int experience;
    std::string unlocked_at;  ///< text in the database: an ISO 8601 time, or what older versions wrote
    bool is_active;
    Timestamp created_at;
    Timestamp updated_at;
};
void describe(migrator::model::TableBuilder<CharacterSkill>& table);

}  // namespace gestaloka::schema
