// Story arcs: the tables story_arcs and story_arc_milestones.
#include "schema/tables/story_arc.hpp"

namespace gestaloka::schema {

using namespace migrator;

void describe(model::TableBuilder<StoryArc>& table) {
    table.name("story_arcs");
    table.column<&StoryArc::id>(varchar()).primary_key().index("ix_story_arcs_id");
    table.column<&StoryArc::character_id>(varchar()).references("characters").index("ix_story_arcs_character_id");
    table.column<&StoryArc::title>(varchar(200));
    table.column<&StoryArc::description>(varchar(1000));
    table.column<&StoryArc::arc_type>(varchar(50));
    table.column<&StoryArc::status>(varchar(50));
    table.column<&StoryArc::progress_percentage>();
    table.column<&StoryArc::current_phase>();
    table.column<&StoryArc::total_phases>();
    table.column<&StoryArc::key_npcs>(json());
    table.column<&StoryArc::key_locations>(json());
    table.column<&StoryArc::key_items>(json());
    table.column<&StoryArc::central_conflict>(varchar(500));
    table.column<&StoryArc::themes>(json());
    table.column<&StoryArc::plot_points>(json());
    table.column<&StoryArc::arc_metadata>(json());
    table.column<&StoryArc::created_at>(timestamp());
    table.column<&StoryArc::updated_at>(timestamp());
    table.column<&StoryArc::started_at>(timestamp());
    table.column<&StoryArc::completed_at>(timestamp());
    table.column<&StoryArc::session_count>();
}

void describe(model::TableBuilder<StoryArcMilestone>& table) {
    table.name("story_arc_milestones");
    table.column<&StoryArcMilestone::id>(varchar()).primary_key().index("ix_story_arc_milestones_id");
    table.column<&StoryArcMilestone::story_arc_id>(varchar())
        .references("story_arcs")
        .index("ix_story_arc_milestones_story_arc_id");
    table.column<&StoryArcMilestone::title>(varchar(200));
    table.column<&StoryArcMilestone::description>(varchar(1000));
    table.column<&StoryArcMilestone::phase_number>();
    table.column<&StoryArcMilestone::achievement_criteria>(json());
    table.column<&StoryArcMilestone::is_completed>();
    table.column<&StoryArcMilestone::completed_at>(timestamp());
    table.column<&StoryArcMilestone::rewards>(json());
    table.column<&StoryArcMilestone::triggers_next_phase>();
    table.column<&StoryArcMilestone::created_at>(timestamp());
    table.column<&StoryArcMilestone::updated_at>(timestamp());
}

}  // namespace gestaloka::schema
