// Characters: whom a user plays, and how strong they are.
#pragma once

#include <optional>
#include <string>

#include "migrator/model/table_builder.hpp"

namespace gestaloka::schema {

using migrator::model::Json;
using migrator::model::Timestamp;

struct Character {
    std::string id;
    std::string user_id;
    std::string name;
    std::optional<std::string> description;
    std::optional<std::string> appearance;
    std::optional<std::string> personality;
    std::string location;  ///< the place's name, kept beside location_id
    bool is_active;        ///< false: deleted by the user; the row stays
    Timestamp created_at;
    Timestamp updated_at;
    std::optional<int> location_id;
    std::optional<Json> character_metadata;
};
void describe(migrator::model::TableBuilder<Character>& table);

/// One row a character.
struct CharacterStats {
    std::string id;
    std::string character_id;
    int level;
    int experience;
    int health;
    int max_health;
    int mp;
    int max_mp;
    int attack;
    int defense;
    int agility;
    Timestamp created_at;
    Timestamp updated_at;
};
void describe(migrator::model::TableBuilder<CharacterStats>& table);

}  // namespace gestaloka::schema
