// The steps that have to look at data, each with the rows that made the original fail or lose something.
#include <catch2/catch.hpp>

#include "catalog_facts.hpp"
#include "chain.hpp"
#include "checks.hpp"
#include "row_generator.hpp"
#include "row_sums.hpp"

using namespace gestaloka::acceptance;

using Lines = std::vector<std::string>;
using migrator::postgres::Session;

namespace {

// One user with one character, by the ids 'user' and 'hero'.
void add_hero(Session& session) {
    run(session, R"sql(
INSERT INTO users VALUES ('user', 'aria', 'aria@example.com', 'x', true, true, false, now(), now());
INSERT INTO characters (id, user_id, name, location, is_active, created_at, updated_at)
VALUES ('hero', 'user', '勇者', 'ネクサス', true, now(), now())
)sql");
}

void add_quest(Session& session, const std::string& id, int length) {
    must(session.execute(R"sql(
INSERT INTO quests (id, character_id, title, description, status, origin, progress_percentage, narrative_completeness,
                    emotional_satisfaction, proposed_at, last_progress_at)
VALUES ($1, 'hero', 'title', repeat('竜', $2::integer), 'ACTIVE', 'NPC_GIVEN', 0, 0, 0, now(), now())
)sql",
                         {id, std::to_string(length)}));
}

Lines column_of(Session& session, const std::string& sql) {
    INFO(sql);
    const auto rows = must(session.query(sql));
    Lines values;
    for (int row = 0; row < rows.row_count(); ++row)
        values.push_back(rows.is_null(row, 0) ? "NULL" : std::string(rows.text(row, 0)));
    return values;
}

}  // namespace

TEST_CASE("5470d17eaf18: no fragment of before counts as consumed") {
    ChainDatabase database;
    auto& session = database.session();
    must(database.upgrade(before("5470d17eaf18")));
    add_hero(session);
    run(session, R"sql(
INSERT INTO log_fragments (id, character_id, action_description, emotional_valence, rarity, importance_score, created_at)
SELECT 'fragment ' || i, 'hero', 'deed', 'MIXED', 'EPIC', 0.5, now() FROM generate_series(1, 1000) AS i
)sql");
    must(database.upgrade("5470d17eaf18"));
    CHECK(value_of(session, "SELECT count(*) FROM log_fragments WHERE NOT is_consumed") == "1000");
}

