// The commands that look at a database or write its history.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "console.hpp"
#include "golden.hpp"
#include "migrator/testing/test_database.hpp"
#include "tavern.hpp"
#include "tests/errors/must.hpp"
#include "tests/revision/chains.hpp"

using namespace migrator;
using namespace migrator::testing;
using Catch::Matchers::Contains;

namespace {

struct Tavern {
    explicit Tavern(const Environment& environment) : console(environment, database.url()) {}

    Answer run(const std::string& words) const {
        Answer answer = console.run(words);
        UNSCOPED_INFO(words << ": " << answer.err);
        return answer;
    }

    std::string ask(const std::string& sql) const {
        auto session = database.connect();
        const auto result = must(session.query(sql));
        return result.row_count() == 0 ? "" : std::string(result.text(0, 0));
    }

    /// "a b" in the order of application.
    std::string applied() const {
        return ask("SELECT coalesce(string_agg(revision, ' ' ORDER BY sequence), '') FROM migrator.history");
    }

    TestDatabase database;
    Console console;
};

// a1 -> a2 -> a3; b1 -> b2 -> b3, b2 depends on a2
const Environment& two_lines() {
    static const Chain chain = Chain()
                                   .add("a1", {})
                                   .add("a2", {"a1"})
                                   .add("a3", {"a2"})
                                   .add("b1", {})
                                   .add("b2", {"b1"}, {"a2"})
                                   .add("b3", {"b2"});
    static const Environment environment{chain.list()};
    return environment;
}

std::string current_of(const Tavern& tavern) {
    std::string ids;
    const auto answer = nlohmann::json::parse(tavern.run("current --json").out);
    for (const auto& entry : answer["current"])
        ids += (ids.empty() ? "" : " ") + entry["revision"].get<std::string>();
    return ids;
}

}  // namespace

TEST_CASE("upgrade and downgrade go along branches") {
    const Tavern tavern(forked_tavern());
    CHECK(tavern.run("upgrade").code == 64);
    CHECK_THAT(tavern.run("upgrade").err, Contains("several heads are present") && Contains("migrate merge"));
    CHECK(tavern.run("upgrade moods@head").code == 0);
    CHECK(tavern.applied() == "aaaa00000001 aaaa00000002 cccc00000001");
    CHECK(tavern.run("upgrade rooms@+1").code == 0);
    CHECK(tavern.run("downgrade moods@-1").code == 0);
    CHECK(tavern.applied() == "aaaa00000001 aaaa00000002 bbbb00000001");
    CHECK(tavern.run("upgrade heads").code == 0);
    check_golden("downgrade.txt", tavern.run("downgrade aaaa00000001").out);
    check_golden("upgrade.txt", tavern.run("upgrade heads").out);
    check_golden("upgrade_nothing.txt", tavern.run("upgrade heads").out);
    CHECK(tavern.run("downgrade base").code == 0);
    CHECK(tavern.applied().empty());
}

TEST_CASE("-1 goes down from the head that was applied last") {
    const Tavern tavern(forked_tavern());
    REQUIRE(tavern.run("upgrade moods@head").code == 0);
    REQUIRE(tavern.run("upgrade rooms@head").code == 0);
    CHECK(tavern.run("downgrade -1").code == 0);
    CHECK(tavern.applied() == "aaaa00000001 aaaa00000002 cccc00000001");
    REQUIRE(tavern.run("upgrade rooms@head").code == 0);
    REQUIRE(tavern.run("downgrade moods@-1").code == 0);
    REQUIRE(tavern.run("upgrade moods@head").code == 0);
    CHECK(tavern.run("downgrade -1").code == 0);
    CHECK(tavern.applied() == "aaaa00000001 aaaa00000002 bbbb00000001");
}

TEST_CASE("a revision that is merged in below is applied, and its row comes last") {
    const Tavern before(small_tavern());
    REQUIRE(before.run("upgrade").code == 0);
    const Console whole(tavern(), before.database.url());
    CHECK(whole.run("upgrade heads").code == 0);
    CHECK(before.applied() ==
          "aaaa00000001 aaaa00000002 cccc00000001 ffff00000001 bbbb00000001 dddd00000001 eeee00000001");
}

