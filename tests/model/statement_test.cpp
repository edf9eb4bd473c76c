// The SQL of reading and writing rows.
#include "migrator/model/statement.hpp"

#include <catch2/catch.hpp>

#include "schema/tables/account.hpp"
#include "tests/model/sample.hpp"

using namespace migrator::model;
using gestaloka::schema::UserRole;

namespace {

const UserRole role{
    .id = "r1", .user_id = "u1", .role = gestaloka::schema::Role::player, .granted_at = Timestamp{0}, .granted_by = {}};

}  // namespace

TEST_CASE("names are quoted whatever they hold") {
    CHECK(quote_name("plain") == R"("plain")");
    CHECK(quote_name(R"(a"b:c)") == R"("a""b:c")");
    CHECK(quote_table({"odd schema", "t"}) == R"("odd schema"."t")");
}

TEST_CASE("an insert binds every value") {
    const Statement statement = insert_statement(description_of<UserRole>(), &role);
    CHECK(statement.sql ==
          "INSERT INTO \"user_roles\" (\"id\", \"user_id\", \"role\", \"granted_at\", \"granted_by\")\n"
          "VALUES (:p1, :p2, :p3, :p4, :p5)");
    CHECK(statement.values ==
          std::vector<std::optional<std::string>>{"r1", "u1", "PLAYER", "2000-01-01 00:00:00.000000+00", std::nullopt});
}

TEST_CASE("generated columns are read but never written") {
    const sample::Item item{};
    const Description& description = description_of<sample::Item>();
    CHECK_THAT(insert_statement(description, &item).sql, !Catch::Contains("doubled"));
    CHECK_THAT(update_statement(description, &item).sql, !Catch::Contains("doubled"));
    CHECK_THAT(select_statement(description, {}).sql, Catch::Contains("\"doubled\"::text"));
}

TEST_CASE("an update names its row by the primary key") {
    CHECK(update_statement(description_of<UserRole>(), &role).sql ==
          "UPDATE \"user_roles\"\n"
          "SET \"user_id\" = :p1, \"role\" = :p2, \"granted_at\" = :p3, \"granted_by\" = :p4\n"
          "WHERE \"id\" = :p5");
}

TEST_CASE("a selection becomes one statement") {
    const auto selection =
        Selection<UserRole>()
            .where<&UserRole::user_id>("u1")
            .where_in<&UserRole::role>({gestaloka::schema::Role::admin, gestaloka::schema::Role::player})
            .order_by<&UserRole::granted_at>(Order::descending)
            .order_by<&UserRole::id>()
            .limit(10)
            .offset(20)
            .lock_rows();
    const Statement statement = select_statement(description_of<UserRole>(), selection.parts());
    CHECK(statement.sql ==
          "SELECT \"id\"::text, \"user_id\"::text, \"role\"::text, \"granted_at\"::text, \"granted_by\"::text\n"
          "FROM \"user_roles\"\n"
          "WHERE \"user_id\" IN (:p1)\n"
          "  AND \"role\" IN (:p2, :p3)\n"
          "ORDER BY \"user_roles\".\"granted_at\" DESC, \"user_roles\".\"id\"\n"
          "LIMIT :p4\n"
          "OFFSET :p5\n"
          "FOR UPDATE");
    CHECK(statement.values == std::vector<std::optional<std::string>>{"u1", "ADMIN", "PLAYER", "10", "20"});
}

TEST_CASE("a selection among no values selects nothing") {
    const auto selection = Selection<UserRole>().where_in<&UserRole::id>({});
    CHECK(count_statement(description_of<UserRole>(), selection.parts()).sql ==
          "SELECT count(*)::text\nFROM \"user_roles\"\nWHERE FALSE");
}
