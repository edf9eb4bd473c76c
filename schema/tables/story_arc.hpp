// Story arcs: stories over several sessions, and their milestones.
#pragma once

#include <optional>
#include <string>

#include "migrator/model/table_builder.hpp"

namespace gestaloka::schema {

using migrator::model::Json;
using migrator::model::Timestamp;

struct StoryArc {
    std::string id;
    std::string character_id;
    std::string title;
    std::string description;
    std::string arc_type;
    std::string status;
    double progress_percentage;
    int current_phase;
    int total_phases;
    Json key_npcs;
    Json key_locations;
    Json key_items;
    std::optional<std::string> central_conflict;
    Json themes;
    Json plot_points;
    Json arc_metadata;
    Timestamp created_at;
    Timestamp updated_at;
    std::optional<Timestamp> started_at;
    std::optional<Timestamp> completed_at;
    int session_count;
};
void describe(migrator::model::TableBuilder<StoryArc>& table);

struct StoryArcMilestone {
    std::string id;
    std::string story_arc_id;
    std::string title;
    std::string description;
    int phase_number;
    Json achievement_criteria;
    bool is_completed;
    std::optional<Timestamp> completed_at;
    Json rewards;
    bool triggers_next_phase;
    Timestamp created_at;
    Timestamp updated_at;
};
void describe(migrator::model::TableBuilder<StoryArcMilestone>& table);

}  // namespace gestaloka::schema
