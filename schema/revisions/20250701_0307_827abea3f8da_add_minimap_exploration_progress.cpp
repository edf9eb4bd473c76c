// The minimap: what a character has explored, how ways look; and the log of actions.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

void create_character_exploration_progress(Operations& op) {
    op.create_table("character_exploration_progress",
                    {
                        column("id", varchar(36)).not_null().server_default("gen_random_uuid()"),
                        column("character_id", varchar(36)).not_null(),
                        column("location_id", integer()).not_null(),
                        column("exploration_percentage", integer()).not_null(),
                        column("fog_revealed_at", timestamptz()),
                        column("fully_explored_at", timestamptz()),
                        column("areas_explored", array_of(varchar())).not_null().server_default("'{}'::text[]"),
                        column("created_at", timestamptz()).not_null().server_default("CURRENT_TIMESTAMP"),
                        column("updated_at", timestamptz()).not_null().server_default("CURRENT_TIMESTAMP"),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"character_id"}, "characters", {"id"}, {.on_delete = ReferentialAction::cascade}),
                        foreign_key({"location_id"}, "locations", {"id"}, {.on_delete = ReferentialAction::cascade}),
                    });
}

void create_action_logs(Operations& op) {
    op.create_table("action_logs",
                    {
                        column("id", varchar()).not_null(),
                        column("session_id", varchar()).not_null(),
                        column("character_id", varchar()).not_null(),
                        column("action_type", varchar()).not_null(),
                        column("action_content", varchar()).not_null(),
                        column("response_content", varchar()).not_null(),
                        column("performance_data", json()),
                        column("created_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"session_id"}, "game_sessions", {"id"}),
                        foreign_key({"character_id"}, "characters", {"id"}),
                    });
    op.create_index("ix_action_logs_character_id", "action_logs", {"character_id"});
    op.create_index("ix_action_logs_session_id", "action_logs", {"session_id"});
}

}  // namespace

REVISION(827abea3f8da){
    .message = "Add minimap exploration progress tracking",
    .revises = {"2d1728c7de59"},
    .upgrade =
        [](Operations& op) {
            op.create_enum("pathtype", {"DIRECT", "CURVED", "TELEPORT", "STAIRS", "ELEVATOR"});
            create_character_exploration_progress(op);
            create_action_logs(op);

            op.add_column("location_connections",
                          column("path_type", named_type("pathtype")).not_null().server_default("'DIRECT'"));
            op.add_column("location_connections", column("path_metadata", json()).server_default("'{}'"));
        },
    .downgrade_loses = "the rows of character_exploration_progress and action_logs, and how ways look",
};
