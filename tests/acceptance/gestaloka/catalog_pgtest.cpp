// After each revision the catalog is what Alembic's chain made of it.
#include <catch2/catch.hpp>

#include "catalog_facts.hpp"
#include "chain.hpp"
#include "checks.hpp"

using namespace gestaloka::acceptance;

using Lines = std::vector<std::string>;

constexpr int recorded_revisions = 26;

TEST_CASE("after each of the 26 revisions the catalog is the recorded one, but for the column that the last dropped") {
    ChainDatabase database;
    for (int number = 1; number <= recorded_revisions; ++number) {
        const std::string revision = chain().at(static_cast<std::size_t>(number) - 1);
        CAPTURE(number, revision);
        must(database.upgrade(revision));
        const Lines found = differences(recorded_catalog(number, revision), read_catalog(database.session()));
        if (number < recorded_revisions)
            REQUIRE(found == Lines{});
        else
            REQUIRE(found ==
                    Lines{"encounter_stories.story_arc_type: not expected, found character varying(50), not null"});
    }
}

TEST_CASE("each downgrade brings the recorded catalog back") {
    ChainDatabase database;
    must(database.upgrade("head"));
    for (int number = recorded_revisions - 1; number >= 1; --number) {
        const std::string revision = chain().at(static_cast<std::size_t>(number) - 1);
        CAPTURE(number, revision);
        must(database.downgrade(revision));
        REQUIRE(differences(recorded_catalog(number, revision), read_catalog(database.session())) == Lines{});
    }
    must(database.downgrade("base"));
    CHECK(read_catalog(database.session()) == CatalogFacts{});
}

TEST_CASE("the head has what the game's services need") {
    ChainDatabase database;
    must(database.upgrade("head"));
    auto facts = read_catalog(database.session());
    CHECK(facts["encounter_stories.story_arc_type"] == "character varying(50), not null");
    CHECK(facts["enum sptransactiontype"] ==
          "DAILY_RECOVERY, PURCHASE, ACHIEVEMENT, EVENT_REWARD, LOG_RESULT, LOGIN_BONUS, REFUND, FREE_ACTION, "
          "LOG_DISPATCH, LOG_ENHANCEMENT, SYSTEM_FUNCTION, ADJUSTMENT, MIGRATION, MEMORY_INHERITANCE, MOVEMENT, "
          "EXPLORATION, ADMIN_GRANT, ADMIN_DEDUCT");
    CHECK(facts.count("enum logcontractstatus") == 0);
    CHECK(facts.count("game_sessions constraint game_sessions_story_arc_id_fkey") == 0);
    CHECK(facts["game_sessions constraint fk_game_sessions_story_arc_id"] ==
          "FOREIGN KEY (story_arc_id) REFERENCES story_arcs(id)");
    for (const char* label : {"TRADE", "MEMORY_PRESERVE", "RESEARCH"})
        CHECK_THAT(facts["log_dispatches constraint ck_log_dispatches_objective_type"], Catch::Contains(label));
    for (const char* label : {"UNIQUE", "ARCHITECT"})
        CHECK_THAT(facts["log_fragments constraint ck_log_fragments_rarity"], Catch::Contains(label));
    CHECK(facts["battle_logs.log"] == "jsonb, not null");
    CHECK(facts["battle_logs index ix_battle_logs_character_id"] ==
          "CREATE INDEX ix_battle_logs_character_id ON public.battle_logs USING btree (character_id, started_at DESC)");
}
