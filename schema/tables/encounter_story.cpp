// Encounter stories: the tables encounter_stories, encounter_choices and shared_quests.
#include "schema/tables/encounter_story.hpp"

namespace gestaloka::schema {

using namespace migrator;

void describe(model::TableBuilder<EncounterStory>& table) {
    table.name("encounter_stories");
    table.column<&EncounterStory::id>(varchar()).primary_key().index("ix_encounter_stories_id");
    table.column<&EncounterStory::character_id>(varchar())
        .references("characters")
        .index("ix_encounter_stories_character_id");
    table.column<&EncounterStory::encounter_entity_id>(varchar()).index("ix_encounter_stories_encounter_entity_id");
    table.column<&EncounterStory::encounter_type>();
    table.column<&EncounterStory::title>(varchar());
    table.column<&EncounterStory::current_chapter>();
    table.column<&EncounterStory::total_chapters>();
    table.column<&EncounterStory::relationship_status>();
    table.column<&EncounterStory::relationship_depth>();
    table.column<&EncounterStory::trust_level>();
    table.column<&EncounterStory::conflict_level>();
    table.column<&EncounterStory::story_beats>(json());
    table.column<&EncounterStory::shared_memories>(json());
    table.column<&EncounterStory::pending_plot_threads>(json());
    table.column<&EncounterStory::active_quest_ids>(json());
    table.column<&EncounterStory::completed_quest_ids>(json());
    table.column<&EncounterStory::world_impact>(json());
    table.column<&EncounterStory::character_growth>(json());
    table.column<&EncounterStory::narrative_tension>();
    table.column<&EncounterStory::emotional_resonance>();
    table.column<&EncounterStory::story_momentum>();
    table.column<&EncounterStory::created_at>(timestamp());
    table.column<&EncounterStory::last_interaction_at>(timestamp());
    table.column<&EncounterStory::next_expected_beat>(timestamp());
    table.column<&EncounterStory::story_arc_type>(varchar(50));
}

void describe(model::TableBuilder<EncounterChoice>& table) {
    table.name("encounter_choices");
    table.column<&EncounterChoice::id>(varchar()).primary_key().index("ix_encounter_choices_id");
    table.column<&EncounterChoice::story_id>(varchar())
        .references("encounter_stories")
        .index("ix_encounter_choices_story_id");
    table.column<&EncounterChoice::session_id>(varchar())
        .references("game_sessions")
        .index("ix_encounter_choices_session_id");
    table.column<&EncounterChoice::situation_context>();
    table.column<&EncounterChoice::available_choices>(json());
    table.column<&EncounterChoice::player_choice>(varchar());
    table.column<&EncounterChoice::choice_reasoning>();
    table.column<&EncounterChoice::immediate_consequence>();
    table.column<&EncounterChoice::long_term_impact>(json());
    table.column<&EncounterChoice::relationship_change>(json());
    table.column<&EncounterChoice::presented_at>(timestamp());
    table.column<&EncounterChoice::decided_at>(timestamp());
}

void describe(model::TableBuilder<SharedQuest>& table) {
    table.name("shared_quests");
    table.column<&SharedQuest::id>(varchar()).primary_key().index("ix_shared_quests_id");
    table.column<&SharedQuest::quest_id>(varchar()).references("quests").index("ix_shared_quests_quest_id");
    table.column<&SharedQuest::story_id>(varchar()).references("encounter_stories").index("ix_shared_quests_story_id");
    table.column<&SharedQuest::participants>(json());
    table.column<&SharedQuest::leader_id>(varchar());
    table.column<&SharedQuest::cooperation_level>();
    table.column<&SharedQuest::sync_level>();
    table.column<&SharedQuest::contribution_balance>(json());
    table.column<&SharedQuest::shared_objectives>(json());
    table.column<&SharedQuest::synchronized_actions>(json());
    table.column<&SharedQuest::conflict_points>(json());
    table.column<&SharedQuest::reward_distribution>(json());
    table.column<&SharedQuest::created_at>(timestamp());
    table.column<&SharedQuest::last_sync_at>(timestamp());
    table.column<&SharedQuest::completed_at>(timestamp());
}

}  // namespace gestaloka::schema
