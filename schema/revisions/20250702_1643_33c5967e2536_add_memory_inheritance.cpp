// Skills become a master list that characters hold by character_skills; items and titles are new.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

void create_items(Operations& op) {
    op.create_table("items",
                    {
                        column("id", varchar()).not_null(),
                        column("name", varchar()).not_null(),
                        column("description", varchar()).not_null(),
                        column("item_type", named_type("itemtype")).not_null(),
                        column("rarity", named_type("itemrarity")).not_null(),
                        column("effects", json()).not_null(),
                        column("tradeable", boolean()).not_null(),
                        column("stackable", boolean()).not_null(),
                        column("max_stack", integer()).not_null(),
                        column("created_at", timestamp()).not_null(),
                        column("updated_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                    });
    op.create_index("ix_items_name", "items", {"name"});
}

void create_character_items(Operations& op) {
    op.create_table("character_items",
                    {
                        column("id", varchar()).not_null(),
                        column("character_id", varchar()).not_null(),
                        column("item_id", varchar()).not_null(),
                        column("quantity", integer()).not_null(),
                        column("obtained_at", varchar()).not_null(),
                        column("is_equipped", boolean()).not_null(),
                        column("slot", varchar()),
                        column("created_at", timestamp()).not_null(),
                        column("updated_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"character_id"}, "characters", {"id"}),
                        foreign_key({"item_id"}, "items", {"id"}),
                    });
    op.create_index("ix_character_items_character_id", "character_items", {"character_id"});
    op.create_index("ix_character_items_item_id", "character_items", {"item_id"});
}

void create_character_skills(Operations& op) {
    op.create_table("character_skills",
                    {
                        column("id", varchar()).not_null(),
                        column("character_id", varchar()).not_null(),
                        column("skill_id", varchar()).not_null(),
                        column("level", integer()).not_null(),
                        column("experience", integer()).not_null(),
                        column("unlocked_at", varchar()).not_null(),
                        column("is_active", boolean()).not_null(),
                        column("created_at", timestamp()).not_null(),
                        column("updated_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"character_id"}, "characters", {"id"}),
                        foreign_key({"skill_id"}, "skills", {"id"}),
                    });
    op.create_index("ix_character_skills_character_id", "character_skills", {"character_id"});
    op.create_index("ix_character_skills_id", "character_skills", {"id"});
    op.create_index("ix_character_skills_skill_id", "character_skills", {"skill_id"});
}

void create_character_titles(Operations& op) {
    op.create_table("character_titles",
                    {
                        column("id", varchar()).not_null(),
                        column("character_id", varchar()).not_null(),
                        column("title", varchar()).not_null(),
                        column("description", varchar()).not_null(),
                        column("acquired_at", varchar()).not_null(),
                        column("effects", json()).not_null(),
                        column("is_equipped", boolean()).not_null(),
                        column("created_at", timestamp()).not_null(),
                        column("updated_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"character_id"}, "characters", {"id"}),
                    });
    op.create_index("ix_character_titles_character_id", "character_titles", {"character_id"});
}

// Each row of the former per-character skills becomes the row of character_skills with the same id. Of the rows of one
// name the oldest remains as the master skill, described by the oldest description there is. What that leaves out is
// kept in the character's metadata: under "former_skill_descriptions" a description that differs from the master's, by
// the id of the row; under "merged_skills", whole, the lesser rows of a skill that a character had more than once.
// One statement, so that each part sees the skills as they were.
constexpr const char* carry_skills_over = R"sql(
WITH master AS (
    SELECT name, (array_agg(id ORDER BY created_at, id))[1] AS id,
           coalesce((array_agg(description ORDER BY created_at, id) FILTER (WHERE description IS NOT NULL))[1], '')
               AS description
    FROM skills
    GROUP BY name
), ranked AS (
    SELECT skills.*, to_json(skills) AS whole, master.id AS master_id, master.description AS master_description,
           row_number() OVER (PARTITION BY character_id, name
                              ORDER BY level DESC, experience DESC, is_active DESC, created_at, skills.id) AS place
    FROM skills JOIN master USING (name)
), carried AS (
    INSERT INTO character_skills
        (id, character_id, skill_id, level, experience, unlocked_at, is_active, created_at, updated_at)
    SELECT id, character_id, master_id, level, experience, 'carried_over', is_active, created_at, updated_at
    FROM ranked
    WHERE place = 1
), kept AS (
    UPDATE characters
    SET character_metadata = json_build_object('former_skill_descriptions', own.descriptions,
                                               'merged_skills', own.merged)
    FROM (
        SELECT character_id,
               coalesce(json_object_agg(id, description ORDER BY id) FILTER (WHERE place = 1), '{}') AS descriptions,
               coalesce(json_agg(whole ORDER BY id) FILTER (WHERE place > 1), '[]') AS merged
        FROM ranked
        WHERE place > 1 OR description IS DISTINCT FROM master_description
        GROUP BY character_id
    ) AS own
    WHERE characters.id = own.character_id
), removed AS (
    DELETE FROM skills USING master WHERE skills.name = master.name AND skills.id <> master.id
)
UPDATE skills SET description = master.description FROM master WHERE skills.id = master.id
)sql";

constexpr const char* report_merged_skills = R"sql(
DO $$
DECLARE
    merged bigint := (SELECT sum(json_array_length(character_metadata -> 'merged_skills')) FROM characters);
BEGIN
    IF merged > 0 THEN
        RAISE WARNING '% lesser rows of skills that a character had twice are kept in character_metadata only', merged;
    END IF;
END $$
)sql";

// What the former rows cannot tell: a carried-over skill is special, as strong as a new character's attack, and costs
// as little as before.
void turn_skills_into_master_list(Operations& op) {
    op.add_column("skills", column("skill_type", varchar(50)).not_null().server_default("'special'"));
    op.add_column("skills", column("base_power", integer()).not_null().server_default("10"));
    op.add_column("skills", column("sp_cost", integer()).not_null().server_default("0"));
    op.add_column("skills", column("cooldown_turns", integer()).not_null().server_default("0"));
    for (const char* filled : {"skill_type", "base_power", "sp_cost", "cooldown_turns"})
        op.alter_column("skills", filled, change().drop_default());
    op.alter_column("skills", "description", change().set_not_null());
    op.drop_index("ix_skills_name");
    op.create_index("ix_skills_name", "skills", {"name"}, {.unique = true});
    op.drop_index("ix_skills_character_id");
    op.drop_constraint("skills", "skills_character_id_fkey");
    for (const char* moved : {"character_id", "level", "experience", "is_active"})
        op.drop_column("skills", moved);
}

constexpr const char* take_names_along = R"sql(
UPDATE character_skills AS held
SET name = skills.name,
    description = CASE WHEN (former.descriptions)::jsonb ? held.id THEN former.descriptions ->> held.id
                       ELSE skills.description END
FROM skills, characters, LATERAL (SELECT character_metadata -> 'former_skill_descriptions') AS former (descriptions)
WHERE skills.id = held.skill_id AND characters.id = held.character_id
)sql";

constexpr const char* carry_skills_back = R"sql(
INSERT INTO skills (id, character_id, name, level, experience, description, is_active, created_at, updated_at)
SELECT id, character_id, name, level, experience, description, is_active, created_at, updated_at
FROM character_skills;
INSERT INTO skills
SELECT merged.*
FROM characters, json_populate_recordset(NULL::skills, character_metadata -> 'merged_skills') AS merged
)sql";

// A column can only be added at the end: those behind a column that comes back are built anew, in the former order.
// The table itself stays, and with it what is granted on it.
void turn_skills_back(Operations& op) {
    op.add_column("character_skills", column("name", varchar(100)));
    op.add_column("character_skills", column("description", varchar(500)));
    op.execute(take_names_along);
    op.drop_constraint("character_skills", "character_skills_skill_id_fkey");
    op.execute("DELETE FROM skills");
    op.drop_index("ix_skills_name");
    for (const char* later :
         {"name", "description", "created_at", "updated_at", "skill_type", "base_power", "sp_cost", "cooldown_turns"})
        op.drop_column("skills", later);
    op.add_column("skills", column("character_id", varchar()).not_null());
    op.add_column("skills", column("name", varchar(100)).not_null());
    op.add_column("skills", column("level", integer()).not_null());
    op.add_column("skills", column("experience", integer()).not_null());
    op.add_column("skills", column("description", varchar(500)));
    op.add_column("skills", column("is_active", boolean()).not_null());
    op.add_column("skills", column("created_at", timestamp()).not_null());
    op.add_column("skills", column("updated_at", timestamp()).not_null());
    op.execute(carry_skills_back);
    op.add_constraint("skills", foreign_key({"character_id"}, "characters", {"id"}));
    op.create_index("ix_skills_character_id", "skills", {"character_id"});
    op.create_index("ix_skills_name", "skills", {"name"});
}

}  // namespace

REVISION(33c5967e2536){
    .message = "Add memory inheritance models",
    .revises = {"5470d17eaf18"},
    .upgrade =
        [](Operations& op) {
            // Whoever writes a skill meanwhile waits, so that none is overlooked.
            op.execute("LOCK TABLE skills IN ACCESS EXCLUSIVE MODE");
            op.create_enum("itemtype", {"WEAPON", "ARMOR", "ACCESSORY", "CONSUMABLE", "SPECIAL", "MATERIAL"});
            op.create_enum("itemrarity", {"COMMON", "UNCOMMON", "RARE", "EPIC", "LEGENDARY"});
            create_items(op);
            create_character_items(op);
            create_character_skills(op);
            create_character_titles(op);
            op.add_column("characters", column("character_metadata", json()));
            op.execute(carry_skills_over);
            op.execute(report_merged_skills);
            turn_skills_into_master_list(op);
        },
    .downgrade =
        [](Operations& op) {
            op.execute("LOCK TABLE skills, character_skills IN ACCESS EXCLUSIVE MODE");
            turn_skills_back(op);
            op.drop_column("characters", "character_metadata");
            for (const char* table : {"character_titles", "character_skills", "character_items", "items"})
                op.drop_table(table);
            op.drop_enum("itemrarity");
            op.drop_enum("itemtype");
        },
    .downgrade_loses =
        "items, titles and character metadata; skills that no character holds; type, power, cost and cooldown of every "
        "skill",
};