TEST_CASE("33c5967e2536: skills of characters become one master list, and every character keeps what it has") {
    ChainDatabase database;
    auto& session = database.session();
    must(database.upgrade(before("33c5967e2536")));
    add_hero(session);
    run(session, R"sql(
INSERT INTO characters (id, user_id, name, location, is_active, created_at, updated_at)
VALUES ('mage', 'user', '魔術師', 'ネクサス', true, now(), now());
INSERT INTO skills VALUES
    ('s1', 'hero', '剣術', 3, 250, NULL,              true,  '2025-06-20', '2025-06-25'),
    ('s2', 'mage', '剣術', 9,  10, 'swordsmanship',   false, '2025-06-21', '2025-06-26'),
    ('s3', 'hero', '剣術', 1, 999, 'my own ⚔️ style', true,  '2025-06-22', '2025-06-27'),
    ('s4', 'mage', 'fire', 2,   0, NULL,              true,  '2025-06-23', '2025-06-28'),
    ('s0', 'hero', 'fire', 5,   5, NULL,              true,  '2025-06-24', '2025-06-29');
CREATE TABLE public.former_skills AS SELECT * FROM skills;
)sql");
    must(database.upgrade("33c5967e2536"));

    SECTION("one master skill a name: the oldest id, the oldest description, values as documented") {
        CHECK(column_of(session,
                        "SELECT format('%s %s: %s, %s %s %s %s', id, name, description, skill_type, "
                        "base_power, sp_cost, cooldown_turns) FROM skills ORDER BY id") ==
              Lines{"s1 剣術: swordsmanship, special 10 0 0", "s4 fire: , special 10 0 0"});
    }
    SECTION("level, experience and activity of each character stay; of a skill that it had twice the best row") {
        CHECK(column_of(session,
                        "SELECT format('%s %s %s %s %s %s %s', id, character_id, skill_id, level, experience, "
                        "is_active, unlocked_at) FROM character_skills ORDER BY id") ==
              Lines{"s0 hero s4 5 5 t carried_over", "s1 hero s1 3 250 t carried_over",
                    "s2 mage s1 9 10 f carried_over", "s4 mage s4 2 0 t carried_over"});
    }
    SECTION("the lesser row is reported, and kept in the character's metadata") {
        CHECK(database.warnings() ==
              Lines{"1 lesser rows of skills that a character had twice are kept in character_metadata only"});
        CHECK(column_of(session,
                        "SELECT to_jsonb(old) = (character_metadata -> 'merged_skills' -> 0)::jsonb FROM characters, "
                        "former_skills AS old WHERE characters.id = 'hero' AND old.id = 's3'") == Lines{"t"});
        CHECK(value_of(session, "SELECT character_metadata ->> 'merged_skills' FROM characters WHERE id = 'mage'") ==
              "[]");
    }
    SECTION("a description that is not the master's is kept in the character's metadata") {
        CHECK(column_of(session,
                        "SELECT format('%s: %s = %s', characters.id, key, coalesce(value, 'NULL')) FROM characters, "
                        "json_each_text(character_metadata -> 'former_skill_descriptions') "
                        "ORDER BY characters.id, key") ==
              Lines{"hero: s0 = NULL", "hero: s1 = NULL", "mage: s4 = NULL"});
    }
    SECTION("the downgrade brings back each row as it was, and what was learned since") {
        run(session, R"sql(
INSERT INTO skills VALUES ('new', 'ice', 'cold', now(), now(), 'attack', 20, 5, 1);
INSERT INTO character_skills VALUES ('s5', 'mage', 'new', 1, 0, 'memory_inheritance', true, now(), now());
UPDATE character_skills SET level = 4 WHERE id = 's1'
)sql");
        must(database.downgrade(before("33c5967e2536")));
        CHECK(column_of(session, "(TABLE skills EXCEPT TABLE former_skills) ORDER BY id") == Lines{"s1", "s5"});
        CHECK(column_of(session, "(TABLE former_skills EXCEPT TABLE skills) ORDER BY id") == Lines{"s1"});
        CHECK(value_of(session,
                       "SELECT format('%s %s %s', character_id, name, description) FROM skills "
                       "WHERE id = 's5'") == "mage ice cold");
        CHECK(value_of(session, "SELECT level FROM skills WHERE id = 's1'") == "4");
    }
}

TEST_CASE("33c5967e2536: what is granted on skills stays granted, up and down") {
    ChainDatabase database;
    auto& session = database.session();
    must(database.upgrade(before("33c5967e2536")));
    run(session, "GRANT SELECT ON skills TO PUBLIC");
    const std::string granted = value_of(session, "SELECT relacl FROM pg_class WHERE oid = 'skills'::regclass");
    must(database.upgrade("33c5967e2536"));
    CHECK(value_of(session, "SELECT relacl FROM pg_class WHERE oid = 'skills'::regclass") == granted);
    must(database.downgrade(before("33c5967e2536")));
    CHECK(value_of(session, "SELECT relacl FROM pg_class WHERE oid = 'skills'::regclass") == granted);
}

TEST_CASE("cb687f3e2cde: descriptions that are too long are named, and nothing changes") {
    ChainDatabase database;
    auto& session = database.session();
    must(database.upgrade(before("cb687f3e2cde")));
    add_hero(session);
    add_quest(session, "short", 500);
    add_quest(session, "long", 501);
    add_quest(session, "longest", 2500);
    const CatalogFacts facts = read_catalog(session);
    const RowSums sums = read_row_sums(session);

    const migrator::Error error = error_of(database.upgrade("head"));
    CHECK(error.kind() == migrator::ErrorKind::step_failed);
    CHECK(error.details().message == "descriptions of 2 quests are longer than 500 characters");
    CHECK(error.details().sqlstate == "22001");
    CHECK(error.details().detail == "Quest ids and lengths, the longest first: longest (2500), long (501)");
    CHECK_THAT(error.details().hint, Catch::Contains("Shorten them and upgrade again"));
    CHECK(differences(facts, read_catalog(session)) == Lines{});
    CHECK(losses(sums, read_row_sums(session)) == Lines{});

    run(session, "UPDATE quests SET description = left(description, 500)");
    must(database.upgrade("head"));
}

