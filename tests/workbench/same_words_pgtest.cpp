// A model and a table that say the same in other words have no difference, however often they are compared.
#include <catch2/catch.hpp>

#include "migrator/diff/compare.hpp"
#include "migrator/diff/describe.hpp"
#include "migrator/testing/test_database.hpp"
#include "migrator/workbench/workbench.hpp"
#include "tests/errors/must.hpp"
#include "tests/workbench/same_words.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

std::string list_of(const Difference& difference) {
    std::string text = psql_script(difference.operations);
    for (const std::string& refusal : difference.refusals)
        text += "refused: " + refusal + "\n";
    for (const std::string& note : difference.notes)
        text += "note: " + note + "\n";
    return text;
}

Catalog catalog_after(Workbench& workbench, const std::string& sql) {
    const TestDatabase database;
    must(database.connect().run_script(sql));
    return must(workbench.of_database(database.url()));
}

}  // namespace

TEST_CASE("a model and the same table written by hand have no difference") {
    Workbench workbench;
    for (const same_words::Pair& pair : same_words::pairs()) {
        INFO(pair.what);
        const Catalog described = must(workbench.canonical(must(pair.models()).catalog));
        const Catalog written = catalog_after(workbench, pair.sql);
        CHECK(list_of(compare(written, described)) == "");
        CHECK(list_of(compare(described, written)) == "");
    }
}

TEST_CASE("what a model makes of an empty database is what the model says") {
    Workbench workbench;
    for (const same_words::Pair& pair : same_words::pairs()) {
        INFO(pair.what);
        const Catalog described = must(workbench.canonical(must(pair.models()).catalog));
        const Difference difference = compare({}, described);
        CHECK(difference.refusals.empty());
        const Catalog made = catalog_after(workbench, psql_script(difference.operations));
        CHECK(list_of(compare(made, described)) == "");
        // What was printed once is printed another way the second time.
        const Catalog again = catalog_after(workbench, psql_script(compare({}, made).operations));
        CHECK(list_of(compare(again, described)) == "");
    }
}
