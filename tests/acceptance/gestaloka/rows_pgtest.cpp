// The chain with rows in every table at every revision: what each step does to them, and nothing else.
#include <catch2/catch.hpp>

#include "chain.hpp"
#include "checks.hpp"
#include "row_generator.hpp"
#include "row_sums.hpp"

using namespace gestaloka::acceptance;

using Lines = std::vector<std::string>;
using migrator::postgres::Session;

namespace {

std::string number_of(Session& session, const std::string& from) {
    return value_of(session, "SELECT count(*) FROM " + from);
}

// The lines that are about other tables.
Lines without_table(const std::string& table, Lines lines) {
    std::erase_if(lines, [&](const std::string& line) {
        return line.rfind(table + " ", 0) == 0 || line.rfind(table + ".", 0) == 0;
    });
    return lines;
}

// What a step found and left.
struct Passage {
    Session& session;
    const std::vector<std::string>& warnings;
    RowSums former;
    RowSums present;
    Lines lost = losses(former, present);
};

void check_contracts_are_reported(const Passage& passage) {
    const std::string rows = passage.former.at("log_contracts").rows;
    CHECK(passage.lost == Lines{"log_contracts is gone, with " + rows + " rows"});
    CHECK(passage.warnings == Lines{rows + " rows of log_contracts are removed with their table"});
}

// Requires: the rows of before in former.skills.
void check_skills_are_carried_over(const Passage& passage) {
    Session& session = passage.session;
    CHECK(without_table("skills", passage.lost) == Lines{});
    const std::string carried = number_of(session, R"sql(
        former.skills AS old
        JOIN character_skills AS held USING (id)
        JOIN skills ON skills.id = held.skill_id
        JOIN characters ON characters.id = held.character_id
        WHERE (skills.name, held.character_id, held.level, held.experience, held.is_active, held.created_at,
               held.updated_at)
            = (old.name, old.character_id, old.level, old.experience, old.is_active, old.created_at, old.updated_at)
          AND (skills.description IS NOT DISTINCT FROM old.description
               OR (character_metadata -> 'former_skill_descriptions' ->> held.id) IS NOT DISTINCT FROM old.description)
        )sql");
    const std::string merged = number_of(session, R"sql(
        former.skills AS old
        JOIN characters ON characters.id = old.character_id
        WHERE (character_metadata -> 'merged_skills')::jsonb @> jsonb_build_array(to_jsonb(old))
        )sql");
    CHECK(carried == passage.present.at("character_skills").rows);
    CHECK(carried == number_of(session, "(SELECT DISTINCT character_id, name FROM former.skills) AS once"));
    CHECK(std::stoi(carried) + std::stoi(merged) == std::stoi(passage.former.at("skills").rows));
    CHECK(merged != "0");
    CHECK(passage.warnings == Lines{merged + " lesser rows of skills that a character had twice are kept in "
                                             "character_metadata only"});
    CHECK(number_of(session, R"sql(
        character_skills AS held
        JOIN former.skills AS best USING (id)
        JOIN former.skills AS old ON old.character_id = held.character_id AND old.name = best.name
        WHERE (old.level, old.experience) > (held.level, held.experience)
        )sql") == "0");
}

void check_energy_is_mp(const Passage& passage) {
    CHECK(passage.lost == Lines{"character_stats.energy is gone", "character_stats.max_energy is gone"});
    const auto& former = passage.former.at("character_stats").columns;
    const auto& present = passage.present.at("character_stats").columns;
    CHECK(present.at("mp") == former.at("energy"));
    CHECK(present.at("max_mp") == former.at("max_energy"));
}

// Requires: the rows of before in former.game_sessions.
void check_story_arcs_are_recorded(const Passage& passage) {
    CHECK(without_table("action_logs", passage.lost) == Lines{"game_sessions.story_arc_id has other values"});
    const std::string changed = number_of(passage.session, R"sql(
        former.game_sessions AS old
        JOIN game_sessions AS new USING (id)
        WHERE old.story_arc_id IS DISTINCT FROM new.story_arc_id
        )sql");
    CHECK(changed != "0");
    CHECK(number_of(passage.session, R"sql(
        former.game_sessions AS old
        JOIN game_sessions AS new USING (id)
        JOIN action_logs ON session_id = new.id AND action_type = 'revision 860dcd753031'
        WHERE new.story_arc_id IS NULL AND response_content = old.story_arc_id
        )sql") == changed);
    CHECK(std::stoi(passage.present.at("action_logs").rows) ==
          std::stoi(passage.former.at("action_logs").rows) + std::stoi(changed));
}

void check_rows(const std::string& revision, const Passage& passage) {
    if (revision == "e7df83f16da7") return check_contracts_are_reported(passage);
    if (revision == "33c5967e2536") return check_skills_are_carried_over(passage);
    if (revision == "2bbcec8822fa") return check_energy_is_mp(passage);
    if (revision == "860dcd753031") return check_story_arcs_are_recorded(passage);
    CHECK(passage.lost == Lines{});
    CHECK(passage.warnings == Lines{});
}

}  // namespace

TEST_CASE("the chain loses no row and no value silently") {
    const unsigned seed = GENERATE(1u, 2u, 3u);
    CAPTURE(seed);
    ChainDatabase database;
    Session& session = database.session();
    RowGenerator generator(seed);
    run(session, "CREATE SCHEMA former");

    for (const std::string& revision : chain()) {
        CAPTURE(revision);
        if (revision == "33c5967e2536") run(session, "CREATE TABLE former.skills AS TABLE skills");
        if (revision == "860dcd753031") run(session, "CREATE TABLE former.game_sessions AS TABLE game_sessions");
        RowSums former = read_row_sums(session);
        must(database.upgrade(revision));
        check_rows(revision, Passage{session, database.warnings(), std::move(former), read_row_sums(session)});

        generator.fill(session, 4);
        for (const auto& [table, sums] : read_row_sums(session)) {
            CAPTURE(table);
            REQUIRE(sums.rows != "0");
        }
    }
    CHECK(value_of(session, "SELECT max(char_length(description)) FROM quests") == "2500");
}
