// Battles, over HTTP against a real database.
#include <catch2/catch.hpp>

#include "tests/server/game_server.hpp"

using nlohmann::json;
using test::GameServer;
using test::JsonReply;

TEST_CASE("a battle is recorded, replays from its seed, and pays its experience") {
    GameServer server;
    const std::string token = server.new_player("alice");
    const std::string character = server.new_character(token);
    const json challenge = {{"character_id", character}, {"opponent", "Training Dummy"}, {"seed", 42}};
    const JsonReply first = server.post("/api/v1/battles", challenge, token);
    REQUIRE(first.status == 201);
    CHECK(first.body["outcome"] == "VICTORY");
    CHECK(first.body["experience_gained"] == 5);
    CHECK(first.body["log"]["seed"] == 42);
    const JsonReply again = server.post("/api/v1/battles", challenge, token);
    CHECK(again.body["log"] == first.body["log"]);
    CHECK(again.body["id"] != first.body["id"]);
    CHECK(server.get("/api/v1/characters/" + character, token).body["stats"]["experience"] == 10);

    const json battles = server.get("/api/v1/characters/" + character + "/battles", token).body["battles"];
    REQUIRE(battles.size() == 2);
    CHECK(battles[0] == again.body);
    CHECK(battles[1] == first.body);
    CHECK(server.get("/api/v1/characters/" + character + "/battles?limit=1&offset=1", token).body["battles"][0] ==
          first.body);
}

TEST_CASE("a battle can belong to a session") {
    GameServer server;
    const std::string token = server.new_player("alice");
    const std::string character = server.new_character(token);
    const std::string other = server.new_character(token);
    const std::string session = server.post("/api/v1/sessions", {{"character_id", character}}, token).body["id"];
    json challenge = {{"character_id", character}, {"opponent", "Mist Wolf"}, {"session_id", session}};
    CHECK(server.post("/api/v1/battles", challenge, token).body["session_id"] == session);
    challenge["character_id"] = other;
    CHECK(server.post("/api/v1/battles", challenge, token).code() == "wrong_session");
    challenge["character_id"] = character;
    server.post("/api/v1/sessions/" + session + "/end", json::object(), token);
    CHECK(server.post("/api/v1/battles", challenge, token).code() == "session_ended");
    CHECK(server.value_of("SELECT count(*) FROM battle_logs") == "1");
}

TEST_CASE("a bad challenge is refused and changes nothing") {
    GameServer server;
    const std::string token = server.new_player("alice");
    const std::string character = server.new_character(token);
    const auto reply = [&](const json& changes) {
        json challenge = {{"character_id", character}, {"opponent", "Mist Wolf"}};
        challenge.update(changes);
        return server.post("/api/v1/battles", challenge, token);
    };
    CHECK(reply({{"opponent", "Nobody"}}).code() == "unknown_opponent");
    CHECK(reply({{"seed", -1}}).code() == "out_of_range");
    CHECK(reply({{"seed", 1.5}}).code() == "wrong_type");
    CHECK(reply({{"seed", 9007199254740992}}).code() == "out_of_range");
    CHECK(reply({{"session_id", "none"}}).code() == "session_not_found");
    CHECK(reply({{"character_id", std::string("a\0b", 3)}}).status == 400);
    CHECK(reply({{"character_id", "none"}}).code() == "character_not_found");
    server.execute("UPDATE character_stats SET health = 0");
    CHECK(reply(json::object()).code() == "no_health");
    CHECK(server.value_of("SELECT count(*) FROM battle_logs") == "0");
    CHECK(server.value_of("SELECT experience FROM character_stats") == "0");
}

TEST_CASE("a battle that cannot be recorded pays no experience") {
    GameServer server;
    const std::string token = server.new_player("alice");
    const std::string character = server.new_character(token);
    server.execute("ALTER TABLE character_stats ADD CONSTRAINT poor CHECK (experience < 3)");
    const json challenge = {{"character_id", character}, {"opponent", "Training Dummy"}};
    CHECK(server.post("/api/v1/battles", challenge, token).status == 500);
    CHECK(server.value_of("SELECT count(*) FROM battle_logs") == "0");
}
