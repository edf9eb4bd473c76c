// Quests: the table quests.
#include "schema/tables/quest.hpp"

namespace gestaloka::schema {

using namespace migrator;

void describe(model::TableBuilder<Quest>& table) {
    table.name("quests");
    table.column<&Quest::id>(varchar()).primary_key().index("ix_quests_id");
    table.column<&Quest::character_id>(varchar()).references("characters").index("ix_quests_character_id");
    table.column<&Quest::session_id>(varchar()).references("game_sessions").index("ix_quests_session_id");
    table.column<&Quest::title>(varchar());
    table.column<&Quest::description>(varchar(2500));
    table.column<&Quest::status>();
    table.column<&Quest::origin>();
    table.column<&Quest::progress_percentage>();
    table.column<&Quest::narrative_completeness>();
    table.column<&Quest::emotional_satisfaction>();
    table.column<&Quest::key_events>(json());
    table.column<&Quest::progress_indicators>(json());
    table.column<&Quest::emotional_arc>(json());
    table.column<&Quest::involved_entities>(json());
    table.column<&Quest::context_summary>();
    table.column<&Quest::completion_summary>();
    table.column<&Quest::proposed_at>(timestamp());
    table.column<&Quest::started_at>(timestamp());
    table.column<&Quest::completed_at>(timestamp());
    table.column<&Quest::last_progress_at>(timestamp());
}

}  // namespace gestaloka::schema
