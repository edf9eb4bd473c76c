// What models say of parents, row security and comments, in a real database and back.
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <catch2/catch.hpp>

#include "migrator/diff/compare.hpp"
#include "migrator/diff/describe.hpp"
#include "migrator/introspection/read_catalog.hpp"
#include "migrator/model/rows.hpp"
#include "migrator/testing/test_database.hpp"
#include "migrator/workbench/workbench.hpp"
#include "tests/errors/must.hpp"
#include "tests/model/parents.hpp"

using namespace migrator;
using migrator::testing::must;

namespace {

std::string rest(const Difference& difference) {
    std::string text = psql_script(difference.operations);
    for (const std::string& refusal : difference.refusals)
        text += refusal + "\n";
    return text;
}

}  // namespace

TEST_CASE("a database made from models reads as the models, with parents, row security and comments") {
    const Catalog described = must(dungeon::models()).catalog;
    const Catalog wanted = must(Workbench().canonical(described));
    CHECK(rest(compare(wanted, described)) == "");
    CHECK(rest(compare(described, wanted)) == "");

    const testing::TestDatabase database;
    postgres::Session session = database.connect();
    must(session.run_script(psql_script(compare({}, wanted).operations)));
    CHECK(rest(compare(must(read_catalog(session)), wanted)) == "");
    CHECK(rest(compare(must(read_catalog(session)), described)) == "");
}

TEST_CASE("a row of an inheriting table is written with the parent's columns and found in the parent") {
    const testing::TestDatabase database;
    postgres::Session session = database.connect();
    must(session.run_script(psql_script(compare({}, must(dungeon::models()).catalog).operations)));
    must(session.run_script("ALTER TABLE monsters ALTER element SET DEFAULT 'FIRE'"));
    soci::session rows(soci::postgresql, database.url());
    REQUIRE(model::insert(rows, dungeon::Boss{7, "Balor", 3}).has_value());
    const auto boss = model::select_first(rows, model::Selection<dungeon::Boss>().where<&dungeon::Boss::name>("Balor"));
    CHECK(boss.value()->phases == 3);
    const auto monster =
        model::select_first(rows, model::Selection<dungeon::Monster>().where<&dungeon::Monster::id>(7));
    CHECK(monster.value()->name == "Balor");
}
