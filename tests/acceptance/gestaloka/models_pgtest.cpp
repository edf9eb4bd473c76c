// The game's own structs against its own revisions: as long as nobody changes either, they say the same.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "migrator/testing/test_database.hpp"
#include "schema/environment.hpp"
#include "tests/cli/console.hpp"

using namespace migrator;
using gestaloka::schema::environment;

namespace {

struct Desk {
    testing::Answer run(const std::string& words) const {
        testing::Answer answer = console.run(words);
        UNSCOPED_INFO(words << ": " << answer.out << answer.err);
        return answer;
    }

    testing::TestDatabase database{environment()};
    testing::Console console{environment(), database.url()};
};

}  // namespace

TEST_CASE("check finds no difference between the structs, the revisions and a database at head") {
    const Desk desk;
    const testing::Answer answer = desk.run("check --live");
    CHECK(answer.code == 0);
    CHECK(answer.out ==
          "models and revisions: 37 tables compared, no difference\n"
          "database and revisions: 37 tables compared, no difference\n");
    const auto json = nlohmann::json::parse(desk.run("check --json").out);
    const auto& comparison = json.at("comparisons").at(0);
    CHECK(comparison.at("tables").size() == 37);
    CHECK(comparison.at("operations").empty());
    CHECK(comparison.at("refusals").empty());
    CHECK(comparison.at("notes").empty());
}

TEST_CASE("diff finds no difference between the structs and the revisions or the database, in both directions") {
    const Desk desk;
    for (const char* sides : {"revision:heads models", "models revision:heads", "database models", "models database"}) {
        const testing::Answer answer = desk.run("diff " + std::string(sides) + " --json");
        CHECK(answer.code == 0);
        const auto json = nlohmann::json::parse(answer.out);
        CHECK(json.at("operations").empty());
        CHECK(json.at("refusals").empty());
        CHECK(json.at("notes").empty());
    }
}

TEST_CASE("revision --autogenerate has nothing to write for the structs as they are") {
    const Desk desk;
    for (const char* from : {"revisions", "database"}) {
        const testing::Answer answer =
            desk.run("revision --autogenerate --dry-run -m 'Add what is missing' --from " + std::string(from));
        CHECK(answer.code == 0);
        CHECK(answer.out.find("compared 37 tables") == 0);
        CHECK(answer.out.find("no difference, no file written") != std::string::npos);
    }
}
