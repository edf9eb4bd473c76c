// The rule of a battle.
#include "gestaloka_server/services/battle_rule.hpp"

#include <algorithm>
#include <array>

namespace gestaloka::services {

namespace {

// SplitMix64 (S. Vigna): the standard library's distributions differ from one implementation to the next, and a
// recorded battle must replay the same everywhere.
class Dice {
 public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}

    /// Any of 0 … sides - 1.
    int roll(int sides) {
        state_ += 0x9E3779B97F4A7C15u;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        z ^= z >> 31;
        return static_cast<int>(z % static_cast<std::uint64_t>(sides));
    }

 private:
    std::uint64_t state_;
};

bool casts_spell(const Fighter& attacker, int round) {
    return round % 3 == 0 && attacker.mp >= spell_cost;
}

Blow strike(Fighter& attacker, Fighter& target, int round, Dice& dice) {
    Blow blow{.round = round, .spell = casts_spell(attacker, round)};
    if (blow.spell) attacker.mp -= spell_cost;
    const int miss_percent = std::clamp(5 + target.agility - attacker.agility, 5, 50);
    if (dice.roll(100) >= miss_percent) {
        const int armour = blow.spell ? 0 : target.defense / 2;
        blow.critical = dice.roll(10) == 0;
        blow.damage = std::max(1, attacker.attack - armour + dice.roll(5) - 2);
        if (blow.critical) blow.damage *= 2;
        blow.damage = std::min(blow.damage, target.health);
    }
    target.health -= blow.damage;
    blow.health_left = target.health;
    return blow;
}

// Stats of an adopted database may be anything; within these bounds the rule cannot overflow.
Fighter within_bounds(Fighter fighter) {
    constexpr int most = 1'000'000;
    for (int* stat : {&fighter.health, &fighter.mp, &fighter.attack, &fighter.defense, &fighter.agility})
        *stat = std::clamp(*stat, 0, most);
    return fighter;
}

int experience_for(schema::BattleOutcome outcome, const Opponent& opponent) {
    switch (outcome) {
        case schema::BattleOutcome::victory:
            return opponent.experience;
        case schema::BattleOutcome::draw:
            return opponent.experience / 5;
        case schema::BattleOutcome::defeat:
            return 0;
    }
    return 0;
}

}  // namespace

std::span<const Opponent> opponents() {
    static const std::array<Opponent, 4> all = {{
        {{.name = "Training Dummy", .health = 30, .mp = 0, .attack = 1, .defense = 0, .agility = 1}, 5},
        {{.name = "Mist Wolf", .health = 60, .mp = 0, .attack = 12, .defense = 4, .agility = 14}, 25},
        {{.name = "Broken Log", .health = 90, .mp = 30, .attack = 14, .defense = 8, .agility = 8}, 60},
        {{.name = "Anomaly Knight", .health = 200, .mp = 60, .attack = 24, .defense = 16, .agility = 12}, 200},
    }};
    return all;
}

const Opponent* find_opponent(std::string_view name) {
    for (const Opponent& opponent : opponents())
        if (opponent.fighter.name == name) return &opponent;
    return nullptr;
}

Battle fight(const Fighter& character, const Opponent& opponent, std::uint64_t seed) {
    Dice dice(seed);
    Fighter hero = within_bounds(character);
    Fighter foe = opponent.fighter;
    const bool hero_is_first = hero.agility >= foe.agility;
    Battle battle;
    const auto turn = [&](bool by_character) {
        Blow blow = by_character ? strike(hero, foe, battle.rounds, dice) : strike(foe, hero, battle.rounds, dice);
        blow.by_character = by_character;
        (by_character ? battle.damage_dealt : battle.damage_taken) += blow.damage;
        battle.blows.push_back(blow);
    };
    while (battle.rounds < max_rounds && hero.health > 0 && foe.health > 0) {
        ++battle.rounds;
        turn(hero_is_first);
        if (hero.health > 0 && foe.health > 0) turn(!hero_is_first);
    }
    if (foe.health <= 0)
        battle.outcome = schema::BattleOutcome::victory;
    else if (hero.health <= 0)
        battle.outcome = schema::BattleOutcome::defeat;
    battle.experience_gained = experience_for(battle.outcome, opponent);
    return battle;
}

}  // namespace gestaloka::services
