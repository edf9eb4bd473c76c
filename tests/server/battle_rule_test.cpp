// The rule of a battle, without a database.
#include "gestaloka_server/services/battle_rule.hpp"

#include <catch2/catch.hpp>
#include <limits>

using namespace gestaloka::services;
using gestaloka::schema::BattleOutcome;

namespace {

const Fighter novice{.name = "Novice", .health = 100, .mp = 100, .attack = 10, .defense = 5, .agility = 10};

}  // namespace

TEST_CASE("the same seed gives the same battle") {
    const Opponent& wolf = *find_opponent("Mist Wolf");
    const Battle first = fight(novice, wolf, 42);
    const Battle again = fight(novice, wolf, 42);
    REQUIRE(first.blows.size() == again.blows.size());
    for (std::size_t i = 0; i < first.blows.size(); ++i) {
        CHECK(first.blows[i].damage == again.blows[i].damage);
        CHECK(first.blows[i].by_character == again.blows[i].by_character);
    }
    int different = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed)
        different += fight(novice, wolf, seed).damage_dealt != first.damage_dealt ? 1 : 0;
    CHECK(different > 0);
}

TEST_CASE("a battle's sums agree with its blows and its outcome") {
    for (const Opponent& opponent : opponents())
        for (std::uint64_t seed = 0; seed < 200; ++seed) {
            const Battle battle = fight(novice, opponent, seed);
            int dealt = 0;
            int taken = 0;
            for (const Blow& blow : battle.blows) {
                (blow.by_character ? dealt : taken) += blow.damage;
                REQUIRE(blow.damage >= 0);
                REQUIRE(blow.health_left >= 0);
            }
            REQUIRE(battle.damage_dealt == dealt);
            REQUIRE(battle.damage_taken == taken);
            REQUIRE(battle.rounds <= max_rounds);
            const bool won = dealt == opponent.fighter.health;
            const bool lost = taken == novice.health;
            REQUIRE(battle.outcome ==
                    (won ? BattleOutcome::victory : (lost ? BattleOutcome::defeat : BattleOutcome::draw)));
            REQUIRE(battle.experience_gained == (won ? opponent.experience : (lost ? 0 : opponent.experience / 5)));
        }
}

TEST_CASE("the more agile strikes first") {
    Fighter slow = novice;
    slow.agility = 1;
    CHECK(fight(novice, *find_opponent("Training Dummy"), 1).blows.front().by_character);
    CHECK_FALSE(fight(slow, *find_opponent("Mist Wolf"), 1).blows.front().by_character);
}

TEST_CASE("a spell is cast every third round while there is mp") {
    Fighter caster = novice;
    caster.mp = spell_cost;
    int spells = 0;
    for (const Blow& blow : fight(caster, *find_opponent("Anomaly Knight"), 7).blows)
        if (blow.by_character && blow.spell) {
            ++spells;
            CHECK(blow.round == 3);
        }
    CHECK(spells == 1);
}

TEST_CASE("stats out of all bounds break nothing") {
    const int most = std::numeric_limits<int>::max();
    const int least = std::numeric_limits<int>::min();
    for (const Fighter& odd : {Fighter{"max", most, most, most, most, most},
                               Fighter{"min", 1, least, least, least, least}, Fighter{"dead", 0, 0, 0, 0, 0}})
        for (const Opponent& opponent : opponents())
            CHECK(fight(odd, opponent, 3).damage_taken >= 0);
}
