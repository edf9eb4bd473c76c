// Sessions follow each other, count what happens, and keep messages and results as rows.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

void create_game_messages(Operations& op) {
    op.create_table("game_messages",
                    {
                        column("id", varchar()).not_null(),
                        column("session_id", varchar()).not_null(),
                        column("message_type", varchar()).not_null(),
                        column("sender_type", varchar()).not_null(),
                        column("content", varchar()).not_null(),
                        column("message_metadata", json()),
                        column("created_at", timestamp()).not_null(),
                        column("turn_number", integer()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"session_id"}, "game_sessions", {"id"}),
                    });
    op.create_index("ix_game_messages_id", "game_messages", {"id"});
    op.create_index("ix_game_messages_session_id", "game_messages", {"session_id"});
    op.create_index("ix_game_messages_turn_number", "game_messages", {"turn_number"});
}

void create_session_results(Operations& op) {
    op.create_table("session_results",
                    {
                        column("id", varchar()).not_null(),
                        column("session_id", varchar()).not_null(),
                        column("story_summary", varchar()).not_null(),
                        column("key_events", json()).not_null(),
                        column("experience_gained", integer()).not_null(),
                        column("skills_improved", json()).not_null(),
                        column("items_acquired", json()).not_null(),
                        column("neo4j_updates", json()).not_null(),
                        column("continuation_context", varchar()).not_null(),
                        column("unresolved_plots", json()).not_null(),
                        column("created_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"session_id"}, "game_sessions", {"id"}),
                    });
    op.create_index("ix_session_results_id", "session_results", {"id"});
    op.create_index("ix_session_results_session_id", "session_results", {"session_id"}, {.unique = true});
}

void extend_game_sessions(Operations& op) {
    op.add_column("game_sessions", column("session_status", varchar()).not_null().server_default("'active'"));
    op.add_column("game_sessions", column("session_number", integer()).not_null().server_default("1"));
    op.add_column("game_sessions", column("previous_session_id", varchar()));
    op.add_column("game_sessions", column("story_arc_id", varchar()));
    op.add_column("game_sessions", column("result_summary", varchar()));
    op.add_column("game_sessions", column("result_processed_at", timestamp()));
    op.add_column("game_sessions", column("turn_count", integer()).not_null().server_default("0"));
    op.add_column("game_sessions", column("word_count", integer()).not_null().server_default("0"));
    op.add_column("game_sessions", column("play_duration_minutes", integer()).not_null().server_default("0"));
    op.add_column("game_sessions", column("ending_proposal_count", integer()).not_null().server_default("0"));
    op.add_column("game_sessions", column("last_proposal_at", timestamp()));
    op.add_column("game_sessions", column("is_first_session", boolean()).not_null().server_default("false"));
    op.add_constraint(
        "game_sessions",
        foreign_key({"previous_session_id"}, "game_sessions", {"id"}).named("fk_game_sessions_previous_session_id"));
}

}  // namespace

REVISION(bd0260bf1fd1){
    .message = "Add session system redesign models with string types",
    .revises = {"2bbcec8822fa"},
    .upgrade =
        [](Operations& op) {
            create_game_messages(op);
            create_session_results(op);
            extend_game_sessions(op);
        },
    .downgrade_loses = "the rows of game_messages and session_results, and the twelve new columns of game_sessions",
    .compatibility = Compatibility::additive,
    .compatibility_reason = "the new foreign key is on a column that an older server does not write",
};
