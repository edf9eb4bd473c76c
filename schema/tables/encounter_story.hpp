// Encounter stories: what grows out of meeting somebody, the choices in it, and the quests shared with them.
#pragma once

#include <optional>
#include <string>

#include "migrator/model/labels.hpp"
#include "migrator/model/table_builder.hpp"

namespace gestaloka::schema {

using migrator::model::Json;
using migrator::model::Timestamp;

enum class EncounterType { log_npc, persistent_npc, other_player, log_encounter };
enum class RelationshipStatus { initial, developing, established, deepening, transformed, concluded };

struct EncounterStory {
    std::string id;
    std::string character_id;
    std::string encounter_entity_id;
    EncounterType encounter_type;
    std::string title;
    int current_chapter;
    std::optional<int> total_chapters;
    RelationshipStatus relationship_status;
    double relationship_depth;
    double trust_level;
    double conflict_level;
    std::optional<Json> story_beats;
    std::optional<Json> shared_memories;
    std::optional<Json> pending_plot_threads;
    std::optional<Json> active_quest_ids;
    std::optional<Json> completed_quest_ids;
    std::optional<Json> world_impact;
    std::optional<Json> character_growth;
    double narrative_tension;
    double emotional_resonance;
    double story_momentum;
    Timestamp created_at;
    Timestamp last_interaction_at;
    std::optional<Timestamp> next_expected_beat;
    std::string story_arc_type;
};
void describe(migrator::model::TableBuilder<EncounterStory>& table);

struct EncounterChoice {
    std::string id;
    std::string story_id;
    std::string session_id;
    std::optional<std::string> situation_context;
    std::optional<Json> available_choices;
    std::optional<std::string> player_choice;
    std::optional<std::string> choice_reasoning;
    std::optional<std::string> immediate_consequence;
    std::optional<Json> long_term_impact;
    std::optional<Json> relationship_change;
    Timestamp presented_at;
    std::optional<Timestamp> decided_at;
};
void describe(migrator::model::TableBuilder<EncounterChoice>& table);

struct SharedQuest {
    std::string id;
    std::string quest_id;
    std::string story_id;
    std::optional<Json> participants;
    std::optional<std::string> leader_id;
    double cooperation_level;
    double sync_level;
    std::optional<Json> contribution_balance;
    std::optional<Json> shared_objectives;
    std::optional<Json> synchronized_actions;
    std::optional<Json> conflict_points;
    std::optional<Json> reward_distribution;
    Timestamp created_at;
    Timestamp last_sync_at;
    std::optional<Timestamp> completed_at;
};
void describe(migrator::model::TableBuilder<SharedQuest>& table);

}  // namespace gestaloka::schema

template <>
struct migrator::model::Labels<gestaloka::schema::EncounterType> {
    using E = gestaloka::schema::EncounterType;
    static ObjectName type() { return "encountertype"; }
    static constexpr Label<E> all[] = {
        {E::log_npc, "LOG_NPC"},
        {E::persistent_npc, "PERSISTENT_NPC"},
        {E::other_player, "OTHER_PLAYER"},
        {E::log_encounter, "LOG_ENCOUNTER"},
    };
};

template <>
struct migrator::model::Labels<gestaloka::schema::RelationshipStatus> {
    using E = gestaloka::schema::RelationshipStatus;
    static ObjectName type() { return "relationshipstatus"; }
    static constexpr Label<E> all[] = {
        {E::initial, "INITIAL"},     {E::developing, "DEVELOPING"},   {E::established, "ESTABLISHED"},
        {E::deepening, "DEEPENING"}, {E::transformed, "TRANSFORMED"}, {E::concluded, "CONCLUDED"},
    };
};
