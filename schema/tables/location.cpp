// Locations: the tables locations, exploration_areas and location_connections.
#include "schema/tables/location.hpp"

namespace gestaloka::schema {

using namespace migrator;

void describe(model::TableBuilder<Location>& table) {
    table.name("locations");
    table.column<&Location::id>(serial()).primary_key();
    table.column<&Location::name>(varchar()).index("ix_locations_name");
    table.column<&Location::description>(varchar());
    table.column<&Location::location_type>();
    table.column<&Location::hierarchy_level>();
    table.column<&Location::danger_level>();
    table.column<&Location::x_coordinate>();
    table.column<&Location::y_coordinate>();
    table.column<&Location::has_inn>();
    table.column<&Location::has_shop>();
    table.column<&Location::has_guild>();
    table.column<&Location::fragment_discovery_rate>();
    table.column<&Location::is_starting_location>();
    table.column<&Location::is_discovered>();
    table.column<&Location::created_at>(timestamp());
    table.column<&Location::updated_at>(timestamp());
}

void describe(model::TableBuilder<ExplorationArea>& table) {
    table.name("exploration_areas");
    table.column<&ExplorationArea::id>(serial()).primary_key();
    table.column<&ExplorationArea::location_id>().references("locations");
    table.column<&ExplorationArea::name>(varchar()).index("ix_exploration_areas_name");
    table.column<&ExplorationArea::description>(varchar());
    table.column<&ExplorationArea::difficulty>();
    table.column<&ExplorationArea::exploration_sp_cost>();
    table.column<&ExplorationArea::max_fragments_per_exploration>();
    table.column<&ExplorationArea::rare_fragment_chance>();
    table.column<&ExplorationArea::encounter_rate>();
    table.column<&ExplorationArea::created_at>(timestamp());
    table.column<&ExplorationArea::updated_at>(timestamp());
}

void describe(model::TableBuilder<LocationConnection>& table) {
    table.name("location_connections");
    table.column<&LocationConnection::id>(serial()).primary_key();
    table.column<&LocationConnection::from_location_id>().references("locations");
    table.column<&LocationConnection::to_location_id>().references("locations");
    table.column<&LocationConnection::base_sp_cost>();
    table.column<&LocationConnection::distance>();
    table.column<&LocationConnection::min_level_required>();
    table.column<&LocationConnection::is_one_way>();
    table.column<&LocationConnection::is_blocked>();
    table.column<&LocationConnection::travel_description>(varchar());
    table.column<&LocationConnection::created_at>(timestamp());
    table.column<&LocationConnection::path_type>();
    table.column<&LocationConnection::path_metadata>(json());
}

}  // namespace gestaloka::schema
