// Quests: proposed by the game master or declared by the player.
#pragma once

#include <optional>
#include <string>

#include "migrator/model/labels.hpp"
#include "migrator/model/table_builder.hpp"

namespace gestaloka::schema {

using migrator::model::Json;
using migrator::model::Timestamp;

enum class QuestStatus { proposed, active, progressing, near_completion, completed, abandoned, failed };
enum class QuestOrigin { gm_proposed, player_declared, behavior_inferred, npc_given, world_event };

struct Quest {
    std::string id;
    std::string character_id;
    std::optional<std::string> session_id;
    std::optional<std::string> title;
    std::optional<std::string> description;
    QuestStatus status;
    QuestOrigin origin;
    double progress_percentage;
    double narrative_completeness;
    double emotional_satisfaction;
    std::optional<Json> key_events;
    std::optional<Json> progress_indicators;
    std::optional<Json> emotional_arc;
    std::optional<Json> involved_entities;
    std::optional<std::string> context_summary;
    std::optional<std::string> completion_summary;
    Timestamp proposed_at;
    std::optional<Timestamp> started_at;
    std::optional<Timestamp> completed_at;
    Timestamp last_progress_at;
};
void describe(migrator::model::TableBuilder<Quest>& table);

}  // namespace gestaloka::schema

template <>
struct migrator::model::Labels<gestaloka::schema::QuestStatus> {
    using E = gestaloka::schema::QuestStatus;
    static ObjectName type() { return "queststatus"; }
    static constexpr Label<E> all[] = {
        {E::proposed, "PROPOSED"},       {E::active, "ACTIVE"},
        {E::progressing, "PROGRESSING"}, {E::near_completion, "NEAR_COMPLETION"},
        {E::completed, "COMPLETED"},     {E::abandoned, "ABANDONED"},
        {E::failed, "FAILED"},
    };
};

template <>
struct migrator::model::Labels<gestaloka::schema::QuestOrigin> {
    using E = gestaloka::schema::QuestOrigin;
    static ObjectName type() { return "questorigin"; }
    static constexpr Label<E> all[] = {
        {E::gm_proposed, "GM_PROPOSED"},
        {E::player_declared, "PLAYER_DECLARED"},
        {E::behavior_inferred, "BEHAVIOR_INFERRED"},
        {E::npc_given, "NPC_GIVEN"},
        {E::world_event, "WORLD_EVENT"},
    };
};
