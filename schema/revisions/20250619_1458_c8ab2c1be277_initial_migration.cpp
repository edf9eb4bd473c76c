// The first nine tables: accounts, characters, sessions and logs.
#include "migrator/revision/revision.hpp"

using namespace migrator;

namespace {

void create_users(Operations& op) {
    op.create_table("users",
                    {
                        column("id", varchar()).not_null(),
                        column("username", varchar(50)).not_null(),
                        column("email", varchar(255)).not_null(),
                        column("hashed_password", varchar(255)).not_null(),
                        column("is_active", boolean()).not_null(),
                        column("is_verified", boolean()).not_null(),
                        column("is_superuser", boolean()).not_null(),
                        column("created_at", timestamp()).not_null(),
                        column("updated_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                    });
    op.create_index("ix_users_email", "users", {"email"}, {.unique = true});
    op.create_index("ix_users_id", "users", {"id"});
    op.create_index("ix_users_username", "users", {"username"}, {.unique = true});
}

void create_characters(Operations& op) {
    op.create_table("characters",
                    {
                        column("id", varchar()).not_null(),
                        column("user_id", varchar()).not_null(),
                        column("name", varchar(50)).not_null(),
                        column("description", varchar(1000)),
                        column("appearance", varchar(1000)),
                        column("personality", varchar(1000)),
                        column("location", varchar(100)).not_null(),
                        column("is_active", boolean()).not_null(),
                        column("created_at", timestamp()).not_null(),
                        column("updated_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"user_id"}, "users", {"id"}),
                    });
    op.create_index("ix_characters_id", "characters", {"id"});
    op.create_index("ix_characters_name", "characters", {"name"});
    op.create_index("ix_characters_user_id", "characters", {"user_id"});
}

void create_character_stats(Operations& op) {
    op.create_table("character_stats",
                    {
                        column("id", varchar()).not_null(),
                        column("character_id", varchar()).not_null(),
                        column("level", integer()).not_null(),
                        column("experience", integer()).not_null(),
                        column("health", integer()).not_null(),
                        column("max_health", integer()).not_null(),
                        column("energy", integer()).not_null(),
                        column("max_energy", integer()).not_null(),
                        column("attack", integer()).not_null(),
                        column("defense", integer()).not_null(),
                        column("agility", integer()).not_null(),
                        column("created_at", timestamp()).not_null(),
                        column("updated_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"character_id"}, "characters", {"id"}),
                    });
    op.create_index("ix_character_stats_character_id", "character_stats", {"character_id"}, {.unique = true});
    op.create_index("ix_character_stats_id", "character_stats", {"id"});
}

void create_skills(Operations& op) {
    op.create_table("skills",
                    {
                        column("id", varchar()).not_null(),
                        column("character_id", varchar()).not_null(),
                        column("name", varchar(100)).not_null(),
                        column("level", integer()).not_null(),
                        column("experience", integer()).not_null(),
                        column("description", varchar(500)),
                        column("is_active", boolean()).not_null(),
                        column("created_at", timestamp()).not_null(),
                        column("updated_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"character_id"}, "characters", {"id"}),
                    });
    op.create_index("ix_skills_character_id", "skills", {"character_id"});
    op.create_index("ix_skills_id", "skills", {"id"});
    op.create_index("ix_skills_name", "skills", {"name"});
}

void create_game_sessions(Operations& op) {
    op.create_table("game_sessions",
                    {
                        column("id", varchar()).not_null(),
                        column("character_id", varchar()).not_null(),
                        column("is_active", boolean()).not_null(),
                        column("current_scene", varchar(500)),
                        column("session_data", varchar()),
                        column("created_at", timestamp()).not_null(),
                        column("updated_at", timestamp()).not_null(),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"character_id"}, "characters", {"id"}),
                    });
    op.create_index("ix_game_sessions_character_id", "game_sessions", {"character_id"});
    op.create_index("ix_game_sessions_id", "game_sessions", {"id"});
}

void create_log_fragments(Operations& op) {
    op.create_table(
        "log_fragments",
        {
            column("id", varchar()).not_null(),
            column("character_id", varchar()).not_null(),
            column("session_id", varchar()).not_null(),
            column("action_description", varchar()).not_null(),
            column("keywords", json()),
            column("emotional_valence", varchar(20)).not_null(),
            column("rarity", varchar(20)).not_null(),
            column("importance_score", double_precision()).not_null(),
            column("context_data", json()),
            column("created_at", timestamp()).not_null(),
        },
        {
            primary_key({"id"}),
            foreign_key({"character_id"}, "characters", {"id"}),
            foreign_key({"session_id"}, "game_sessions", {"id"}),
            check("emotional_valence IN ('POSITIVE', 'NEGATIVE', 'NEUTRAL')")
                .named("ck_log_fragments_emotional_valence"),
            check("rarity IN ('COMMON', 'UNCOMMON', 'RARE', 'EPIC', 'LEGENDARY')").named("ck_log_fragments_rarity"),
        });
    op.create_index("ix_log_fragments_character_id", "log_fragments", {"character_id"});
    op.create_index("ix_log_fragments_session_id", "log_fragments", {"session_id"});
}

void create_completed_logs(Operations& op) {
    op.create_table("completed_logs",
                    {
                        column("id", varchar()).not_null(),
                        column("creator_id", varchar()).not_null(),
                        column("core_fragment_id", varchar()).not_null(),
                        column("name", varchar()).not_null(),
                        column("title", varchar()),
                        column("description", varchar()).not_null(),
                        column("skills", json()),
                        column("personality_traits", json()),
                        column("behavior_patterns", json()),
                        column("contamination_level", double_precision()).not_null(),
                        column("status", varchar(20)).not_null(),
                        column("created_at", timestamp()).not_null(),
                        column("completed_at", timestamp()),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"creator_id"}, "characters", {"id"}),
                        foreign_key({"core_fragment_id"}, "log_fragments", {"id"}),
                        check("status IN ('DRAFT', 'COMPLETED', 'CONTRACTED', 'ACTIVE', 'EXPIRED', 'RECALLED')")
                            .named("ck_completed_logs_status"),
                    });
    op.create_index("ix_completed_logs_creator_id", "completed_logs", {"creator_id"});
}

void create_completed_log_sub_fragments(Operations& op) {
    op.create_table("completed_log_sub_fragments",
                    {
                        column("completed_log_id", varchar()).not_null(),
                        column("fragment_id", varchar()).not_null(),
                        column("order", integer()).not_null(),
                    },
                    {
                        primary_key({"completed_log_id", "fragment_id"}),
                        foreign_key({"completed_log_id"}, "completed_logs", {"id"}),
                        foreign_key({"fragment_id"}, "log_fragments", {"id"}),
                    });
}

void create_log_contracts(Operations& op) {
    op.create_table("log_contracts",
                    {
                        column("id", varchar()).not_null(),
                        column("completed_log_id", varchar()).not_null(),
                        column("creator_id", varchar()).not_null(),
                        column("host_character_id", varchar()),
                        column("activity_duration_hours", integer()).not_null(),
                        column("behavior_guidelines", varchar()).not_null(),
                        column("reward_conditions", json()),
                        column("rewards", json()),
                        column("is_public", boolean()).not_null(),
                        column("price", integer()),
                        column("status", named_type("logcontractstatus")).not_null(),
                        column("activity_logs", json()),
                        column("performance_score", double_precision()).not_null(),
                        column("created_at", timestamp()).not_null(),
                        column("activated_at", timestamp()),
                        column("completed_at", timestamp()),
                        column("expires_at", timestamp()),
                    },
                    {
                        primary_key({"id"}),
                        foreign_key({"completed_log_id"}, "completed_logs", {"id"}),
                        foreign_key({"creator_id"}, "characters", {"id"}),
                        foreign_key({"host_character_id"}, "characters", {"id"}),
                    });
    op.create_index("ix_log_contracts_completed_log_id", "log_contracts", {"completed_log_id"});
    op.create_index("ix_log_contracts_creator_id", "log_contracts", {"creator_id"});
    op.create_index("ix_log_contracts_host_character_id", "log_contracts", {"host_character_id"});
}

}  // namespace

REVISION(c8ab2c1be277){
    .message = "Initial migration with all models",
    .upgrade =
        [](Operations& op) {
            op.create_enum("logcontractstatus",
                           {"PENDING", "ACCEPTED", "ACTIVE", "DEPLOYED", "COMPLETED", "EXPIRED", "CANCELLED"});
            create_users(op);
            create_characters(op);
            create_character_stats(op);
            create_skills(op);
            create_game_sessions(op);
            create_log_fragments(op);
            create_completed_logs(op);
            create_completed_log_sub_fragments(op);
            create_log_contracts(op);
        },
    .downgrade_loses = "every row of the nine first tables",
};
