// Logs are sent out into other players' worlds, meet characters there and report.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

void create_log_dispatches(Operations& op) {
    op.create_table("log_dispatches",
                    {
                        column("id", varchar()).not_null(),
                        column("completed_log_id", varchar()).not_null(),
                        column("dispatcher_id", varchar()).not_null(),
                        column("objective_type", varchar(20)).not_null(),
                        column("objective_detail", varchar()).not_null(),
                        column("initial_location", varchar()).not_null(),
                        column("dispatch_duration_days", integer()).not_null(),
                        column("sp_cost", integer()).not_null(),
                        column("status", varchar(20)).not_null(),
                        column("travel_log", json()),
                        column("collected_items", json()),
                        column("discovered_locations", json()),
                        column("sp_refund_amount", integer()).not_null(),
                        column("achievement_score", double_precision()).not_null(),
                        column("created_at", timestamp()).not_null(),
                        column("dispatched_at", timestamp()),
                        column("expected_return_at", timestamp()),
                        column("actual_return_at", timestamp()),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"completed_log_id"}, "completed_logs", {"id"}),
                        foreign_key({"dispatcher_id"}, "characters", {"id"}),
                        check("objective_type IN ('EXPLORE', 'INTERACT', 'COLLECT', 'GUARD', 'FREE')")
                            .named("ck_log_dispatches_objective_type"),
                        check("status IN ('PREPARING', 'DISPATCHED', 'RETURNING', 'COMPLETED', 'RECALLED')")
                            .named("ck_log_dispatches_status"),
                    });
    op.create_index("ix_log_dispatches_completed_log_id", "log_dispatches", {"completed_log_id"});
    op.create_index("ix_log_dispatches_dispatcher_id", "log_dispatches", {"dispatcher_id"});
}

void create_dispatch_encounters(Operations& op) {
    op.create_table("dispatch_encounters",
                    {
                        column("id", varchar()).not_null(),
                        column("dispatch_id", varchar()).not_null(),
                        column("encountered_character_id", varchar()),
                        column("encountered_npc_name", varchar()),
                        column("location", varchar()).not_null(),
                        column("interaction_type", varchar()).not_null(),
                        column("interaction_summary", varchar()).not_null(),
                        column("outcome", varchar()).not_null(),
                        column("relationship_change", double_precision()).not_null(),
                        column("items_exchanged", json()),
                        column("occurred_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"dispatch_id"}, "log_dispatches", {"id"}),
                        foreign_key({"encountered_character_id"}, "characters", {"id"}),
                    });
    op.create_index("ix_dispatch_encounters_dispatch_id", "dispatch_encounters", {"dispatch_id"});
}

void create_dispatch_reports(Operations& op) {
    op.create_table("dispatch_reports",
                    {
                        column("id", varchar()).not_null(),
                        column("dispatch_id", varchar()).not_null(),
                        column("total_distance_traveled", integer()).not_null(),
                        column("total_encounters", integer()).not_null(),
                        column("total_items_collected", integer()).not_null(),
                        column("total_locations_discovered", integer()).not_null(),
                        column("objective_completion_rate", double_precision()).not_null(),
                        column("memorable_moments", json()),
                        column("personality_changes", json()),
                        column("new_skills_learned", json()),
                        column("narrative_summary", varchar()).not_null(),
                        column("epilogue", varchar()),
                        column("created_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"dispatch_id"}, "log_dispatches", {"id"}),
                    });
    op.create_index("ix_dispatch_reports_dispatch_id", "dispatch_reports", {"dispatch_id"}, {.unique = true});
}

}  // namespace

REVISION(3205fd04cad5){
    .message = "add log dispatch system",
    .revises = {"30f5fb512c38"},
    .upgrade =
        [](Operations& op) {
            create_log_dispatches(op);
            create_dispatch_encounters(op);
            create_dispatch_reports(op);
        },
    .downgrade_loses = "the rows of log_dispatches, dispatch_encounters and dispatch_reports",
};
