// One row a finished battle.
#include "migrator/revision/revision.hpp"

REVISION(8361b4e76826){
    .message = "Add battle_logs",
    .revises = {"e92cb302bed3"},
    .upgrade =
        [](Operations& op) {
            op.create_table("battle_logs",
                            {
                                column("id", varchar(36)).not_null(),
                                column("character_id", varchar()).not_null(),
                                column("session_id", varchar()),
                                column("opponent", varchar(100)).not_null(),
                                column("outcome", varchar(20)).not_null(),
                                column("rounds", integer()).not_null(),
                                column("damage_dealt", integer()).not_null(),
                                column("damage_taken", integer()).not_null(),
                                column("experience_gained", integer()).not_null(),
                                column("log", jsonb()).not_null(),
                                column("started_at", timestamptz()).not_null(),
                                column("ended_at", timestamptz()).not_null(),
                            },
                            {
                                primary_key({"id"}),
                                foreign_key({"character_id"}, "characters", {"id"}),
                                foreign_key({"session_id"}, "game_sessions", {"id"}),
                                check("outcome IN ('VICTORY', 'DEFEAT', 'DRAW')").named("ck_battle_logs_outcome"),
                            });
            op.create_index("ix_battle_logs_character_id", "battle_logs",
                            {"character_id", IndexKey("started_at").desc()});
            op.create_index("ix_battle_logs_session_id", "battle_logs", {"session_id"});
        },
    .downgrade_loses = "the rows of battle_logs",
};
