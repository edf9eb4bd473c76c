// Characters, skills and sessions, over HTTP against a real database.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "tests/server/game_server.hpp"

using nlohmann::json;
using test::GameServer;
using test::JsonReply;

TEST_CASE("a character is created with its stats and read back") {
    GameServer server;
    const std::string token = server.new_player("alice");
    const json wanted = {{"name", "リン"}, {"description", "line one\nline two: it's \"me\""}, {"appearance", nullptr}};
    const JsonReply created = server.post("/api/v1/characters", wanted, token);
    REQUIRE(created.status == 201);
    CHECK(created.body["name"] == "リン");
    CHECK(created.body["description"] == wanted["description"]);
    CHECK(created.body["appearance"].is_null());
    CHECK(created.body["stats"]["level"] == 1);
    CHECK(created.body["stats"]["health"] == 100);
    const std::string id = created.body["id"];
    CHECK(server.get("/api/v1/characters/" + id, token).body == created.body);
    CHECK(server.get("/api/v1/characters", token).body["characters"][0]["id"] == id);
    CHECK(server.value_of("SELECT count(*) FROM character_stats WHERE character_id = '" + id + "'") == "1");
}

TEST_CASE("a user has five characters at most, however many are asked for at once") {
    GameServer server;
    const std::string token = server.new_player("alice");
    std::atomic<int> created{0};
    std::atomic<int> refused{0};
    std::vector<std::thread> clients;
    for (int i = 0; i < 10; ++i)
        clients.emplace_back([&] {
            const JsonReply reply = server.post("/api/v1/characters", {{"name", "Hero"}}, token);
            if (reply.status == 201) ++created;
            if (reply.code() == "too_many_characters") ++refused;
        });
    for (std::thread& client : clients)
        client.join();
    CHECK(created == 5);
    CHECK(refused == 5);
    CHECK(server.value_of("SELECT count(*) FROM characters") == "5");
    CHECK(server.value_of("SELECT count(*) FROM character_stats") == "5");
    server.execute("UPDATE characters SET is_active = FALSE WHERE id = (SELECT min(id) FROM characters)");
    CHECK(server.post("/api/v1/characters", {{"name", "Next"}}, token).status == 201);
}

TEST_CASE("a character that cannot be stored leaves nothing behind") {
    GameServer server;
    const std::string token = server.new_player("alice");
    CHECK(server.post("/api/v1/characters", json::object(), token).code() == "missing_field");
    CHECK(server.post("/api/v1/characters", {{"name", ""}}, token).code() == "too_short");
    CHECK(server.post("/api/v1/characters", {{"name", "x"}, {"personality", std::string(1001, 'x')}}, token).field() ==
          "personality");
    server.execute("ALTER TABLE character_stats ADD CONSTRAINT no_more CHECK (level > 1)");
    CHECK(server.post("/api/v1/characters", {{"name", "x"}}, token).status == 500);
    CHECK(server.value_of("SELECT count(*) FROM characters") == "0");
}

TEST_CASE("another player's things are not found") {
    GameServer server;
    const std::string alice = server.new_player("alice");
    const std::string mallory = server.new_player("mallory");
    const std::string id = server.new_character(alice);
    const std::string session = server.post("/api/v1/sessions", {{"character_id", id}}, alice).body["id"];
    const std::string character = "/api/v1/characters/" + id;
    CHECK(server.get(character, mallory).status == 404);
    CHECK(server.get(character + "/skills", mallory).status == 404);
    CHECK(server.get(character + "/battles", mallory).status == 404);
    CHECK(server.post(character + "/skills", {{"skill", "Slash"}}, mallory).status == 404);
    CHECK(server.post("/api/v1/sessions", {{"character_id", id}}, mallory).status == 404);
    CHECK(server.post("/api/v1/sessions/" + session + "/messages", {{"content", "x"}}, mallory).status == 404);
    CHECK(server.get("/api/v1/sessions/" + session + "/messages", mallory).status == 404);
    CHECK(server.post("/api/v1/sessions/" + session + "/end", json::object(), mallory).status == 404);
    CHECK(server.post("/api/v1/battles", {{"character_id", id}, {"opponent", "Mist Wolf"}}, mallory).status == 404);
    CHECK(server.get("/api/v1/characters/no-such", alice).code() == "character_not_found");
    CHECK(server.get("/api/v1/characters/%ff%fe", alice).status == 400);
    CHECK(server.get("/api/v1/characters/'; DROP TABLE users; --", alice).status == 400);
    CHECK(server.get("/api/v1/characters/'%3B%20DROP%20TABLE%20users", alice).status == 404);
    CHECK(server.value_of("SELECT count(*) FROM characters, character_stats") == "1");
    CHECK(server.value_of("SELECT count(*) FROM character_skills") == "0");
}

