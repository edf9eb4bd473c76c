// Game sessions: the tables game_sessions and game_messages.
#include "schema/tables/game_session.hpp"

namespace gestaloka::schema {

using namespace migrator;

void describe(model::TableBuilder<GameSession>& table) {
    table.name("game_sessions");
    table.column<&GameSession::id>(varchar()).primary_key().index("ix_game_sessions_id");
    table.column<&GameSession::character_id>(varchar()).references("characters").index("ix_game_sessions_character_id");
    table.column<&GameSession::is_active>();
    table.column<&GameSession::current_scene>(varchar(500));
    table.column<&GameSession::session_data>(varchar());
    table.column<&GameSession::created_at>(timestamp());
    table.column<&GameSession::updated_at>(timestamp());
    table.column<&GameSession::session_status>(varchar());
    table.column<&GameSession::session_number>();
    table.column<&GameSession::previous_session_id>(varchar()).references("game_sessions", "id",
                                                                          "fk_game_sessions_previous_session_id");
    table.column<&GameSession::story_arc_id>(varchar()).references("story_arcs", "id", "fk_game_sessions_story_arc_id");
    table.column<&GameSession::result_summary>(varchar());
    table.column<&GameSession::result_processed_at>(timestamp());
    table.column<&GameSession::turn_count>();
    table.column<&GameSession::word_count>();
    table.column<&GameSession::play_duration_minutes>();
    table.column<&GameSession::ending_proposal_count>();
    table.column<&GameSession::last_proposal_at>(timestamp());
    table.column<&GameSession::is_first_session>();
}

void describe(model::TableBuilder<GameMessage>& table) {
    table.name("game_messages");
    table.column<&GameMessage::id>(varchar()).primary_key().index("ix_game_messages_id");
    table.column<&GameMessage::session_id>(varchar()).references("game_sessions").index("ix_game_messages_session_id");
    table.column<&GameMessage::message_type>(varchar());
    table.column<&GameMessage::sender_type>(varchar());
    table.column<&GameMessage::content>(varchar());
    table.column<&GameMessage::message_metadata>(json());
    table.column<&GameMessage::created_at>(timestamp());
    table.column<&GameMessage::turn_number>().index("ix_game_messages_turn_number");
}

}  // namespace gestaloka::schema
