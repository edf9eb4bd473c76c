// Gestaloka's models: complete, sound, and all in the list.
#include <catch2/catch.hpp>
#include <fstream>

#include "migrator/testing/model_sources.hpp"
#include "schema/environment.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace migrator;
using gestaloka::schema::environment;
using migrator::testing::find_forgotten_models;

namespace {

constexpr const char* tables_directory = PROJECT_SOURCE_TREE "/schema/tables";

// The game's tables, and one header more.
std::vector<std::string> mistakes_with(const std::string& header, const std::string& source) {
    const gestaloka::test::TemporaryDirectory directory;
    std::ofstream(directory.path() / "more.hpp") << header;
    std::ofstream(directory.path() / "more.cpp") << source;
    return find_forgotten_models(environment(), directory.path());
}

}  // namespace

TEST_CASE("every member of the game's structs has a column, and every described struct is in the list") {
    CHECK(find_forgotten_models(environment(), tables_directory) == std::vector<std::string>{});
    CHECK(environment().models().value().catalog.tables.size() == 37);
}

TEST_CASE("a forgotten member and a forgotten struct are named") {
    const std::vector<std::string> mistakes = mistakes_with(R"(
struct Guild {
    std::string id;
    std::optional<int> rank = {};  ///< from 1
    std::string ranking{};
};
void describe(migrator::model::TableBuilder<Guild>& table);
)",
                                                            R"(
    table.column<&Guild::id>();
    table.column<&Guild::ranking>();
)");
    REQUIRE(mistakes.size() == 2);
    CHECK(mistakes[0] ==
          "member \"rank\" of struct Guild has no column: write table.column<&Guild::rank>() in describe()");
    CHECK(mistakes[1] == "struct Guild is described and in no list of models: add it to models_of<…>()");
}

TEST_CASE("a program without models is no program whose models are complete") {
    const Environment none{environment().revisions};
    CHECK(find_forgotten_models(none, tables_directory) == std::vector<std::string>{"the environment has no models"});
}
