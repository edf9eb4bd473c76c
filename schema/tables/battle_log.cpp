// Battle logs: the table battle_logs.
#include "schema/tables/battle_log.hpp"

namespace gestaloka::schema {

using namespace migrator;
using model::key;

void describe(model::TableBuilder<BattleLog>& table) {
    table.name("battle_logs");
    table.column<&BattleLog::id>(varchar(36)).primary_key();
    table.column<&BattleLog::character_id>(varchar()).references("characters");
    table.column<&BattleLog::session_id>(varchar()).references("game_sessions").index("ix_battle_logs_session_id");
    table.column<&BattleLog::opponent>(varchar(100));
    table.column<&BattleLog::outcome>(varchar(20)).check_labels("ck_battle_logs_outcome");
    table.column<&BattleLog::rounds>();
    table.column<&BattleLog::damage_dealt>();
    table.column<&BattleLog::damage_taken>();
    table.column<&BattleLog::experience_gained>();
    table.column<&BattleLog::log>(jsonb());
    table.column<&BattleLog::started_at>(timestamptz());
    table.column<&BattleLog::ended_at>(timestamptz());
    table.index("ix_battle_logs_character_id", {key<&BattleLog::character_id>(), key<&BattleLog::started_at>().desc()});
}

}  // namespace gestaloka::schema
