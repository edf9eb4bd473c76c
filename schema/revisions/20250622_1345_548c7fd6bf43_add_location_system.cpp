// Places, the ways between them, and where characters are and were.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

void create_locations(Operations& op) {
    op.create_table("locations",
                    {
                        column("id", serial()),
                        column("name", varchar()).not_null(),
                        column("description", varchar()).not_null(),
                        column("location_type", named_type("locationtype")).not_null(),
                        column("hierarchy_level", integer()).not_null(),
                        column("danger_level", named_type("dangerlevel")).not_null(),
                        column("x_coordinate", integer()).not_null(),
                        column("y_coordinate", integer()).not_null(),
                        column("has_inn", boolean()).not_null(),
                        column("has_shop", boolean()).not_null(),
                        column("has_guild", boolean()).not_null(),
                        column("fragment_discovery_rate", integer()).not_null(),
                        column("is_starting_location", boolean()).not_null(),
                        column("is_discovered", boolean()).not_null(),
                        column("created_at", timestamp()).not_null(),
                        column("updated_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                    });
    op.create_index("ix_locations_name", "locations", {"name"});
}

void create_location_connections(Operations& op) {
    op.create_table("location_connections",
                    {
                        column("id", serial()),
                        column("from_location_id", integer()).not_null(),
                        column("to_location_id", integer()).not_null(),
                        column("base_sp_cost", integer()).not_null(),
                        column("distance", integer()).not_null(),
                        column("min_level_required", integer()).not_null(),
                        column("is_one_way", boolean()).not_null(),
                        column("is_blocked", boolean()).not_null(),
                        column("travel_description", varchar()),
                        column("created_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"from_location_id"}, "locations", {"id"}),
                        foreign_key({"to_location_id"}, "locations", {"id"}),
                    });
}

void create_exploration_areas(Operations& op) {
    op.create_table("exploration_areas",
                    {
                        column("id", serial()),
                        column("location_id", integer()).not_null(),
                        column("name", varchar()).not_null(),
                        column("description", varchar()).not_null(),
                        column("difficulty", integer()).not_null(),
                        column("exploration_sp_cost", integer()).not_null(),
                        column("max_fragments_per_exploration", integer()).not_null(),
                        column("rare_fragment_chance", integer()).not_null(),
                        column("encounter_rate", integer()).not_null(),
                        column("created_at", timestamp()).not_null(),
                        column("updated_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"location_id"}, "locations", {"id"}),
                    });
    op.create_index("ix_exploration_areas_name", "exploration_areas", {"name"});
}

void create_exploration_logs(Operations& op) {
    op.create_table("exploration_logs",
                    {
                        column("id", serial()),
                        column("character_id", varchar()).not_null(),
                        column("area_id", integer()).not_null(),
                        column("explored_at", timestamp()).not_null(),
                        column("sp_consumed", integer()).not_null(),
                        column("fragments_found", integer()).not_null(),
                        column("encounters", integer()).not_null(),
                        column("result_details", varchar()),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"character_id"}, "characters", {"id"}),
                        foreign_key({"area_id"}, "exploration_areas", {"id"}),
                    });
    op.create_index("ix_exploration_logs_character_id", "exploration_logs", {"character_id"});
}

void create_character_location_history(Operations& op) {
    op.create_table("character_location_history",
                    {
                        column("id", serial()),
                        column("character_id", varchar()).not_null(),
                        column("location_id", integer()).not_null(),
                        column("arrived_at", timestamp()).not_null(),
                        column("departed_at", timestamp()),
                        column("sp_consumed", integer()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"character_id"}, "characters", {"id"}),
                        foreign_key({"location_id"}, "locations", {"id"}),
                    });
    op.create_index("ix_character_location_history_character_id", "character_location_history", {"character_id"});
}

}  // namespace

REVISION(548c7fd6bf43){
    .message = "add location system models",
    .revises = {"3205fd04cad5"},
    .upgrade =
        [](Operations& op) {
            op.create_enum("locationtype", {"CITY", "TOWN", "DUNGEON", "WILD", "SPECIAL"});
            op.create_enum("dangerlevel", {"SAFE", "LOW", "MEDIUM", "HIGH", "EXTREME"});
            create_locations(op);
            create_location_connections(op);
            create_exploration_areas(op);
            create_exploration_logs(op);
            create_character_location_history(op);
            op.add_column("characters", column("location_id", integer()));
            op.add_constraint("characters", foreign_key({"location_id"}, "locations", {"id"}));
        },
    .downgrade_loses = "the rows of the five tables of places, and characters.location_id",
    .compatibility = Compatibility::additive,
    .compatibility_reason = "the new foreign key is on a column that an older server does not write",
};
