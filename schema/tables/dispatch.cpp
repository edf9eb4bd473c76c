// Dispatches: the tables log_dispatches, dispatch_encounters and dispatch_reports.
#include "schema/tables/dispatch.hpp"

namespace gestaloka::schema {

using namespace migrator;

void describe(model::TableBuilder<LogDispatch>& table) {
    table.name("log_dispatches");
    table.column<&LogDispatch::id>(varchar()).primary_key();
    table.column<&LogDispatch::completed_log_id>(varchar())
        .references("completed_logs")
        .index("ix_log_dispatches_completed_log_id");
    table.column<&LogDispatch::dispatcher_id>(varchar())
        .references("characters")
        .index("ix_log_dispatches_dispatcher_id");
    table.column<&LogDispatch::objective_type>(varchar(20)).check_labels("ck_log_dispatches_objective_type");
    table.column<&LogDispatch::objective_detail>(varchar());
    table.column<&LogDispatch::initial_location>(varchar());
    table.column<&LogDispatch::dispatch_duration_days>();
    table.column<&LogDispatch::sp_cost>();
    table.column<&LogDispatch::status>(varchar(20)).check_labels("ck_log_dispatches_status");
    table.column<&LogDispatch::travel_log>(json());
    table.column<&LogDispatch::collected_items>(json());
    table.column<&LogDispatch::discovered_locations>(json());
    table.column<&LogDispatch::sp_refund_amount>();
    table.column<&LogDispatch::achievement_score>();
    table.column<&LogDispatch::created_at>(timestamp());
    table.column<&LogDispatch::dispatched_at>(timestamp());
    table.column<&LogDispatch::expected_return_at>(timestamp());
    table.column<&LogDispatch::actual_return_at>(timestamp());
    table.column<&LogDispatch::current_location>(varchar());
    table.column<&LogDispatch::last_location_update>(timestamp());
}

void describe(model::TableBuilder<DispatchEncounter>& table) {
    table.name("dispatch_encounters");
    table.column<&DispatchEncounter::id>(varchar()).primary_key();
    table.column<&DispatchEncounter::dispatch_id>(varchar())
        .references("log_dispatches")
        .index("ix_dispatch_encounters_dispatch_id");
    table.column<&DispatchEncounter::encountered_character_id>(varchar()).references("characters");
    table.column<&DispatchEncounter::encountered_npc_name>(varchar());
    table.column<&DispatchEncounter::location>(varchar());
    table.column<&DispatchEncounter::interaction_type>(varchar());
    table.column<&DispatchEncounter::interaction_summary>(varchar());
    table.column<&DispatchEncounter::outcome>(varchar());
    table.column<&DispatchEncounter::relationship_change>();
    table.column<&DispatchEncounter::items_exchanged>(json());
    table.column<&DispatchEncounter::occurred_at>(timestamp());
}

void describe(model::TableBuilder<DispatchReport>& table) {
    table.name("dispatch_reports");
    table.column<&DispatchReport::id>(varchar()).primary_key();
    table.column<&DispatchReport::dispatch_id>(varchar())
        .references("log_dispatches")
        .unique_index("ix_dispatch_reports_dispatch_id");
    table.column<&DispatchReport::total_distance_traveled>();
    table.column<&DispatchReport::total_encounters>();
    table.column<&DispatchReport::total_items_collected>();
    table.column<&DispatchReport::total_locations_discovered>();
    table.column<&DispatchReport::objective_completion_rate>();
    table.column<&DispatchReport::memorable_moments>(json());
    table.column<&DispatchReport::personality_changes>(json());
    table.column<&DispatchReport::new_skills_learned>(json());
    table.column<&DispatchReport::narrative_summary>(varchar());
    table.column<&DispatchReport::epilogue>(varchar());
    table.column<&DispatchReport::created_at>(timestamp());
    table.column<&DispatchReport::economic_details>(json());
    table.column<&DispatchReport::special_achievements>(json());
}

}  // namespace gestaloka::schema
