// Registering and logging in, over HTTP against a real database.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "tests/server/game_server.hpp"

using nlohmann::json;
using test::GameServer;
using test::JsonReply;

namespace {

const json alice = {{"username", "Alice"}, {"email", "Alice@Example.org"}, {"password", "correct horse"}};

}  // namespace

TEST_CASE("a user registers and logs in by name or address") {
    GameServer server;
    const JsonReply registered = server.post("/api/v1/users", alice);
    REQUIRE(registered.status == 201);
    CHECK(registered.body["username"] == "Alice");
    CHECK(registered.body["email"] == "alice@example.org");
    CHECK_FALSE(registered.body.contains("password"));
    CHECK_FALSE(registered.body.contains("hashed_password"));
    CHECK(server.value_of("SELECT role FROM user_roles JOIN users ON users.id = user_id") == "PLAYER");
    CHECK(server.value_of("SELECT is_active AND NOT is_superuser FROM users") == "t");
    CHECK(server.value_of("SELECT hashed_password LIKE '$argon2id$%' FROM users") == "t");

    for (const char* name : {"Alice", "alice@example.org", "ALICE@example.org"}) {
        const JsonReply login = server.post("/api/v1/login", {{"username", name}, {"password", "correct horse"}});
        CHECK(login.status == 200);
        CHECK(login.body["user_id"] == registered.body["id"]);
        CHECK(server.get("/api/v1/characters", login.body["token"]).status == 200);
    }
}

TEST_CASE("a wrong password, an unknown user and an inactive one are told alike") {
    GameServer server;
    server.post("/api/v1/users", alice);
    const auto reply = [&](const char* name, const char* password) {
        return server.post("/api/v1/login", {{"username", name}, {"password", password}});
    };
    const JsonReply wrong_password = reply("Alice", "wrong");
    const JsonReply unknown = reply("Bob", "correct horse");
    server.execute("UPDATE users SET is_active = FALSE");
    const JsonReply inactive = reply("Alice", "correct horse");
    CHECK(wrong_password.status == 401);
    CHECK(wrong_password.body == unknown.body);
    CHECK(wrong_password.body == inactive.body);
}

TEST_CASE("bad registrations are refused and change nothing") {
    GameServer server;
    server.post("/api/v1/users", alice);
    const auto reply = [&](const char* member, const json& value) {
        json account = {{"username", "Bob"}, {"email", "bob@example.org"}, {"password", "correct horse"}};
        account[member] = value;
        return server.post("/api/v1/users", account);
    };
    struct Case {
        const char* member;
        json value;
        int status;
        const char* code;
    };
    const Case cases[] = {
        {"username", "Alice", 409, "username_taken"},
        {"email", "ALICE@example.org", 409, "email_taken"},
        {"username", "Bo", 400, "too_short"},
        {"username", std::string(51, 'x'), 400, "too_long"},
        {"username", "bob@x", 400, "invalid_text"},
        {"username", "bob\n", 400, "invalid_text"},
        {"username", std::string("b\0b\0b", 5), 400, "invalid_text"},
        {"username", nullptr, 400, "missing_field"},
        {"username", 7, 400, "wrong_type"},
        {"email", "bob", 400, "invalid_email"},
        {"email", std::string(250, 'x') + "@x.org", 400, "too_long"},
        {"password", "short", 400, "too_short"},
        {"is_superuser", true, 400, "unknown_field"},
    };
    for (const Case& one : cases) {
        const JsonReply refused = reply(one.member, one.value);
        INFO(one.member << " = " << one.value.dump());
        CHECK(refused.status == one.status);
        CHECK(refused.code() == one.code);
        CHECK(refused.field() == one.member);
    }
    CHECK(server.value_of("SELECT count(*) FROM users") == "1");
    CHECK(server.value_of("SELECT count(*) FROM user_roles") == "1");
    CHECK(reply("username", std::string(150, 'x').replace(0, 150, "来訪者来訪者")).status == 201);
}

TEST_CASE("a body that is no JSON object is refused") {
    GameServer server;
    for (const char* body : {"", "{", "[]", "\"x\"", "{\"username\": \"\xff\"}", "{} x", "nul"}) {
        const test::HttpReply reply = test::HttpClient(server.address()).post("/api/v1/users", body);
        INFO(body);
        CHECK(reply.status == 400);
        CHECK(json::parse(reply.body)["error"]["code"] == "invalid_json");
    }
}

TEST_CASE("gameplay needs a token that counts") {
    GameServer server;
    const std::string token = server.new_player("alice");
    CHECK(server.get("/api/v1/characters").status == 401);
    CHECK(server.get("/api/v1/characters", token + "x").code() == "invalid_token");
    CHECK(server.post("/api/v1/battles", json::object()).status == 401);
    const auto reply = test::HttpClient(server.address()).get("/api/v1/characters");
    CHECK(reply.headers.at("WWW-Authenticate") == "Bearer");
    server.execute("UPDATE users SET is_active = FALSE");
    CHECK(server.post("/api/v1/characters", {{"name", "Late"}}, token).status == 401);
    CHECK(server.value_of("SELECT count(*) FROM characters") == "0");
}

TEST_CASE("the same name registered many times at once is registered once") {
    GameServer server;
    std::vector<std::thread> clients;
    std::atomic<int> created{0};
    std::atomic<int> refused{0};
    for (int i = 0; i < 6; ++i)
        clients.emplace_back([&] {
            const int status = server.post("/api/v1/users", alice).status;
            (status == 201 ? created : refused) += status == 201 || status == 409 ? 1 : 0;
        });
    for (std::thread& client : clients)
        client.join();
    CHECK(created == 1);
    CHECK(refused == 5);
    CHECK(server.value_of("SELECT count(*) FROM users") == "1");
}
