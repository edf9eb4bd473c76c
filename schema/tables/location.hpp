// Locations: places, what lies in them, and the ways between them.
#pragma once

#include <optional>
#include <string>

#include "migrator/model/labels.hpp"
#include "migrator/model/table_builder.hpp"

namespace gestaloka::schema {

using migrator::model::Json;
using migrator::model::Timestamp;

enum class LocationType { city, town, dungeon, wild, special };
enum class DangerLevel { safe, low, medium, high, extreme };

struct Location {
    int id;
    std::string name;
    std::string description;
    LocationType location_type;
    int hierarchy_level;
    DangerLevel danger_level;
    int x_coordinate;
    int y_coordinate;
    bool has_inn;
    bool has_shop;
    bool has_guild;
    int fragment_discovery_rate;
    bool is_starting_location;
    bool is_discovered;
    Timestamp created_at;
    Timestamp updated_at;
};
void describe(migrator::model::TableBuilder<Location>& table);

/// A part of a location.
struct ExplorationArea {
    int id;
    int location_id;
    std::string name;
    std::string description;
    int difficulty;
    int exploration_sp_cost;
    int max_fragments_per_exploration;
    int rare_fragment_chance;
    int encounter_rate;
    Timestamp created_at;
    Timestamp updated_at;
};
void describe(migrator::model::TableBuilder<ExplorationArea>& table);

enum class PathType { direct, curved, teleport, stairs, elevator };

/// A way from one location to another.
struct LocationConnection {
    int id;
    int from_location_id;
    int to_location_id;
    int base_sp_cost;
    int distance;
    int min_level_required;
    bool is_one_way;
    bool is_blocked;
    std::optional<std::string> travel_description;
    Timestamp created_at;
    PathType path_type;
    std::optional<Json> path_metadata;
};
void describe(migrator::model::TableBuilder<LocationConnection>& table);

}  // namespace gestaloka::schema

template <>
struct migrator::model::Labels<gestaloka::schema::LocationType> {
    using E = gestaloka::schema::LocationType;
    static ObjectName type() { return "locationtype"; }
    static constexpr Label<E> all[] = {
        {E::city, "CITY"}, {E::town, "TOWN"}, {E::dungeon, "DUNGEON"}, {E::wild, "WILD"}, {E::special, "SPECIAL"},
    };
};

template <>
struct migrator::model::Labels<gestaloka::schema::DangerLevel> {
    using E = gestaloka::schema::DangerLevel;
    static ObjectName type() { return "dangerlevel"; }
    static constexpr Label<E> all[] = {
        {E::safe, "SAFE"}, {E::low, "LOW"}, {E::medium, "MEDIUM"}, {E::high, "HIGH"}, {E::extreme, "EXTREME"},
    };
};

template <>
struct migrator::model::Labels<gestaloka::schema::PathType> {
    using E = gestaloka::schema::PathType;
    static ObjectName type() { return "pathtype"; }
    static constexpr Label<E> all[] = {
        {E::direct, "DIRECT"}, {E::curved, "CURVED"},     {E::teleport, "TELEPORT"},
        {E::stairs, "STAIRS"}, {E::elevator, "ELEVATOR"},
    };
};
