// Rows of the game as the JSON that players see.
#include "gestaloka_server/routes/json_views.hpp"

#include <nlohmann/json.hpp>

namespace gestaloka::routes {

using json = nlohmann::ordered_json;
using migrator::model::label_of;
using migrator::model::to_iso8601;

namespace {

json optional(const std::optional<std::string>& text) {
    return text ? json(*text) : json(nullptr);
}

json view(const schema::Character& character) {
    return {{"id", character.id},
            {"name", character.name},
            {"description", optional(character.description)},
            {"appearance", optional(character.appearance)},
            {"personality", optional(character.personality)},
            {"location", character.location},
            {"created_at", to_iso8601(character.created_at)}};
}

json view(const schema::CharacterStats& stats) {
    return {{"level", stats.level},    {"experience", stats.experience},
            {"health", stats.health},  {"max_health", stats.max_health},
            {"mp", stats.mp},          {"max_mp", stats.max_mp},
            {"attack", stats.attack},  {"defense", stats.defense},
            {"agility", stats.agility}};
}

json view(const services::LearntSkill& skill) {
    return {{"id", skill.learnt.id},
            {"skill_id", skill.skill.id},
            {"name", skill.skill.name},
            {"description", skill.skill.description},
            {"type", skill.skill.skill_type},
            {"base_power", skill.skill.base_power},
            {"sp_cost", skill.skill.sp_cost},
            {"cooldown_turns", skill.skill.cooldown_turns},
            {"level", skill.learnt.level},
            {"experience", skill.learnt.experience},
            {"unlocked_at", skill.learnt.unlocked_at}};
}

json view(const schema::GameMessage& message) {
    return {{"id", message.id},
            {"turn", message.turn_number},
            {"type", message.message_type},
            {"sender", message.sender_type},
            {"content", message.content},
            {"created_at", to_iso8601(message.created_at)}};
}

json view(const schema::BattleLog& battle) {
    return {{"id", battle.id},
            {"character_id", battle.character_id},
            {"session_id", optional(battle.session_id)},
            {"opponent", battle.opponent},
            {"outcome", label_of(battle.outcome)},
            {"rounds", battle.rounds},
            {"damage_dealt", battle.damage_dealt},
            {"damage_taken", battle.damage_taken},
            {"experience_gained", battle.experience_gained},
            {"log", json::parse(battle.log.text, nullptr, false)},
            {"started_at", to_iso8601(battle.started_at)},
            {"ended_at", to_iso8601(battle.ended_at)}};
}

std::string print(const json& document) {
    return document.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
}

template <class Row>
std::string print_list(const char* name, const std::vector<Row>& rows) {
    json list = json::array();
    for (const Row& row : rows)
        list.push_back(view(row));
    return print({{name, std::move(list)}});
}

}  // namespace

std::string to_json(const schema::User& user) {
    return print({{"id", user.id},
                  {"username", user.username},
                  {"email", user.email},
                  {"created_at", to_iso8601(user.created_at)}});
}

std::string to_json(const services::Login& login) {
    const migrator::model::Timestamp expires_at{login.expires_at * 1'000'000};
    return print({{"token", login.token}, {"user_id", login.user_id}, {"expires_at", to_iso8601(expires_at)}});
}

std::string to_json(const services::CharacterSheet& sheet) {
    json document = view(sheet.character);
    document["stats"] = view(sheet.stats);
    return print(document);
}

std::string to_json(const services::LearntSkill& skill) {
    return print(view(skill));
}

std::string to_json(const schema::GameSession& session) {
    return print({{"id", session.id},
                  {"character_id", session.character_id},
                  {"status", session.session_status},
                  {"number", session.session_number},
                  {"scene", optional(session.current_scene)},
                  {"turns", session.turn_count},
                  {"words", session.word_count},
                  {"created_at", to_iso8601(session.created_at)}});
}

std::string to_json(const schema::GameMessage& message) {
    return print(view(message));
}

std::string to_json(const schema::BattleLog& battle) {
    return print(view(battle));
}

std::string to_json(const std::vector<schema::Character>& characters) {
    return print_list("characters", characters);
}

std::string to_json(const std::vector<services::LearntSkill>& skills) {
    return print_list("skills", skills);
}

std::string to_json(const std::vector<schema::GameMessage>& messages) {
    return print_list("messages", messages);
}

std::string to_json(const std::vector<schema::BattleLog>& battles) {
    return print_list("battles", battles);
}

}  // namespace gestaloka::routes