TEST_CASE("feb673044f6d: the way down names descriptions that have become too long") {
    ChainDatabase database;
    auto& session = database.session();
    must(database.upgrade("feb673044f6d"));
    add_hero(session);
    add_quest(session, "epic", 2500);
    const migrator::Error error = error_of(database.downgrade(before("feb673044f6d")));
    CHECK(error.details().detail == "Quest ids and lengths, at most 20: epic (2500)");
    CHECK(value_of(session, "SELECT char_length(description) FROM quests") == "2500");
}

TEST_CASE("b00462ad802f: results of before tell of no progress") {
    ChainDatabase database;
    auto& session = database.session();
    must(database.upgrade(before("b00462ad802f")));
    RowGenerator(24).fill(session, 4);
    const std::string rows = value_of(session, "SELECT count(*) FROM session_results");
    must(database.upgrade("b00462ad802f"));
    CHECK(rows != "0");
    CHECK(value_of(session, "SELECT count(*) FROM session_results WHERE story_arc_progress::text = '{}'") == rows);
}

TEST_CASE(
    "860dcd753031: a story arc that does not exist is cleared, reported, recorded, and restored by the downgrade") {
    ChainDatabase database;
    auto& session = database.session();
    must(database.upgrade("bd0260bf1fd1"));
    add_hero(session);
    run(session, R"sql(
INSERT INTO game_sessions (id, character_id, is_active, story_arc_id, created_at, updated_at)
VALUES ('lost', 'hero', true, 'no such arc', now(), now()), ('empty', 'hero', true, '', now(), now()),
       ('good', 'hero', true, 'arc', now(), now()), ('none', 'hero', true, NULL, now(), now())
)sql");
    must(database.upgrade(before("860dcd753031")));
    run(session, R"sql(
INSERT INTO story_arcs
    (id, character_id, title, description, arc_type, status, progress_percentage, current_phase, total_phases, key_npcs,
     key_locations, key_items, themes, plot_points, arc_metadata, created_at, updated_at, session_count)
VALUES ('arc', 'hero', 't', 'd', 'main', 'active', 0, 1, 3, '[]', '[]', '[]', '[]', '[]', '{}', now(), now(), 1)
)sql");
    const Lines arcs = column_of(session, "SELECT story_arc_id FROM game_sessions ORDER BY id");
    REQUIRE(arcs == Lines{"", "arc", "no such arc", "NULL"});

    must(database.upgrade("860dcd753031"));
    CHECK(column_of(session, "SELECT story_arc_id FROM game_sessions ORDER BY id") ==
          Lines{"NULL", "arc", "NULL", "NULL"});
    CHECK(database.warnings() ==
          Lines{"story_arc_id of 2 game sessions named no story arc and went to action_logs; at most 20: empty, lost"});
    CHECK(column_of(session, "SELECT format('%s: %s', session_id, response_content) FROM action_logs ORDER BY 1") ==
          Lines{"empty: ", "lost: no such arc"});

    SECTION("the downgrade restores the values and removes the records") {
        must(database.downgrade(before("860dcd753031")));
        CHECK(column_of(session, "SELECT story_arc_id FROM game_sessions ORDER BY id") == arcs);
        CHECK(value_of(session, "SELECT count(*) FROM action_logs") == "0");
    }
    SECTION("the downgrade leaves a story arc alone that a session got since, and its record too") {
        run(session, "UPDATE game_sessions SET story_arc_id = 'arc' WHERE id = 'lost'");
        must(database.downgrade(before("860dcd753031")));
        CHECK(column_of(session, "SELECT story_arc_id FROM game_sessions ORDER BY id") ==
              Lines{"", "arc", "arc", "NULL"});
        CHECK(column_of(session, "SELECT session_id FROM action_logs") == Lines{"lost"});
    }
}

