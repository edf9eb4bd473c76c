// Game sessions: opening one, what is said in it, and ending it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gestaloka_server/services/game_services.hpp"
#include "gestaloka_server/services/page.hpp"
#include "gestaloka_server/services/refusal.hpp"
#include "schema/tables/game_session.hpp"

namespace soci {
class session;
}

namespace gestaloka::services {

/// Opens the character's next session. `scene` has up to 500 characters.
/// Refuses: invalid, not_found, conflict "session_already_active".
Answer<schema::GameSession> open_session_of(GameServices& services, const std::string& user_id,
                                            const std::string& character_id, const std::optional<std::string>& scene);

/// Refuses: not_found, conflict "session_ended".
Answer<schema::GameSession> end_session(GameServices& services, const std::string& user_id,
                                        const std::string& session_id);

/// Appends what the player says, 1 to 4000 characters, as the session's next turn.
/// Refuses: invalid, not_found, conflict "session_ended".
Answer<schema::GameMessage> append_message(GameServices& services, const std::string& user_id,
                                           const std::string& session_id, const std::string& content);

/// The messages of the session, oldest first. Refuses: not_found.
Answer<std::vector<schema::GameMessage>> list_messages(GameServices& services, const std::string& user_id,
                                                       const std::string& session_id, const Page& page);

/// The session, if its character belongs to the user; its row is locked. Refuses: not_found.
Answer<schema::GameSession> lock_own_session(soci::session& session, const std::string& user_id,
                                             const std::string& session_id);

}  // namespace gestaloka::services
