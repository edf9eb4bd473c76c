// Exploration: where characters have been, and what they found there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "migrator/model/table_builder.hpp"

namespace gestaloka::schema {

using migrator::model::Timestamp;

struct LocationVisit {
    int id;
    std::string character_id;
    int location_id;
    Timestamp arrived_at;
    std::optional<Timestamp> departed_at;
    int sp_consumed;
};
void describe(migrator::model::TableBuilder<LocationVisit>& table);

struct ExplorationLog {
    int id;
    std::string character_id;
    int area_id;
    Timestamp explored_at;
    int sp_consumed;
    int fragments_found;
    int encounters;
    std::optional<std::string> result_details;
};
void describe(migrator::model::TableBuilder<ExplorationLog>& table);

/// How much of a location a character knows.
struct ExplorationProgress {
    std::string id;
    std::string character_id;
    int location_id;
    int exploration_percentage;
    std::optional<Timestamp> fog_revealed_at;
    std::optional<Timestamp> fully_explored_at;
    std::vector<std::string> areas_explored;
    Timestamp created_at;
    Timestamp updated_at;
};
void describe(migrator::model::TableBuilder<ExplorationProgress>& table);

}  // namespace gestaloka::schema
