// Encounters grow into stories, with choices and shared quests.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

void create_encounter_stories(Operations& op) {
    op.create_table("encounter_stories",
                    {
                        column("id", varchar()).not_null(),
                        column("character_id", varchar()).not_null(),
                        column("encounter_entity_id", varchar()).not_null(),
                        column("encounter_type", named_type("encountertype")).not_null(),
                        column("story_arc_type", named_type("storyarctype")).not_null(),
                        column("title", varchar()).not_null(),
                        column("current_chapter", integer()).not_null(),
                        column("total_chapters", integer()),
                        column("relationship_status", named_type("relationshipstatus")).not_null(),
                        column("relationship_depth", double_precision()).not_null(),
                        column("trust_level", double_precision()).not_null(),
                        column("conflict_level", double_precision()).not_null(),
                        column("story_beats", json()),
                        column("shared_memories", json()),
                        column("pending_plot_threads", json()),
                        column("active_quest_ids", json()),
                        column("completed_quest_ids", json()),
                        column("world_impact", json()),
                        column("character_growth", json()),
                        column("narrative_tension", double_precision()).not_null(),
                        column("emotional_resonance", double_precision()).not_null(),
                        column("story_momentum", double_precision()).not_null(),
                        column("created_at", timestamp()).not_null(),
                        column("last_interaction_at", timestamp()).not_null(),
                        column("next_expected_beat", timestamp()),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"character_id"}, "characters", {"id"}),
                    });
    op.create_index("ix_encounter_stories_character_id", "encounter_stories", {"character_id"});
    op.create_index("ix_encounter_stories_encounter_entity_id", "encounter_stories", {"encounter_entity_id"});
    op.create_index("ix_encounter_stories_id", "encounter_stories", {"id"});
}

void create_encounter_choices(Operations& op) {
    op.create_table("encounter_choices",
                    {
                        column("id", varchar()).not_null(),
                        column("story_id", varchar()).not_null(),
                        column("session_id", varchar()).not_null(),
                        column("situation_context", text()),
                        column("available_choices", json()),
                        column("player_choice", varchar()),
                        column("choice_reasoning", text()),
                        column("immediate_consequence", text()),
                        column("long_term_impact", json()),
                        column("relationship_change", json()),
                        column("presented_at", timestamp()).not_null(),
                        column("decided_at", timestamp()),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"story_id"}, "encounter_stories", {"id"}),
                        foreign_key({"session_id"}, "game_sessions", {"id"}),
                    });
    op.create_index("ix_encounter_choices_id", "encounter_choices", {"id"});
    op.create_index("ix_encounter_choices_session_id", "encounter_choices", {"session_id"});
    op.create_index("ix_encounter_choices_story_id", "encounter_choices", {"story_id"});
}

void create_shared_quests(Operations& op) {
    op.create_table("shared_quests",
                    {
                        column("id", varchar()).not_null(),
                        column("quest_id", varchar()).not_null(),
                        column("story_id", varchar()).not_null(),
                        column("participants", json()),
                        column("leader_id", varchar()),
                        column("cooperation_level", double_precision()).not_null(),
                        column("sync_level", double_precision()).not_null(),
                        column("contribution_balance", json()),
                        column("shared_objectives", json()),
                        column("synchronized_actions", json()),
                        column("conflict_points", json()),
                        column("reward_distribution", json()),
                        column("created_at", timestamp()).not_null(),
                        column("last_sync_at", timestamp()).not_null(),
                        column("completed_at", timestamp()),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"quest_id"}, "quests", {"id"}),
                        foreign_key({"story_id"}, "encounter_stories", {"id"}),
                    });
    op.create_index("ix_shared_quests_id", "shared_quests", {"id"});
    op.create_index("ix_shared_quests_quest_id", "shared_quests", {"quest_id"});
    op.create_index("ix_shared_quests_story_id", "shared_quests", {"story_id"});
}

}  // namespace

REVISION(1767f598eb6e){
    .message = "Add encounter story system for quest development",
    .revises = {"33c5967e2536"},
    .upgrade =
        [](Operations& op) {
            op.create_enum("encountertype", {"LOG_NPC", "PERSISTENT_NPC", "OTHER_PLAYER", "LOG_ENCOUNTER"});
            op.create_enum("storyarctype", {"QUEST_CHAIN", "RIVALRY", "ALLIANCE", "MENTORSHIP", "ROMANCE", "MYSTERY",
                                            "CONFLICT", "COLLABORATION"});
            op.create_enum("relationshipstatus",
                           {"INITIAL", "DEVELOPING", "ESTABLISHED", "DEEPENING", "TRANSFORMED", "CONCLUDED"});
            create_encounter_stories(op);
            create_encounter_choices(op);
            create_shared_quests(op);
        },
    .downgrade_loses = "the rows of encounter_stories, encounter_choices and shared_quests",
};
