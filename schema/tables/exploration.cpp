// Exploration: the tables character_location_history, exploration_logs and character_exploration_progress.
#include "schema/tables/exploration.hpp"

namespace gestaloka::schema {

using namespace migrator;

void describe(model::TableBuilder<LocationVisit>& table) {
    table.name("character_location_history");
    table.column<&LocationVisit::id>(serial()).primary_key();
    table.column<&LocationVisit::character_id>(varchar())
        .references("characters")
        .index("ix_character_location_history_character_id");
    table.column<&LocationVisit::location_id>().references("locations");
    table.column<&LocationVisit::arrived_at>(timestamp());
    table.column<&LocationVisit::departed_at>(timestamp());
    table.column<&LocationVisit::sp_consumed>();
}

void describe(model::TableBuilder<ExplorationLog>& table) {
    table.name("exploration_logs");
    table.column<&ExplorationLog::id>(serial()).primary_key();
    table.column<&ExplorationLog::character_id>(varchar())
        .references("characters")
        .index("ix_exploration_logs_character_id");
    table.column<&ExplorationLog::area_id>().references("exploration_areas");
    table.column<&ExplorationLog::explored_at>(timestamp());
    table.column<&ExplorationLog::sp_consumed>();
    table.column<&ExplorationLog::fragments_found>();
    table.column<&ExplorationLog::encounters>();
    table.column<&ExplorationLog::result_details>(varchar());
}

void describe(model::TableBuilder<ExplorationProgress>& table) {
    table.name("character_exploration_progress");
    table.column<&ExplorationProgress::id>(varchar(36)).primary_key().server_default("gen_random_uuid()");
    table.column<&ExplorationProgress::character_id>(varchar(36))
        .references("characters", "id", {}, {.on_delete = ReferentialAction::cascade});
    table.column<&ExplorationProgress::location_id>().references("locations", "id", {},
                                                                 {.on_delete = ReferentialAction::cascade});
    table.column<&ExplorationProgress::exploration_percentage>();
    table.column<&ExplorationProgress::fog_revealed_at>();
    table.column<&ExplorationProgress::fully_explored_at>();
    table.column<&ExplorationProgress::areas_explored>(array_of(varchar()));
    table.column<&ExplorationProgress::created_at>().server_default("CURRENT_TIMESTAMP");
    table.column<&ExplorationProgress::updated_at>().server_default("CURRENT_TIMESTAMP");
}

}  // namespace gestaloka::schema
