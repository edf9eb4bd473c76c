// Session records: how a session ended, and each action in it.
#pragma once

#include <optional>
#include <string>

#include "migrator/model/table_builder.hpp"

namespace gestaloka::schema {

using migrator::model::Json;
using migrator::model::Timestamp;

/// One row a finished session.
struct SessionResult {
    std::string id;
    std::string session_id;
    std::string story_summary;
    Json key_events;
    int experience_gained;
    Json skills_improved;
    Json items_acquired;
    Json neo4j_updates;
    std::string continuation_context;
    Json unresolved_plots;
    Timestamp created_at;
    Json story_arc_progress;
};
void describe(migrator::model::TableBuilder<SessionResult>& table);

/// One row a turn.
struct ActionLog {
    std::string id;
    std::string session_id;
    std::string character_id;
    std::string action_type;
    std::string action_content;
    std::string response_content;
    std::optional<Json> performance_data;
    Timestamp created_at;
};
void describe(migrator::model::TableBuilder<ActionLog>& table);

}  // namespace gestaloka::schema
