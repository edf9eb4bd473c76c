// Quoting agrees with the server's own.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/testing/test_database.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

// A few thousand short texts out of characters that quoting has to care about; the same ones each time.
std::vector<std::string> odd_texts() {
    const std::vector<std::string> parts = {"a", "z", "_", "0", "9", "A",  "$",  "\"", "'",  "\\", ".",
                                            " ", "-", ";", "%", ":", "\n", "\t", "é",  "語", "🎲",  "E'"};
    constexpr int texts = 3000;
    constexpr unsigned seed = 20250708;
    std::mt19937 random(seed);
    std::vector<std::string> result;
    for (int i = 0; i < texts; ++i) {
        std::string text;
        for (std::size_t length = 1 + random() % 6; length > 0; --length)
            text += parts[random() % parts.size()];
        result.push_back(text);
    }
    return result;
}

}  // namespace

TEST_CASE("names are quoted as quote_ident() quotes them") {
    const TestDatabase database;
    auto session = database.connect();
    const auto check = [&](const std::string& name) {
        const auto result = must(session.query("SELECT quote_ident($1)", {name}));
        CHECK(quoted(Identifier{name}) == result.text(0, 0));
    };
    SECTION("every keyword that the server knows") {
        const auto words = must(session.query("SELECT word, quote_ident(word) FROM pg_get_keywords() ORDER BY word"));
        CHECK(words.row_count() > 400);
        for (int row = 0; row < words.row_count(); ++row)
            CHECK(quoted(Identifier{words.text(row, 0)}) == words.text(row, 1));
    }
    SECTION("random names") {
        for (const std::string& name : odd_texts())
            check(name);
    }
}

TEST_CASE("literals come back from the server as they were") {
    const TestDatabase database;
    auto session = database.connect();
    must(session.run_script("SET standard_conforming_strings = on"));
    for (const std::string& value : odd_texts()) {
        const auto result = must(session.run_script("SELECT " + quoted(Literal{value})));
        CHECK(result.front().text(0, 0) == value);
    }
}

TEST_CASE("a keyword of a later PostgreSQL is quoted as well") {
    for (const char* word : {"json_table", "merge_action", "system_user", "json_exists"})
        CHECK(quoted(Identifier{word}) == '"' + std::string(word) + '"');
}
