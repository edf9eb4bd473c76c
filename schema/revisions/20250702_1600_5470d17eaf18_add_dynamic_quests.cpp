// Quests that the game proposes, and fragments that carry memories.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

void create_quests(Operations& op) {
    op.create_table("quests",
                    {
                        column("id", varchar()).not_null(),
                        column("character_id", varchar()).not_null(),
                        column("session_id", varchar()),
                        column("title", varchar()).not_null(),
                        column("description", text()),
                        column("status", named_type("queststatus")).not_null(),
                        column("origin", named_type("questorigin")).not_null(),
                        column("progress_percentage", double_precision()).not_null(),
                        column("narrative_completeness", double_precision()).not_null(),
                        column("emotional_satisfaction", double_precision()).not_null(),
                        column("key_events", json()),
                        column("progress_indicators", json()),
                        column("emotional_arc", json()),
                        column("involved_entities", json()),
                        column("context_summary", text()),
                        column("completion_summary", text()),
                        column("proposed_at", timestamp()).not_null(),
                        column("started_at", timestamp()),
                        column("completed_at", timestamp()),
                        column("last_progress_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"character_id"}, "characters", {"id"}),
                        foreign_key({"session_id"}, "game_sessions", {"id"}),
                    });
    op.create_index("ix_quests_character_id", "quests", {"character_id"});
    op.create_index("ix_quests_id", "quests", {"id"});
    op.create_index("ix_quests_session_id", "quests", {"session_id"});
}

void add_memories_to_log_fragments(Operations& op) {
    op.add_column("log_fragments", column("memory_type", varchar()));
    op.add_column("log_fragments", column("combination_tags", json()));
    op.add_column("log_fragments", column("world_truth", varchar()));
    op.add_column("log_fragments", column("acquisition_context", varchar()));
    // No fragment of before has been consumed. A constant default fills the rows without rewriting them.
    op.add_column("log_fragments", column("is_consumed", boolean()).not_null().server_default("false"));
    op.alter_column("log_fragments", "is_consumed", change().drop_default().from_default("false"));
    op.add_column("log_fragments", column("acquisition_date", timestamp()));
}

}  // namespace

REVISION(5470d17eaf18){
    .message = "Add dynamic quest system and memory inheritance fields",
    .revises = {"2ba9f043f2c5"},
    .upgrade =
        [](Operations& op) {
            op.create_enum("queststatus", {"PROPOSED", "ACTIVE", "PROGRESSING", "NEAR_COMPLETION", "COMPLETED",
                                           "ABANDONED", "FAILED"});
            op.create_enum("questorigin",
                           {"GM_PROPOSED", "PLAYER_DECLARED", "BEHAVIOR_INFERRED", "NPC_GIVEN", "WORLD_EVENT"});
            create_quests(op);
            add_memories_to_log_fragments(op);
            op.alter_column("sp_subscriptions", "subscription_type", change().drop_not_null());
            op.alter_column("sp_subscriptions", "status", change().drop_not_null());
        },
    .downgrade_loses = "the rows of quests, and the memory fields of every log fragment",
};