TEST_CASE("current and history in text and JSON") {
    const Tavern tavern(forked_tavern());
    SECTION("RC06 an empty database, in which nothing is created") {
        check_golden("current_empty.txt", tavern.run("current").out);
        check_golden("history_empty.txt", tavern.run("history").out);
        CHECK(tavern.ask("SELECT to_regclass('migrator.history') IS NULL") == "t");
    }
    SECTION("a database on a branch") {
        REQUIRE(tavern.run("upgrade rooms").code == 0);
        check_golden("current.txt", tavern.run("current").out);
        check_golden("current.json", tavern.run("current --json").out);
        check_golden("history.txt", tavern.run("history").out);
        check_golden("history.json", tavern.run("history --json").out);
        check_golden("history_indicated.txt", tavern.run("history -i --graph").out);
        CHECK_THAT(tavern.run("history -i").out, Contains("(current)"));
        CHECK_THAT(tavern.run("current --verbose").out,
                   Contains("run by ") && Contains("checksum") && Contains("revisions/20260103_0900_bbbb00000001"));
    }
}

TEST_CASE("RC02 current in a range is where the database is") {
    const Tavern tavern(small_tavern());
    const auto listed = [&](const std::string& range) {
        std::string ids;
        for (const auto& entry : nlohmann::json::parse(tavern.run("history --json -r " + range).out))
            ids += (ids.empty() ? "" : " ") + entry["revision"].get<std::string>();
        return ids;
    };
    CHECK(listed("current:") == "aaaa00000002 aaaa00000001");
    REQUIRE(tavern.run("upgrade +1").code == 0);
    CHECK(listed(":current") == "aaaa00000001");
    REQUIRE(tavern.run("upgrade").code == 0);
    CHECK(listed("current:") == "aaaa00000002");
    CHECK(listed("-1:current") == "aaaa00000002 aaaa00000001");
}

TEST_CASE("RC03 RC04 a revision that is only depended on is current as well") {
    const Tavern tavern(two_lines());
    CHECK(current_of(tavern).empty());
    REQUIRE(tavern.run("upgrade a1").code == 0);
    REQUIRE(tavern.run("upgrade b1").code == 0);
    CHECK(current_of(tavern) == "a1 b1");
    REQUIRE(tavern.run("upgrade b2").code == 0);
    CHECK(current_of(tavern) == "a2 b2");
    REQUIRE(tavern.run("upgrade b3").code == 0);
    CHECK(current_of(tavern) == "a2 b3");
    REQUIRE(tavern.run("downgrade base").code == 0);
    REQUIRE(tavern.run("upgrade a3").code == 0);
    CHECK(current_of(tavern) == "a3");
}

TEST_CASE("RC05 current --check-heads fails unless every head is applied") {
    const Tavern tavern(two_lines());
    const auto check = [&](const std::string& heads) {
        REQUIRE(tavern.run("stamp --purge " + heads).code == 0);
        return tavern.run("current --check-heads");
    };
    CHECK(check("a3 b3").code == 0);
    for (const char* heads : {"a2", "a3", "b3", "a2 b1", "a3 b2"}) {
        INFO(heads);
        const Answer answer = check(heads);
        CHECK(answer.code == 10);
        CHECK_THAT(answer.err, Contains("the database is not on all head revisions"));
    }
}

TEST_CASE("stamp records without running, so that an upgrade has nothing to do") {
    const Tavern tavern(forked_tavern());
    check_golden("stamp.txt", tavern.run("stamp heads").out);
    CHECK(tavern.applied() == "aaaa00000001 aaaa00000002 bbbb00000001 cccc00000001");
    CHECK(tavern.ask("SELECT to_regclass('guests') IS NULL") == "t");
    CHECK(tavern.run("upgrade heads").out == "nothing to do; 4 revisions are applied\n");
    CHECK_THAT(tavern.run("current --verbose").out, Contains("recorded without being run (stamp)"));
    SECTION("RC22 what is there already needs no statement") {
        check_golden("stamp_nothing.txt", tavern.run("stamp heads").out);
    }
    SECTION("down, up and within a branch") {
        check_golden("stamp.json", tavern.run("stamp moods@base --json").out);
        CHECK(tavern.run("stamp aaaa00000001").code == 0);
        CHECK(tavern.applied() == "aaaa00000001");
        CHECK(tavern.run("stamp rooms moods").code == 0);
        CHECK(current_of(tavern) == "bbbb00000001 cccc00000001");
        CHECK(tavern.run("stamp base").code == 0);
        CHECK(tavern.applied().empty());
    }
    SECTION("RC20 a set of revisions that includes one another is refused") {
        const Answer answer = tavern.run("stamp aaaa00000001 rooms");
        CHECK(answer.code == 64);
        CHECK_THAT(answer.err, Contains("overlaps"));
    }
    SECTION("RC25 --purge also forgets what is not compiled in") {
        const Console older(small_tavern(), tavern.database.url());
        const Answer refused = older.run("stamp head");
        CHECK(refused.code == 13);
        CHECK_THAT(refused.err, Contains("bbbb00000001, cccc00000001") && Contains("--purge"));
        CHECK(older.run("stamp head --purge").code == 0);
        CHECK(tavern.applied() == "aaaa00000001 aaaa00000002");
    }
    SECTION("a torn step stays visible") {
        tavern.ask("UPDATE migrator.history SET state = 'applying' WHERE revision = 'cccc00000001' RETURNING 1");
        CHECK(tavern.run("stamp base").code == 15);
        CHECK(tavern.run("stamp base --purge").code == 15);
    }
    SECTION("a name that does not exist changes nothing") {
        CHECK(tavern.run("stamp deadbeef").code == 64);
        CHECK(tavern.applied() == "aaaa00000001 aaaa00000002 bbbb00000001 cccc00000001");
    }
}

