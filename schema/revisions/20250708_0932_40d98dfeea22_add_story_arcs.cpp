// Story arcs over several sessions, with milestones.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

void create_story_arcs(Operations& op) {
    op.create_table("story_arcs",
                    {
                        column("id", varchar()).not_null(),
                        column("character_id", varchar()).not_null(),
                        column("title", varchar(200)).not_null(),
                        column("description", varchar(1000)).not_null(),
                        column("arc_type", varchar(50)).not_null(),
                        column("status", varchar(50)).not_null(),
                        column("progress_percentage", double_precision()).not_null(),
                        column("current_phase", integer()).not_null(),
                        column("total_phases", integer()).not_null(),
                        column("key_npcs", json()).not_null(),
                        column("key_locations", json()).not_null(),
                        column("key_items", json()).not_null(),
                        column("central_conflict", varchar(500)),
                        column("themes", json()).not_null(),
                        column("plot_points", json()).not_null(),
                        column("arc_metadata", json()).not_null(),
                        column("created_at", timestamp()).not_null(),
                        column("updated_at", timestamp()).not_null(),
                        column("started_at", timestamp()),
                        column("completed_at", timestamp()),
                        column("session_count", integer()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"character_id"}, "characters", {"id"}),
                    });
    op.create_index("ix_story_arcs_character_id", "story_arcs", {"character_id"});
    op.create_index("ix_story_arcs_id", "story_arcs", {"id"});
}

void create_story_arc_milestones(Operations& op) {
    op.create_table("story_arc_milestones",
                    {
                        column("id", varchar()).not_null(),
                        column("story_arc_id", varchar()).not_null(),
                        column("title", varchar(200)).not_null(),
                        column("description", varchar(1000)).not_null(),
                        column("phase_number", integer()).not_null(),
                        column("achievement_criteria", json()).not_null(),
                        column("is_completed", boolean()).not_null(),
                        column("completed_at", timestamp()),
                        column("rewards", json()).not_null(),
                        column("triggers_next_phase", boolean()).not_null(),
                        column("created_at", timestamp()).not_null(),
                        column("updated_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"story_arc_id"}, "story_arcs", {"id"}),
                    });
    op.create_index("ix_story_arc_milestones_id", "story_arc_milestones", {"id"});
    op.create_index("ix_story_arc_milestones_story_arc_id", "story_arc_milestones", {"story_arc_id"});
}

}  // namespace

REVISION(40d98dfeea22){
    .message = "Add story arc management system",
    .revises = {"dc7549876fcb"},
    .upgrade =
        [](Operations& op) {
            create_story_arcs(op);
            create_story_arc_milestones(op);

            op.alter_column("character_exploration_progress", "areas_explored",
                            change().drop_default().from_default("'{}'::character varying[]"));
            op.alter_column("location_connections", "path_type", change().drop_default().from_default("'DIRECT'"));
            op.alter_column("location_connections", "path_metadata", change().drop_default().from_default("'{}'"));
        },
    .downgrade_loses = "the rows of story_arcs and story_arc_milestones",
};
