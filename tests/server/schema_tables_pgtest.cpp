// The models describe the tables as the revisions make them.
#include <catch2/catch.hpp>
#include <set>

#include "migrator/model/described.hpp"
#include "migrator/testing/test_database.hpp"
#include "schema/environment.hpp"
#include "schema/tables/account.hpp"
#include "schema/tables/battle_log.hpp"
#include "schema/tables/character.hpp"
#include "schema/tables/game_session.hpp"
#include "schema/tables/skill.hpp"

using namespace migrator;
using namespace gestaloka::schema;

namespace {

using Texts = std::set<std::string>;

Texts read(const testing::TestDatabase& database, const std::string& sql, const std::string& table) {
    postgres::Session session = database.connect();
    auto result = session.query(sql, {table});
    REQUIRE(result.has_value());
    const postgres::ResultSet& rows = result.assume_value();
    Texts texts;
    for (int row = 0; row < rows.row_count(); ++row)
        texts.emplace(rows.text(row, 0));
    return texts;
}

constexpr const char* columns_sql = R"sql(
    SELECT attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' not null' ELSE '' END
    FROM pg_attribute
    WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped)sql";

constexpr const char* constraints_sql = "SELECT conname FROM pg_constraint WHERE conrelid = $1::regclass";

constexpr const char* indexes_sql = R"sql(
    SELECT relname || CASE WHEN indisunique THEN ' unique' ELSE '' END || ' ' || indnkeyatts
    FROM pg_index
    JOIN pg_class ON pg_class.oid = indexrelid
    WHERE indrelid = $1::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid))sql";

}  // namespace

TEMPLATE_TEST_CASE("a described table is the one that the revisions make", "", User, UserRole, Character,
                   CharacterStats, Skill, CharacterSkill, GameSession, GameMessage, BattleLog) {
    const testing::TestDatabase database(environment());
    const model::Description& description = model::description_of<TestType>();
    REQUIRE(check_description(description).has_value());
    const std::string& table = description.table.name.name;
    INFO(table);
    Texts columns;
    for (const Column& column : description.table.columns)
        columns.insert(column.name + ' ' + column.type.text + (column.nullable ? "" : " not null"));
    CHECK(columns == read(database, columns_sql, table));
    Texts constraints;
    for (const Constraint& constraint : description.table.constraints)
        constraints.insert(constraint.name);
    CHECK(constraints == read(database, constraints_sql, table));
    Texts indexes;
    for (const Index& index : description.indexes)
        indexes.insert(index.name + (index.options.unique ? " unique " : " ") + std::to_string(index.keys.size()));
    CHECK(indexes == read(database, indexes_sql, table));
}
