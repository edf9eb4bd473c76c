// Session records: the tables session_results and action_logs.
#include "schema/tables/session_record.hpp"

namespace gestaloka::schema {

using namespace migrator;

void describe(model::TableBuilder<SessionResult>& table) {
    table.name("session_results");
    table.column<&SessionResult::id>(varchar()).primary_key().index("ix_session_results_id");
    table.column<&SessionResult::session_id>(varchar())
        .references("game_sessions")
        .unique_index("ix_session_results_session_id");
    table.column<&SessionResult::story_summary>(varchar());
    table.column<&SessionResult::key_events>(json());
    table.column<&SessionResult::experience_gained>();
    table.column<&SessionResult::skills_improved>(json());
    table.column<&SessionResult::items_acquired>(json());
    table.column<&SessionResult::neo4j_updates>(json());
    table.column<&SessionResult::continuation_context>(varchar());
    table.column<&SessionResult::unresolved_plots>(json());
    table.column<&SessionResult::created_at>(timestamp());
    table.column<&SessionResult::story_arc_progress>(json());
}

void describe(model::TableBuilder<ActionLog>& table) {
    table.name("action_logs");
    table.column<&ActionLog::id>(varchar()).primary_key();
    table.column<&ActionLog::session_id>(varchar()).references("game_sessions").index("ix_action_logs_session_id");
    table.column<&ActionLog::character_id>(varchar()).references("characters").index("ix_action_logs_character_id");
    table.column<&ActionLog::action_type>(varchar());
    table.column<&ActionLog::action_content>(varchar());
    table.column<&ActionLog::response_content>(varchar());
    table.column<&ActionLog::performance_data>(json());
    table.column<&ActionLog::created_at>(timestamp());
}

}  // namespace gestaloka::schema
