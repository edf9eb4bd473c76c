// Logs: the tables log_fragments, completed_logs and completed_log_sub_fragments.
#include "schema/tables/log.hpp"

namespace gestaloka::schema {

using namespace migrator;

void describe(model::TableBuilder<LogFragment>& table) {
    table.name("log_fragments");
    table.column<&LogFragment::id>(varchar()).primary_key();
    table.column<&LogFragment::character_id>(varchar()).references("characters").index("ix_log_fragments_character_id");
    table.column<&LogFragment::session_id>(varchar()).references("game_sessions").index("ix_log_fragments_session_id");
    table.column<&LogFragment::action_description>(varchar());
    table.column<&LogFragment::keywords>(json());
    table.column<&LogFragment::emotional_valence>(varchar(20)).check_labels("ck_log_fragments_emotional_valence");
    table.column<&LogFragment::rarity>(varchar(20)).check_labels("ck_log_fragments_rarity");
    table.column<&LogFragment::importance_score>();
    table.column<&LogFragment::context_data>(json());
    table.column<&LogFragment::created_at>(timestamp());
    table.column<&LogFragment::keyword>(varchar());
    table.column<&LogFragment::backstory>(varchar());
    table.column<&LogFragment::discovered_at>(varchar());
    table.column<&LogFragment::source_action>(varchar());
    table.column<&LogFragment::memory_type>(varchar());
    table.column<&LogFragment::combination_tags>(json());
    table.column<&LogFragment::world_truth>(varchar());
    table.column<&LogFragment::acquisition_context>(varchar());
    table.column<&LogFragment::is_consumed>();
    table.column<&LogFragment::acquisition_date>(timestamp());
}

void describe(model::TableBuilder<CompletedLog>& table) {
    table.name("completed_logs");
    table.column<&CompletedLog::id>(varchar()).primary_key();
    table.column<&CompletedLog::creator_id>(varchar()).references("characters").index("ix_completed_logs_creator_id");
    table.column<&CompletedLog::core_fragment_id>(varchar()).references("log_fragments");
    table.column<&CompletedLog::name>(varchar());
    table.column<&CompletedLog::title>(varchar());
    table.column<&CompletedLog::description>(varchar());
    table.column<&CompletedLog::skills>(json());
    table.column<&CompletedLog::personality_traits>(json());
    table.column<&CompletedLog::behavior_patterns>(json());
    table.column<&CompletedLog::contamination_level>();
    table.column<&CompletedLog::status>(varchar(20)).check_labels("ck_completed_logs_status");
    table.column<&CompletedLog::created_at>(timestamp());
    table.column<&CompletedLog::completed_at>(timestamp());
    table.column<&CompletedLog::compilation_metadata>(json());
}

void describe(model::TableBuilder<CompletedLogSubFragment>& table) {
    table.name("completed_log_sub_fragments");
    table.column<&CompletedLogSubFragment::completed_log_id>(varchar()).primary_key().references("completed_logs");
    table.column<&CompletedLogSubFragment::fragment_id>(varchar()).primary_key().references("log_fragments");
    table.column<&CompletedLogSubFragment::order>();
}

}  // namespace gestaloka::schema
