// Dispatches: completed logs that travel through other players' worlds.
#pragma once

#include <optional>
#include <string>

#include "migrator/model/labels.hpp"
#include "migrator/model/table_builder.hpp"

namespace gestaloka::schema {

using migrator::model::Json;
using migrator::model::Timestamp;

enum class DispatchObjective { explore, interact, collect, guard, free, trade, memory_preserve, research };
enum class DispatchStatus { preparing, dispatched, returning, completed, recalled };

struct LogDispatch {
    std::string id;
    std::string completed_log_id;
    std::string dispatcher_id;
    DispatchObjective objective_type;
    std::string objective_detail;
    std::string initial_location;
    int dispatch_duration_days;
    int sp_cost;
    DispatchStatus status;
    std::optional<Json> travel_log;
    std::optional<Json> collected_items;
    std::optional<Json> discovered_locations;
    int sp_refund_amount;
    double achievement_score;
    Timestamp created_at;
    std::optional<Timestamp> dispatched_at;
    std::optional<Timestamp> expected_return_at;
    std::optional<Timestamp> actual_return_at;
    std::optional<std::string> current_location;
    std::optional<Timestamp> last_location_update;
};
void describe(migrator::model::TableBuilder<LogDispatch>& table);

/// Whom a dispatched log met.
struct DispatchEncounter {
    std::string id;
    std::string dispatch_id;
    std::optional<std::string> encountered_character_id;
    std::optional<std::string> encountered_npc_name;
    std::string location;
    std::string interaction_type;
    std::string interaction_summary;
    std::string outcome;
    double relationship_change;
    std::optional<Json> items_exchanged;
    Timestamp occurred_at;
};
void describe(migrator::model::TableBuilder<DispatchEncounter>& table);

/// One row a dispatch that came home.
struct DispatchReport {
    std::string id;
    std::string dispatch_id;
    int total_distance_traveled;
    int total_encounters;
    int total_items_collected;
    int total_locations_discovered;
    double objective_completion_rate;
    std::optional<Json> memorable_moments;
    std::optional<Json> personality_changes;
    std::optional<Json> new_skills_learned;
    std::string narrative_summary;
    std::optional<std::string> epilogue;
    Timestamp created_at;
    std::optional<Json> economic_details;
    std::optional<Json> special_achievements;
};
void describe(migrator::model::TableBuilder<DispatchReport>& table);

}  // namespace gestaloka::schema

template <>
struct migrator::model::Labels<gestaloka::schema::DispatchObjective> {
    using E = gestaloka::schema::DispatchObjective;
    static constexpr Label<E> all[] = {
        {E::explore, "EXPLORE"},
        {E::interact, "INTERACT"},
        {E::collect, "COLLECT"},
        {E::guard, "GUARD"},
        {E::free, "FREE"},
        {E::trade, "TRADE"},
        {E::memory_preserve, "MEMORY_PRESERVE"},
        {E::research, "RESEARCH"},
    };
};

template <>
struct migrator::model::Labels<gestaloka::schema::DispatchStatus> {
    using E = gestaloka::schema::DispatchStatus;
    static constexpr Label<E> all[] = {
        {E::preparing, "PREPARING"}, {E::dispatched, "DISPATCHED"}, {E::returning, "RETURNING"},
        {E::completed, "COMPLETED"}, {E::recalled, "RECALLED"},
    };
};
