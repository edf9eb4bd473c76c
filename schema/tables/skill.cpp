// Skills: the tables skills and character_skills.
#include "schema/tables/skill.hpp"

namespace gestaloka::schema {

using namespace migrator;

void describe(model::TableBuilder<Skill>& table) {
    table.name("skills");
    table.column<&Skill::id>(varchar()).primary_key().index("ix_skills_id");
    table.column<&Skill::name>(varchar(100)).unique_index("ix_skills_name");
    table.column<&Skill::description>(varchar(500));
    table.column<&Skill::created_at>(timestamp());
    table.column<&Skill::updated_at>(timestamp());
    table.column<&Skill::skill_type>(varchar(50));
    table.column<&Skill::base_power>();
    table.column<&Skill::sp_cost>();
    table.column<&Skill::cooldown_turns>();
}

void describe(model::TableBuilder<CharacterSkill>& table) {
    table.name("character_skills");
    table.column<&CharacterSkill::id>(varchar()).primary_key().index("ix_character_skills_id");
    table.column<&CharacterSkill::character_id>(varchar())
        .references("characters")
        .index("ix_character_skills_character_id");
    table.column<&CharacterSkill::skill_id>(varchar()).references("skills").index("ix_character_skills_skill_id");
    table.column<&CharacterSkill::level>();
    table.column<&CharacterSkill::experience>();
    table.column<&CharacterSkill::unlocked_at>(varchar());
    table.column<&CharacterSkill::is_active>();
    table.column<&CharacterSkill::created_at>(timestamp());
    table.column<&CharacterSkill::updated_at>(timestamp());
}

}  // namespace gestaloka::schema
