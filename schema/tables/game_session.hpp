// Game sessions: one sitting of a character, and what was said in it.
#pragma once

#include <optional>
#include <string>

#include "migrator/model/table_builder.hpp"

namespace gestaloka::schema {

using migrator::model::Json;
using migrator::model::Timestamp;

struct GameSession {
    std::string id;
    std::string character_id;
    bool is_active;
    std::optional<std::string> current_scene;
    std::optional<std::string> session_data;  ///< a JSON document in a varchar column
    Timestamp created_at;
    Timestamp updated_at;
    std::string session_status;
    int session_number;  ///< counts the character's sessions from 1
    std::optional<std::string> previous_session_id;
    std::optional<std::string> story_arc_id;
    std::optional<std::string> result_summary;
    std::optional<Timestamp> result_processed_at;
    int turn_count;
    int word_count;
    int play_duration_minutes;
    int ending_proposal_count;
    std::optional<Timestamp> last_proposal_at;
    bool is_first_session;
};
void describe(migrator::model::TableBuilder<GameSession>& table);

struct GameMessage {
    std::string id;
    std::string session_id;
    std::string message_type;
    std::string sender_type;
    std::string content;
    std::optional<Json> message_metadata;
    Timestamp created_at;
    int turn_number;
};
void describe(migrator::model::TableBuilder<GameMessage>& table);

}  // namespace gestaloka::schema
