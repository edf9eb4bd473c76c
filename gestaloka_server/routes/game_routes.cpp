// The gameplay API: every route of /api/v1.
#include "gestaloka_server/routes/game_routes.hpp"

#include <string>
#include <utility>

#include "gestaloka_server/routes/answer.hpp"
#include "gestaloka_server/routes/json_fields.hpp"
#include "gestaloka_server/routes/json_views.hpp"
#include "gestaloka_server/services/accounts.hpp"
#include "gestaloka_server/services/battles.hpp"
#include "gestaloka_server/services/characters.hpp"
#include "gestaloka_server/services/game_sessions.hpp"
#include "gestaloka_server/services/random.hpp"
#include "gestaloka_server/services/skills.hpp"

namespace gestaloka::routes {

using services::Answer;
using services::GameServices;
using web::Request;

namespace {

using JsonAnswer = Answer<std::string>;

JsonAnswer register_user(GameServices& game, const Request& request) {
    TRY_ANSWER(const auto fields, JsonFields::parse(request.body, {"username", "email", "password"}));
    services::Registration registration;
    TRY_ANSWER(registration.username, fields.text("username"));
    TRY_ANSWER(registration.email, fields.text("email"));
    TRY_ANSWER(registration.password, fields.text("password"));
    TRY_ANSWER(const auto user, services::register_user(game, registration));
    return to_json(user);
}

JsonAnswer log_in(GameServices& game, const Request& request) {
    TRY_ANSWER(const auto fields, JsonFields::parse(request.body, {"username", "password"}));
    TRY_ANSWER(const auto username, fields.text("username"));
    TRY_ANSWER(const auto password, fields.text("password"));
    TRY_ANSWER(const auto login, services::log_in(game, username, password));
    return to_json(login);
}

JsonAnswer create_character(GameServices& game, const Request& request, const std::string& user) {
    TRY_ANSWER(const auto fields,
               JsonFields::parse(request.body, {"name", "description", "appearance", "personality"}));
    services::NewCharacter wanted;
    TRY_ANSWER(wanted.name, fields.text("name"));
    TRY_ANSWER(wanted.description, fields.optional_text("description"));
    TRY_ANSWER(wanted.appearance, fields.optional_text("appearance"));
    TRY_ANSWER(wanted.personality, fields.optional_text("personality"));
    TRY_ANSWER(const auto sheet, services::create_character(game, user, wanted));
    return to_json(sheet);
}

JsonAnswer list_characters(GameServices& game, const Request&, const std::string& user) {
    TRY_ANSWER(const auto characters, services::list_characters(game, user));
    return to_json(characters);
}

JsonAnswer read_character(GameServices& game, const Request& request, const std::string& user) {
    TRY_ANSWER(const auto sheet, services::read_character(game, user, request.parameters.at("id")));
    return to_json(sheet);
}

JsonAnswer grant_skill(GameServices& game, const Request& request, const std::string& user) {
    TRY_ANSWER(const auto fields, JsonFields::parse(request.body, {"skill"}));
    TRY_ANSWER(const auto skill, fields.text("skill"));
    TRY_ANSWER(const auto learnt, services::grant_skill(game, user, request.parameters.at("id"), skill));
    return to_json(learnt);
}

JsonAnswer list_skills(GameServices& game, const Request& request, const std::string& user) {
    TRY_ANSWER(const auto skills, services::list_skills(game, user, request.parameters.at("id")));
    return to_json(skills);
}

JsonAnswer open_session(GameServices& game, const Request& request, const std::string& user) {
    TRY_ANSWER(const auto fields, JsonFields::parse(request.body, {"character_id", "scene"}));
    TRY_ANSWER(const auto character, fields.text("character_id"));
    TRY_ANSWER(const auto scene, fields.optional_text("scene"));
    TRY_ANSWER(const auto session, services::open_session_of(game, user, character, scene));
    return to_json(session);
}

JsonAnswer end_session(GameServices& game, const Request& request, const std::string& user) {
    TRY_ANSWER(const auto session, services::end_session(game, user, request.parameters.at("id")));
    return to_json(session);
}

JsonAnswer append_message(GameServices& game, const Request& request, const std::string& user) {
    TRY_ANSWER(const auto fields, JsonFields::parse(request.body, {"content"}));
    TRY_ANSWER(const auto content, fields.text("content"));
    TRY_ANSWER(const auto message, services::append_message(game, user, request.parameters.at("id"), content));
    return to_json(message);
}

JsonAnswer list_messages(GameServices& game, const Request& request, const std::string& user) {
    TRY_ANSWER(const auto page, page_of(request));
    TRY_ANSWER(const auto messages, services::list_messages(game, user, request.parameters.at("id"), page));
    return to_json(messages);
}

JsonAnswer fight_battle(GameServices& game, const Request& request, const std::string& user) {
    TRY_ANSWER(const auto fields, JsonFields::parse(request.body, {"character_id", "opponent", "session_id", "seed"}));
    services::Challenge challenge;
    TRY_ANSWER(challenge.character_id, fields.text("character_id"));
    TRY_ANSWER(challenge.opponent, fields.text("opponent"));
    TRY_ANSWER(challenge.session_id, fields.optional_text("session_id"));
    TRY_ANSWER(challenge.seed, fields.optional_number("seed", services::max_seed));
    TRY_ANSWER(const auto battle, services::fight_battle(game, user, challenge));
    return to_json(battle);
}

JsonAnswer list_battles(GameServices& game, const Request& request, const std::string& user) {
    TRY_ANSWER(const auto page, page_of(request));
    TRY_ANSWER(const auto battles, services::list_battles(game, user, request.parameters.at("id"), page));
    return to_json(battles);
}

using PublicAction = JsonAnswer (*)(GameServices&, const Request&);
using PlayerAction = JsonAnswer (*)(GameServices&, const Request&, const std::string& user_id);

web::Handler open_to_all(GameServices& game, int status, PublicAction action) {
    return [&game, status, action](const Request& request) { return response_of(action(game, request), status); };
}

web::Handler for_players(GameServices& game, int status, PlayerAction action) {
    return [&game, status, action](const Request& request) {
        const auto user = services::authenticate(game, request.authorization);
        if (!user) return response_of(user.assume_error());
        return response_of(action(game, request, user.assume_value()), status);
    };
}

}  // namespace

web::Application game_application(GameServices& game) {
    constexpr int ok = 200;
    constexpr int created = 201;
    web::Router router;
    router.add("POST", "/api/v1/users", open_to_all(game, created, register_user));
    router.add("POST", "/api/v1/login", open_to_all(game, ok, log_in));
    router.add("POST", "/api/v1/characters", for_players(game, created, create_character));
    router.add("GET", "/api/v1/characters", for_players(game, ok, list_characters));
    router.add("GET", "/api/v1/characters/{id}", for_players(game, ok, read_character));
    router.add("POST", "/api/v1/characters/{id}/skills", for_players(game, created, grant_skill));
    router.add("GET", "/api/v1/characters/{id}/skills", for_players(game, ok, list_skills));
    router.add("GET", "/api/v1/characters/{id}/battles", for_players(game, ok, list_battles));
    router.add("POST", "/api/v1/sessions", for_players(game, created, open_session));
    router.add("POST", "/api/v1/sessions/{id}/end", for_players(game, ok, end_session));
    router.add("POST", "/api/v1/sessions/{id}/messages", for_players(game, created, append_message));
    router.add("GET", "/api/v1/sessions/{id}/messages", for_players(game, ok, list_messages));
    router.add("POST", "/api/v1/battles", for_players(game, created, fight_battle));
    return {.router = std::move(router), .worker_threads = game.pool->size(), .cancel = [&game] { game.cancel(); }};
}

}  // namespace gestaloka::routes