TEST_CASE("ensure-version creates the history table once") {
    const Tavern tavern(small_tavern());
    const std::string first = tavern.run("ensure-version").out;
    check_golden("ensure_version.txt", first + tavern.run("ensure-version").out);
    CHECK(tavern.ask("SELECT count(*) FROM migrator.history") == "0");
    CHECK(nlohmann::json::parse(tavern.run("ensure-version --json").out) ==
          nlohmann::json{{"table", "migrator.history"}, {"created", false}});
}

TEST_CASE("RC48 upgrades, downgrades and a stamp in a row leave exactly what they say") {
    const Tavern tavern(forked_tavern());
    const auto tables = [&] {
        return tavern.ask(
            "SELECT coalesce(string_agg(tablename, ' ' ORDER BY tablename), '') FROM pg_tables "
            "WHERE schemaname = 'public'");
    };
    CHECK(tavern.run("upgrade rooms").code == 0);
    CHECK(tables() == "guests rooms");
    CHECK(tavern.run("downgrade aaaa00000001").code == 0);
    CHECK(tables() == "guests");
    CHECK(tavern.run("downgrade base").code == 0);
    CHECK(tables().empty());
    CHECK(tavern.run("upgrade aaaa00000002").code == 0);
    CHECK_THAT(tavern.run("upgrade aaaa00000002").out, Contains("nothing to do"));
    CHECK(tavern.run("stamp rooms").code == 0);
    CHECK(tables() == "guests");
}

TEST_CASE("RC50 a database ahead of the binary is a state of its own") {
    const Tavern tavern(forked_tavern());
    REQUIRE(tavern.run("upgrade rooms").code == 0);
    const Console older(small_tavern(), tavern.database.url());
    CHECK(older.run("upgrade").code == 0);
    CHECK_THAT(older.run("current").out, Contains("ahead of this binary by additive revisions"));
    check_golden("history_ahead.txt", older.run("history").out);
    REQUIRE(tavern.run("upgrade moods").code == 0);
    CHECK(older.run("upgrade").code == 13);
}

TEST_CASE("RC34 RC35 RC36 the heads after each step are those that nothing applied includes") {
    static const Chain chain = Chain()
                                   .add("a", {})
                                   .add("b", {"a"})
                                   .add("c", {})
                                   .add("d", {"b", "c"})
                                   .add("d1", {"d"})
                                   .add("d2", {"d"})
                                   .add("e", {"d1", "d2"});
    static const Environment environment{chain.list()};
    const Tavern tavern(environment);
    const auto after = [&](const std::string& words) {
        REQUIRE(tavern.run(words).code == 0);
        return current_of(tavern);
    };
    CHECK(after("upgrade a") == "a");
    CHECK(after("upgrade b") == "b");
    CHECK(after("upgrade c") == "b c");
    CHECK(after("upgrade d1") == "d1");
    CHECK(after("upgrade d2") == "d1 d2");
    CHECK(after("upgrade e") == "e");
    CHECK(after("downgrade d1") == "d1 d2");
    CHECK(after("downgrade d1@d") == "d2");
    CHECK(after("downgrade d") == "d");
    CHECK(after("downgrade b") == "b c");
}
