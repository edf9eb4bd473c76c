// Battle logs: one row a finished battle.
#pragma once

#include <optional>
#include <string>

#include "migrator/model/labels.hpp"
#include "migrator/model/table_builder.hpp"

namespace gestaloka::schema {

using migrator::model::Json;
using migrator::model::Timestamp;

enum class BattleOutcome { victory, defeat, draw };

struct BattleLog {
    std::string id;
    std::string character_id;
    std::optional<std::string> session_id;  ///< not set: fought outside a session
    std::string opponent;
    BattleOutcome outcome;
    int rounds;
    int damage_dealt;
    int damage_taken;
    int experience_gained;
    Json log;  ///< an array of blows
    Timestamp started_at;
    Timestamp ended_at;
};
void describe(migrator::model::TableBuilder<BattleLog>& table);

}  // namespace gestaloka::schema

template <>
struct migrator::model::Labels<gestaloka::schema::BattleOutcome> {
    using Outcome = gestaloka::schema::BattleOutcome;
    static constexpr Label<Outcome> all[] = {
        {Outcome::victory, "VICTORY"}, {Outcome::defeat, "DEFEAT"}, {Outcome::draw, "DRAW"}};
};
