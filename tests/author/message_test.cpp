// The message and the id of a new revision.
#include "migrator/author/message.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "migrator/author/revision_id.hpp"

using namespace migrator;

TEST_CASE("a message that says nothing is refused, with an example") {
    for (const char* empty : {"", "   ", "update", "Fix", "fix stuff", "more changes", "wip", "Update database schema!",
                              "migration", "users", "the final fix", "two\nlines"}) {
        INFO(empty);
        const auto checked = author::check_message(empty);
        REQUIRE_FALSE(checked.has_value());
        CHECK(checked.assume_error().kind() == ErrorKind::usage);
        CHECK_THAT(full_text(checked.assume_error()), Catch::Contains("e.g. -m \"Add attack, defense and agility"));
    }
    CHECK_FALSE(author::check_message(std::string(300, 'x') + " y").has_value());
}

TEST_CASE("a message that names what changes is taken") {
    for (const char* good :
         {"Add battle_logs", "Fix story arc types", "rename energy to mp", "クエストの説明を広げる"}) {
        INFO(good);
        CHECK(author::check_message(good).has_value());
    }
}

TEST_CASE("a slug is lower case, of letters and digits, and cut after a word") {
    CHECK(author::slug_of("Add battle_logs, again!") == "add_battle_logs_again");
    CHECK(author::slug_of("Add attack, defense and agility to character_stats") == "add_attack_defense_and_agility_to");
    CHECK(author::slug_of(std::string(60, 'x')) == std::string(40, 'x'));
    CHECK(author::slug_of("クエスト") == "revision");
}

TEST_CASE("ids are twelve hexadecimal digits, another one each time") {
    const Registry registry = Registry::create({}).assume_value();
    std::set<std::string> ids;
    for (int i = 0; i < 1000; ++i)
        ids.insert(author::new_revision_id(registry));
    CHECK(ids.size() == 1000);
    for (const std::string& id : ids)
        CHECK((id.size() == 12 && id.find_first_not_of("0123456789abcdef") == std::string::npos));
}

TEST_CASE("an id that is taken is drawn again") {
    static const Revision users{.message = "Add users"};
    static const Revision squash{
        .message = "Squash a and b",
        .revises = {"aaaaaaaaaaaa"},
        .replaces = "bbbbbbbbbbbb additive b2:1 aaaaaaaaaaaa\ncccccccccccc additive b2:2 bbbbbbbbbbbb\n"};
    const Registry registry =
        Registry::create({{"aaaaaaaaaaaa", "a.cpp", &users}, {"dddddddddddd", "squash.cpp", &squash}}).assume_value();
    const std::vector<std::string> taken = {"aaaaaaaaaaaa", "bbbbbbbbbbbb", "aaaaaaaaaaaa", "cccccccccccc",
                                            "dddddddddddd"};
    std::size_t drawn = 0;
    const auto draw = [&] { return drawn < taken.size() ? taken[drawn++] : "eeeeeeeeeeee"; };
    CHECK(author::new_revision_id(registry, draw) == "eeeeeeeeeeee");
    CHECK(drawn == taken.size());
}

TEST_CASE("a chosen id must be free, and fit into a C++ name and a file's name") {
    static const Revision revision{.message = "Add users"};
    const Registry registry = Registry::create({{"abc123", "revisions/a.cpp", &revision}}).assume_value();
    CHECK(author::check_revision_id("abc124", registry).has_value());
    CHECK_THAT(summary(author::check_revision_id("abc123", registry).assume_error()),
               Catch::Contains("taken by revisions/a.cpp"));
    for (const char* bad : {"", "ABC", "a-b", "a b", "a@b", "ä"}) {
        INFO(bad);
        CHECK_FALSE(author::check_revision_id(bad, registry).has_value());
    }
}
