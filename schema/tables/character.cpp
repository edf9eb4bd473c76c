// Characters: the tables characters and character_stats.
#include "schema/tables/character.hpp"

namespace gestaloka::schema {

using namespace migrator;

void describe(model::TableBuilder<Character>& table) {
    table.name("characters");
    table.column<&Character::id>(varchar()).primary_key().index("ix_characters_id");
    table.column<&Character::user_id>(varchar()).references("users").index("ix_characters_user_id");
    table.column<&Character::name>(varchar(50)).index("ix_characters_name");
    table.column<&Character::description>(varchar(1000));
    table.column<&Character::appearance>(varchar(1000));
    table.column<&Character::personality>(varchar(1000));
    table.column<&Character::location>(varchar(100));
    table.column<&Character::is_active>();
    table.column<&Character::created_at>(timestamp());
    table.column<&Character::updated_at>(timestamp());
    table.column<&Character::location_id>().references("locations");
    table.column<&Character::character_metadata>(json());
}

void describe(model::TableBuilder<CharacterStats>& table) {
    table.name("character_stats");
    table.column<&CharacterStats::id>(varchar()).primary_key().index("ix_character_stats_id");
    table.column<&CharacterStats::character_id>(varchar())
        .references("characters")
        .unique_index("ix_character_stats_character_id");
    table.column<&CharacterStats::level>();
    table.column<&CharacterStats::experience>();
    table.column<&CharacterStats::health>();
    table.column<&CharacterStats::max_health>();
    table.column<&CharacterStats::mp>();
    table.column<&CharacterStats::max_mp>();
    table.column<&CharacterStats::attack>();
    table.column<&CharacterStats::defense>();
    table.column<&CharacterStats::agility>();
    table.column<&CharacterStats::created_at>(timestamp());
    table.column<&CharacterStats::updated_at>(timestamp());
}

}  // namespace gestaloka::schema
