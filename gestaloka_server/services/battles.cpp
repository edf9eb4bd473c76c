// Battles: fighting one, and reading what is recorded of them.
#include "gestaloka_server/services/battles.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "gestaloka_server/services/battle_rule.hpp"
#include "gestaloka_server/services/characters.hpp"
#include "gestaloka_server/services/game_sessions.hpp"
#include "gestaloka_server/services/random.hpp"
#include "gestaloka_server/services/text_rule.hpp"
#include "gestaloka_server/services/transaction.hpp"
#include "migrator/model/rows.hpp"

namespace gestaloka::services {

namespace model = migrator::model;
using schema::BattleLog;
using schema::CharacterStats;

namespace {

model::Json record_of(const Battle& battle, std::uint64_t seed) {
    nlohmann::json blows = nlohmann::json::array();
    for (const Blow& blow : battle.blows)
        blows.push_back({{"round", blow.round},
                         {"by", blow.by_character ? "character" : "opponent"},
                         {"damage", blow.damage},
                         {"critical", blow.critical},
                         {"spell", blow.spell},
                         {"health_left", blow.health_left}});
    return {nlohmann::json{{"seed", seed}, {"blows", std::move(blows)}}.dump()};
}

std::string names_of_opponents() {
    std::string names;
    for (const Opponent& opponent : opponents())
        names += (names.empty() ? "" : ", ") + opponent.fighter.name;
    return names;
}

Fighter fighter_of(const schema::Character& character, const CharacterStats& stats) {
    return {.name = character.name,
            .health = stats.health,
            .mp = stats.mp,
            .attack = stats.attack,
            .defense = stats.defense,
            .agility = stats.agility};
}

Answer<void> check_session(soci::session& session, const std::string& user_id, const Challenge& challenge) {
    if (!challenge.session_id) return migrator::success();
    TRY_ANSWER(const auto game_session, lock_own_session(session, user_id, *challenge.session_id));
    if (game_session.character_id != challenge.character_id)
        return refuse(RefusalKind::invalid, "wrong_session", "the session is another character's", "session_id");
    if (!game_session.is_active)
        return refuse(RefusalKind::conflict, "session_ended", "the session has ended", "session_id");
    return migrator::success();
}

BattleLog log_of(const Challenge& challenge, const Battle& battle, model::Timestamp started_at, std::uint64_t seed) {
    return {.id = new_id(),
            .character_id = challenge.character_id,
            .session_id = challenge.session_id,
            .opponent = challenge.opponent,
            .outcome = battle.outcome,
            .rounds = battle.rounds,
            .damage_dealt = battle.damage_dealt,
            .damage_taken = battle.damage_taken,
            .experience_gained = battle.experience_gained,
            .log = record_of(battle, seed),
            .started_at = started_at,
            .ended_at = model::Timestamp::now()};
}

}  // namespace

Answer<BattleLog> fight_battle(GameServices& services, const std::string& user_id, const Challenge& challenge) {
    TRY_ANSWERV(check_text("opponent", challenge.opponent, {.min_characters = 1, .max_characters = 100}));
    const Opponent* const opponent = find_opponent(challenge.opponent);
    if (opponent == nullptr)
        return refuse(RefusalKind::invalid, "unknown_opponent", "the opponents are " + names_of_opponents(),
                      "opponent");
    const std::uint64_t seed = challenge.seed.value_or(random_seed());
    const auto started_at = model::Timestamp::now();

    TRY_ANSWER(Lease lease, services.pool->lease());
    soci::session& session = lease.session();
    TRY_ANSWER(Transaction transaction, Transaction::begin(session));
    TRY_ANSWER(const auto character, find_own_character(session, user_id, challenge.character_id));
    TRY_ANSWERV(check_session(session, user_id, challenge));
    TRY_ANSWER(CharacterStats stats, find_stats(session, challenge.character_id, RowLock::update));
    if (stats.health <= 0)
        return refuse(RefusalKind::conflict, "no_health", "the character has no health left", "character_id");
    const Battle battle = fight(fighter_of(character, stats), *opponent, seed);
    BattleLog log = log_of(challenge, battle, started_at, seed);
    TRY_ANSWERV(model::insert(session, log));
    const long long experience = static_cast<long long>(stats.experience) + battle.experience_gained;
    stats.experience = static_cast<int>(std::min<long long>(experience, std::numeric_limits<int>::max()));
    stats.updated_at = log.ended_at;
    TRY_ANSWERV(model::update(session, stats));
    TRY_ANSWERV(transaction.commit());
    return log;
}

Answer<std::vector<BattleLog>> list_battles(GameServices& services, const std::string& user_id,
                                            const std::string& character_id, const Page& page) {
    TRY_ANSWER(Lease lease, services.pool->lease());
    TRY_ANSWERV(find_own_character(lease.session(), user_id, character_id));
    TRY_ANSWER(auto battles,
               model::select(lease.session(), model::Selection<BattleLog>()
                                                  .where<&BattleLog::character_id>(character_id)
                                                  .order_by<&BattleLog::started_at>(model::Order::descending)
                                                  .order_by<&BattleLog::id>(model::Order::descending)
                                                  .limit(page.limit)
                                                  .offset(page.offset)));
    return battles;
}

}  // namespace gestaloka::services
