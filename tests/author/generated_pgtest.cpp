// Generated C++ is what a developer could have written: it compiles, records the same operations, and they go up and
// down.
#include <catch2/catch.hpp>

#include "migrator/diff/compare.hpp"
#include "migrator/operation/invert.hpp"
#include "migrator/testing/test_database.hpp"
#include "migrator/workbench/workbench.hpp"
#include "tests/author/compiled.hpp"
#include "tests/author/sample_cases.hpp"
#include "tests/ddl/schema_dump.hpp"
#include "tests/errors/must.hpp"
#include "tests/workbench/academy.hpp"

using namespace migrator;
using namespace migrator::testing;
using author_test::SampleCase;
using author_test::sql_of;

TEST_CASE("the file of models that use everything compiles, records the same operations and goes up and down") {
    Workbench workbench;
    const Catalog described = must(workbench.canonical(must(academy::models()).catalog));
    const Difference everything = compare({}, described);
    REQUIRE(everything.refusals.empty());
    const std::string id = "case200000";
    const auto loaded =
        author_test::load({{.id = id, .message = "Open the academy", .upgrade = everything.operations}});
    const Registry registry = author_test::registry_of(id, loaded.at(id));
    const TestDatabase database;
    auto session = database.connect();
    const std::string before = schema_dump(database.url());
    must(session.run_script("SET check_function_bodies = off"));
    must(session.run_script(sql_of(must(registry.revisions().front().upgrade_operations()))));
    const Catalog made = must(workbench.of_database(database.url()));
    CHECK(compare(made, described).is_empty());
    CHECK(compare(described, made).is_empty());
    must(session.run_script(sql_of(must(registry.revisions().front().downgrade_operations()))));
    CHECK(difference(before, schema_dump(database.url())) == "");
}

TEST_CASE("generated files compile without a warning, record the same operations and go up and down") {
    const std::vector<SampleCase> cases = author_test::sample_cases();
    REQUIRE(cases.size() >= 20);
    std::vector<author::NewRevision> written;
    for (const SampleCase& sample : cases)
        written.push_back({.id = sample.id, .message = sample.message, .upgrade = sample.upgrade});
    const auto loaded = author_test::load(written);
    for (const SampleCase& sample : cases) {
        INFO(sample.message);
        const Registry registry = author_test::registry_of(sample.id, loaded.at(sample.id));
        const std::string up = sql_of(must(registry.revisions().front().upgrade_operations()));
        const std::string down = sql_of(must(registry.revisions().front().downgrade_operations()));
        CHECK(up == sql_of(sample.upgrade));
        CHECK(down == sql_of(must(invert(sample.upgrade))));
        const TestDatabase database;
        auto session = database.connect();
        must(session.run_script(author_test::start_sql));
        const std::string before = schema_dump(database.url());
        must(session.run_script(up));
        CHECK(schema_dump(database.url()) != before);
        must(session.run_script(down));
        CHECK(difference(before, schema_dump(database.url())) == "");
    }
}