TEST_CASE("skills are granted once, by name or id") {
    GameServer server;
    const std::string token = server.new_player("alice");
    const std::string first = "/api/v1/characters/" + server.new_character(token) + "/skills";
    const std::string second = "/api/v1/characters/" + server.new_character(token) + "/skills";
    const JsonReply granted = server.post(first, {{"skill", "Slash"}}, token);
    REQUIRE(granted.status == 201);
    CHECK(granted.body["level"] == 1);
    CHECK(server.post(first, {{"skill", "Slash"}}, token).code() == "skill_already_learnt");
    CHECK(server.post(second, {{"skill", granted.body["skill_id"]}}, token).status == 201);
    CHECK(server.post(first, {{"skill", "Fireball"}}, token).status == 201);
    CHECK(server.post(first, {{"skill", "Flying"}}, token).code() == "skill_not_found");
    const json skills = server.get(first, token).body["skills"];
    REQUIRE(skills.size() == 2);
    CHECK(skills[0]["name"] == "Fireball");
    CHECK(skills[1]["name"] == "Slash");
    CHECK(server.value_of("SELECT count(*) FROM skills") == "2");
}

TEST_CASE("a skill granted to many at once makes one row of the master list") {
    GameServer server;
    const std::string token = server.new_player("alice");
    std::vector<std::string> characters;
    for (int i = 0; i < 5; ++i)
        characters.push_back(server.new_character(token));
    std::atomic<int> granted{0};
    std::atomic<int> refused{0};
    std::vector<std::thread> clients;
    for (int i = 0; i < 10; ++i)
        clients.emplace_back([&, i] {
            const std::string& id = characters[static_cast<std::size_t>(i) / 2];
            const int status = server.post("/api/v1/characters/" + id + "/skills", {{"skill", "Guard"}}, token).status;
            if (status == 201) ++granted;
            if (status == 409) ++refused;
        });
    for (std::thread& client : clients)
        client.join();
    CHECK(granted == 5);
    CHECK(refused == 5);
    CHECK(server.value_of("SELECT count(*) FROM skills") == "1");
}

TEST_CASE("a session takes messages until it ends") {
    GameServer server;
    const std::string token = server.new_player("alice");
    const std::string character = server.new_character(token);
    const json opening = {{"character_id", character}, {"scene", "A misty gate."}};
    const JsonReply opened = server.post("/api/v1/sessions", opening, token);
    REQUIRE(opened.status == 201);
    CHECK(opened.body["number"] == 1);
    CHECK(server.post("/api/v1/sessions", opening, token).code() == "session_already_active");

    const std::string session = "/api/v1/sessions/" + opened.body["id"].get<std::string>();
    for (const char* said : {"I open the gate.", "門を開ける", "I run:\n\t\"fast\""})
        CHECK(server.post(session + "/messages", {{"content", said}}, token).status == 201);
    CHECK(server.post(session + "/messages", {{"content", ""}}, token).code() == "too_short");
    CHECK(server.post(session + "/messages", {{"content", std::string(4001, 'x')}}, token).code() == "too_long");

    const json page = server.get(session + "/messages?limit=2&offset=1", token).body["messages"];
    REQUIRE(page.size() == 2);
    CHECK(page[0]["turn"] == 2);
    CHECK(page[1]["content"] == "I run:\n\t\"fast\"");
    for (const char* query : {"limit=0", "limit=101", "limit=x", "offset=-1", "limit="})
        CHECK(server.get(session + "/messages?" + query, token).code() == "out_of_range");

    const JsonReply ended = server.post(session + "/end", json::object(), token);
    CHECK(ended.status == 200);
    CHECK(ended.body["turns"] == 3);
    CHECK(ended.body["words"] == 8);
    CHECK(server.post(session + "/messages", {{"content", "late"}}, token).code() == "session_ended");
    CHECK(server.post(session + "/end", json::object(), token).code() == "session_ended");
    const JsonReply next = server.post("/api/v1/sessions", opening, token);
    CHECK(next.body["number"] == 2);
    CHECK(server.value_of("SELECT previous_session_id FROM game_sessions WHERE session_number = 2") ==
          opened.body["id"]);
}

TEST_CASE("messages sent at once get turns of their own") {
    GameServer server;
    const std::string token = server.new_player("alice");
    const std::string character = server.new_character(token);
    const std::string id = server.post("/api/v1/sessions", {{"character_id", character}}, token).body["id"];
    std::vector<std::thread> clients;
    for (int i = 0; i < 10; ++i)
        clients.emplace_back([&] { server.post("/api/v1/sessions/" + id + "/messages", {{"content", "x"}}, token); });
    for (std::thread& client : clients)
        client.join();
    CHECK(server.value_of("SELECT count(DISTINCT turn_number) || '/' || max(turn_number) FROM game_messages") ==
          "10/10");
}
