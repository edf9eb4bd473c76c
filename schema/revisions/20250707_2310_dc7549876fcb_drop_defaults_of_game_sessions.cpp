// The defaults that filled game_sessions go; nothing about keywords, whatever the message says.
#include "migrator/revision/revision.hpp"

REVISION(dc7549876fcb){
    .message = "add_keyword_field_to_log_fragments",
    .revises = {"bd0260bf1fd1"},
    .upgrade =
        [](Operations& op) {
            op.alter_column("game_sessions", "session_status", change().drop_default().from_default("'active'"));
            op.alter_column("game_sessions", "session_number", change().drop_default().from_default("1"));
            op.alter_column("game_sessions", "turn_count", change().drop_default().from_default("0"));
            op.alter_column("game_sessions", "word_count", change().drop_default().from_default("0"));
            op.alter_column("game_sessions", "play_duration_minutes", change().drop_default().from_default("0"));
            op.alter_column("game_sessions", "ending_proposal_count", change().drop_default().from_default("0"));
            op.alter_column("game_sessions", "is_first_session", change().drop_default().from_default("false"));
        },
};