namespace {

void add_story(Session& session, const std::string& id, const std::string& column, const std::string& value) {
    run(session,
        "INSERT INTO encounter_stories (id, character_id, encounter_entity_id, encounter_type, title, "
        "current_chapter, relationship_status, relationship_depth, trust_level, conflict_level, "
        "narrative_tension, emotional_resonance, story_momentum, created_at, last_interaction_at" +
            column + ") VALUES ('" + id +
            "', 'hero', 'npc', 'LOG_NPC', 't', 1, 'INITIAL', 0, 0, 0, 0, 0, 0, now(), now()" + value + ")");
}

}  // namespace

TEST_CASE("b9b93fc3808e: story_arc_type keeps its values, up and down") {
    ChainDatabase database;
    auto& session = database.session();
    must(database.upgrade(before("b9b93fc3808e")));
    add_hero(session);
    add_story(session, "feud", ", story_arc_type", ", 'RIVALRY'");
    must(database.upgrade("b9b93fc3808e"));
    CHECK(value_of(session, "SELECT story_arc_type FROM encounter_stories") == "RIVALRY");

    SECTION("labels of the enum type go back") {
        must(database.downgrade(before("b9b93fc3808e")));
        CHECK(value_of(session, "SELECT story_arc_type FROM encounter_stories") == "RIVALRY");
    }
    SECTION("other values are named, with the labels to choose from") {
        run(session, "UPDATE encounter_stories SET story_arc_type = 'COMEDY'");
        const migrator::Error error = error_of(database.downgrade(before("b9b93fc3808e")));
        CHECK(error.details().detail == "Stories, at most 20: feud (COMEDY)");
        CHECK_THAT(error.details().hint, Catch::Contains("QUEST_CHAIN, RIVALRY"));
    }
}

TEST_CASE("f9721fcda13f: databases with and without story_arc_type end in the same catalog") {
    const std::string restoring = "f9721fcda13f";
    ChainDatabase ours;
    must(ours.upgrade(before(restoring)));
    add_hero(ours.session());
    add_story(ours.session(), "feud", ", story_arc_type", ", 'RIVALRY'");
    const std::string dump = ours.dump_schema();
    must(ours.upgrade(restoring));
    CHECK(ours.dump_schema() == dump);
    CHECK(value_of(ours.session(), "SELECT story_arc_type FROM encounter_stories") == "RIVALRY");
    CHECK(ours.warnings() == Lines{});

    ChainDatabase adopted;
    must(adopted.upgrade(before(restoring)));
    run(adopted.session(), "ALTER TABLE encounter_stories DROP COLUMN story_arc_type");
    REQUIRE(differences(recorded_catalog(26, before(restoring)), read_catalog(adopted.session())) == Lines{});
    add_hero(adopted.session());
    add_story(adopted.session(), "forgotten", "", "");
    must(adopted.upgrade(restoring));
    CHECK(differences(read_catalog(ours.session()), read_catalog(adopted.session())) == Lines{});
    CHECK(value_of(adopted.session(), "SELECT story_arc_type FROM encounter_stories") == "UNKNOWN");
    CHECK(adopted.warnings() == Lines{"encounter_stories.story_arc_type was lost before; it is UNKNOWN for 1 stories"});

    SECTION("the column stays on the way down, since the chain before has it, and comes up again") {
        must(adopted.downgrade(before(restoring)));
        CHECK(differences(read_catalog(ours.session()), read_catalog(adopted.session())) == Lines{});
        must(adopted.upgrade("head"));
        must(ours.upgrade("head"));
        CHECK(differences(read_catalog(ours.session()), read_catalog(adopted.session())) == Lines{});
    }
}
