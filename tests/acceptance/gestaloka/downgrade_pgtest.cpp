// The way down with rows that only the later schema allows: refused with a reason, and open once they are mended.
#include <catch2/catch.hpp>
#include <map>

#include "catalog_facts.hpp"
#include "chain.hpp"
#include "checks.hpp"
#include "row_generator.hpp"
#include "row_sums.hpp"

using namespace gestaloka::acceptance;

using Lines = std::vector<std::string>;

namespace {

struct Obstacle {
    std::string complaint;  ///< part of the error
    std::string remedy;     ///< SQL that an operator would run
};

// By the revision whose downgrade they stop.
const std::map<std::string, Obstacle> obstacles = {
    {"da804757e377",
     {"check constraint \"ck_log_fragments_rarity\" of relation \"log_fragments\" is violated by some row",
      "UPDATE log_fragments SET rarity = 'LEGENDARY' WHERE rarity IN ('UNIQUE', 'ARCHITECT')"}},
    {"5bd80a19c88f",
     {"check constraint \"ck_log_dispatches_objective_type\" of relation \"log_dispatches\" is violated by some row",
      "UPDATE log_dispatches SET objective_type = 'FREE' "
      "WHERE objective_type IN ('TRADE', 'MEMORY_PRESERVE', 'RESEARCH')"}},
    {"cf18b2c1cf50",
     {"invalid input value for enum sptransactiontype",
      "UPDATE sp_transactions SET transaction_type = 'ADJUSTMENT' WHERE transaction_type >= 'MEMORY_INHERITANCE'"}},
    {"b9b93fc3808e",
     {"encounter_stories holds values of story_arc_type that are no label of the type storyarctype",
      "UPDATE encounter_stories SET story_arc_type = 'MYSTERY'"}},
    {"feb673044f6d",
     {"descriptions of quests are longer than the 500 characters",
      "UPDATE quests SET description = left(description, 500)"}},
    {"cb687f3e2cde",
     {"column \"title\" of relation \"quests\" contains null values",
      "UPDATE quests SET title = '' WHERE title IS NULL"}},
    {"5470d17eaf18",
     {"of relation \"sp_subscriptions\" contains null values",
      "UPDATE sp_subscriptions SET status = coalesce(status, 'PENDING'), "
      "subscription_type = coalesce(subscription_type, 'BASIC')"}},
    {"06aafb457714",
     {"check constraint \"ck_log_fragments_emotional_valence\" of relation \"log_fragments\" is violated by some row",
      "UPDATE log_fragments SET emotional_valence = 'NEUTRAL' WHERE emotional_valence = 'MIXED'"}},
    {"5f7d4ec19f92",
     {"column \"session_id\" of relation \"log_fragments\" contains null values",
      "UPDATE log_fragments SET session_id = (SELECT min(id) FROM game_sessions) WHERE session_id IS NULL"}},
};

}  // namespace

TEST_CASE("the whole chain goes down to base with rows of the head in every table") {
    ChainDatabase database;
    auto& session = database.session();
    RowGenerator generator(26);
    must(database.upgrade("head"));
    for (int round = 0; round < 5; ++round)
        generator.fill(session, 4);

    std::size_t met = 0;
    for (auto revision = chain().rbegin(); revision != chain().rend(); ++revision) {
        CAPTURE(*revision);
        const auto obstacle = obstacles.find(*revision);
        if (obstacle != obstacles.end()) {
            const CatalogFacts facts = read_catalog(session);
            const RowSums sums = read_row_sums(session);
            const migrator::Error error = error_of(database.downgrade(before(*revision)));
            CHECK_THAT(error.details().message, Catch::Contains(obstacle->second.complaint));
            CHECK(differences(facts, read_catalog(session)) == Lines{});
            CHECK(losses(sums, read_row_sums(session)) == Lines{});
            run(session, obstacle->second.remedy);
            ++met;
        }
        must(database.downgrade(before(*revision)));
    }
    CHECK(met == obstacles.size());
    CHECK(read_catalog(session) == CatalogFacts{});
}
