// Game sessions: opening one, what is said in it, and ending it.
#include "gestaloka_server/services/game_sessions.hpp"

#include <algorithm>
#include <limits>

#include "gestaloka_server/services/characters.hpp"
#include "gestaloka_server/services/random.hpp"
#include "gestaloka_server/services/text_rule.hpp"
#include "gestaloka_server/services/transaction.hpp"
#include "migrator/model/rows.hpp"

namespace gestaloka::services {

namespace model = migrator::model;
using schema::GameMessage;
using schema::GameSession;

namespace {

GameSession next_session(const std::string& character_id, const std::optional<GameSession>& previous,
                         const std::optional<std::string>& scene) {
    const auto now = model::Timestamp::now();
    GameSession next{};
    next.id = new_id();
    next.character_id = character_id;
    next.is_active = true;
    next.current_scene = scene;
    next.session_data = "{}";
    next.created_at = now;
    next.updated_at = now;
    next.session_status = "active";
    next.session_number = previous ? previous->session_number + 1 : 1;
    if (previous) next.previous_session_id = previous->id;
    next.is_first_session = !previous.has_value();
    return next;
}

// Words are what blanks separate; Japanese text counts as few.
int count_words(const std::string& text) {
    int words = 0;
    bool in_word = false;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!blank && !in_word) ++words;
        in_word = !blank;
    }
    return words;
}

Answer<void> refuse_ended(const GameSession& game_session) {
    if (!game_session.is_active) return refuse(RefusalKind::conflict, "session_ended", "the session has ended");
    return migrator::success();
}

Answer<GameSession> find_own_session(soci::session& session, const std::string& user_id, const std::string& session_id,
                                     RowLock lock) {
    auto wanted = model::Selection<GameSession>().where<&GameSession::id>(session_id);
    if (lock == RowLock::update) wanted.lock_rows();
    TRY_ANSWER(auto found, model::select_first(session, wanted));
    const auto unknown = [] { return refuse(RefusalKind::not_found, "session_not_found", "you have no such session"); };
    if (!found) return unknown();
    auto owner = find_own_character(session, user_id, found->character_id);
    if (!owner) {
        if (owner.assume_error().kind == RefusalKind::not_found) return unknown();
        return refuse(std::move(owner).assume_error());
    }
    return std::move(*found);
}

}  // namespace

Answer<GameSession> open_session_of(GameServices& services, const std::string& user_id, const std::string& character_id,
                                    const std::optional<std::string>& scene) {
    if (scene) TRY_ANSWERV(check_text("scene", *scene, {.max_characters = 500, .lines = Lines::many}));
    TRY_ANSWER(Lease lease, services.pool->lease());
    soci::session& session = lease.session();
    TRY_ANSWER(Transaction transaction, Transaction::begin(session));
    // The lock keeps two requests from opening a session each: no constraint of the table forbids that.
    TRY_ANSWERV(find_own_character(session, user_id, character_id, RowLock::update));
    TRY_ANSWER(const auto active, model::count(session, model::Selection<GameSession>()
                                                            .where<&GameSession::character_id>(character_id)
                                                            .where<&GameSession::is_active>(true)));
    if (active > 0)
        return refuse(RefusalKind::conflict, "session_already_active", "the character has an active session");
    TRY_ANSWER(const auto previous,
               model::select_first(session, model::Selection<GameSession>()
                                                .where<&GameSession::character_id>(character_id)
                                                .order_by<&GameSession::session_number>(model::Order::descending)
                                                .order_by<&GameSession::created_at>(model::Order::descending)));
    GameSession opened = next_session(character_id, previous, scene);
    TRY_ANSWERV(model::insert(session, opened));
    TRY_ANSWERV(transaction.commit());
    return opened;
}

Answer<GameSession> end_session(GameServices& services, const std::string& user_id, const std::string& session_id) {
    TRY_ANSWER(Lease lease, services.pool->lease());
    soci::session& session = lease.session();
    TRY_ANSWER(Transaction transaction, Transaction::begin(session));
    TRY_ANSWER(GameSession ended, lock_own_session(session, user_id, session_id));
    TRY_ANSWERV(refuse_ended(ended));
    ended.is_active = false;
    ended.session_status = "completed";
    ended.updated_at = model::Timestamp::now();
    const long long minutes = (ended.updated_at.microseconds - ended.created_at.microseconds) / 60'000'000;
    ended.play_duration_minutes = static_cast<int>(std::clamp(minutes, 0LL, 10'000'000LL));
    TRY_ANSWERV(model::update(session, ended));
    TRY_ANSWERV(transaction.commit());
    return ended;
}

Answer<GameMessage> append_message(GameServices& services, const std::string& user_id, const std::string& session_id,
                                   const std::string& content) {
    TRY_ANSWERV(check_text("content", content, {.min_characters = 1, .max_characters = 4000, .lines = Lines::many}));
    TRY_ANSWER(Lease lease, services.pool->lease());
    soci::session& session = lease.session();
    TRY_ANSWER(Transaction transaction, Transaction::begin(session));
    TRY_ANSWER(GameSession said_in, lock_own_session(session, user_id, session_id));
    TRY_ANSWERV(refuse_ended(said_in));
    ++said_in.turn_count;
    said_in.word_count += count_words(content);
    said_in.updated_at = model::Timestamp::now();
    GameMessage message{.id = new_id(),
                        .session_id = session_id,
                        .message_type = "player_action",
                        .sender_type = "player",
                        .content = content,
                        .message_metadata = {},
                        .created_at = said_in.updated_at,
                        .turn_number = said_in.turn_count};
    TRY_ANSWERV(model::insert(session, message));
    TRY_ANSWERV(model::update(session, said_in));
    TRY_ANSWERV(transaction.commit());
    return message;
}

Answer<std::vector<GameMessage>> list_messages(GameServices& services, const std::string& user_id,
                                               const std::string& session_id, const Page& page) {
    TRY_ANSWER(Lease lease, services.pool->lease());
    TRY_ANSWERV(find_own_session(lease.session(), user_id, session_id, RowLock::none));
    TRY_ANSWER(auto messages, model::select(lease.session(), model::Selection<GameMessage>()
                                                                 .where<&GameMessage::session_id>(session_id)
                                                                 .order_by<&GameMessage::turn_number>()
                                                                 .order_by<&GameMessage::created_at>()
                                                                 .order_by<&GameMessage::id>()
                                                                 .limit(page.limit)
                                                                 .offset(page.offset)));
    return messages;
}

Answer<GameSession> lock_own_session(soci::session& session, const std::string& user_id,
                                     const std::string& session_id) {
    return find_own_session(session, user_id, session_id, RowLock::update);
}

}  // namespace gestaloka::services
