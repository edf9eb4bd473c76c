// What counts as drift.
#include "migrator/drift/facts.hpp"

#include <catch2/catch.hpp>

#include "migrator/catalog/rights.hpp"

using namespace migrator;

TEST_CASE("drift tells what is lost, then what differs, then what is there beside it") {
    const CatalogFacts expected = {{"column t.a", "integer"}, {"column t.b", "integer"}, {"index i of t", "(a)"}};
    const CatalogFacts found = {{"column t.a", "bigint"}, {"column t.b", "integer"}, {"column t.c", "text"}};
    CHECK(compare_facts(expected, found) == std::vector<Drift>{{"index i of t", "(a)", ""},
                                                               {"column t.a", "integer", "bigint"},
                                                               {"column t.c", "", "text"}});
}

TEST_CASE("rights that only the database has are no drift, those that revisions give are looked at") {
    Catalog revisions;
    revisions.others = {{"grant", "shop", "visitor=SELECT", "shop"}, {"grant", "stock", "clerk=SELECT", "stock"}};
    Catalog database;
    database.others = {{"grant", "schema public", "owner=CREATE PUBLIC=USAGE", {}},
                       {"grant", "users", "service=SELECT", "users"},
                       {"grant", "stock", "clerk=SELECT clerk=UPDATE", "stock"},
                       {"default privileges", "r", "{service=r/owner}", {}},
                       {"rule", "users.r", "CREATE RULE r", "users"}};
    leave_out_rights_beside(revisions, database);
    CHECK(compare_facts(facts_of(revisions), facts_of(database)) ==
          std::vector<Drift>{{"grant shop", "visitor=SELECT", ""},
                             {"grant stock", "clerk=SELECT", "clerk=SELECT clerk=UPDATE"},
                             {"rule users.r", "", "CREATE RULE r"}});
}
