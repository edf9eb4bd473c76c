// The rule of a battle: who hits whom, how hard, and what it is worth. The same seed gives the same battle.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/tables/battle_log.hpp"

namespace gestaloka::services {

/// What counts of a fighter in battle.
struct Fighter {
    std::string name;
    int health = 1;
    int mp = 0;
    int attack = 1;
    int defense = 0;
    int agility = 1;
};

/// Whom a character can challenge.
struct Opponent {
    Fighter fighter;
    int experience = 0;  ///< for a victory
};

std::span<const Opponent> opponents();
/// Null when there is none of this name.
const Opponent* find_opponent(std::string_view name);

struct Blow {
    int round = 1;
    bool by_character = true;
    int damage = 0;  ///< 0: missed
    bool critical = false;
    bool spell = false;   ///< cost `spell_cost` mp
    int health_left = 0;  ///< of the one who was hit
};

struct Battle {
    schema::BattleOutcome outcome = schema::BattleOutcome::draw;
    int rounds = 0;
    int damage_dealt = 0;
    int damage_taken = 0;
    int experience_gained = 0;
    std::vector<Blow> blows;
};

inline constexpr int max_rounds = 20;  ///< then it is a draw
inline constexpr int spell_cost = 10;

/// Fights it out. Each round the more agile strikes first (the character when equal). A blow misses the more often the
/// more agile its target is; one in ten hits is critical and doubles. A fighter with mp casts a spell every third
/// round, which ignores the defense. Victory gives the opponent's experience, a draw a fifth of it.
/// Requires: both fighters have health left.
Battle fight(const Fighter& character, const Opponent& opponent, std::uint64_t seed);

}  // namespace gestaloka::services
