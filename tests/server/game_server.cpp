// A whole game server for one test case.
#include "tests/server/game_server.hpp"

#include <stdexcept>

#include "gestaloka_server/routes/game_routes.hpp"
#include "schema/environment.hpp"

namespace test {

using nlohmann::json;

namespace {

JsonReply parsed(const HttpReply& reply) {
    return {.status = reply.status, .body = json::parse(reply.body, nullptr, false)};
}

std::string error_member(const json& body, const char* name) {
    return body.contains("error") ? body["error"].value(name, "") : "";
}

std::unique_ptr<gestaloka::services::GameServices> open_services(gestaloka::services::GameServicesOptions options,
                                                                 const std::string& url) {
    options.database = url;
    auto opened = gestaloka::services::GameServices::open(options);
    if (!opened) throw std::runtime_error(full_text(opened.assume_error()));
    return std::move(opened).assume_value();
}

}  // namespace

std::string JsonReply::code() const {
    return error_member(body, "code");
}

std::string JsonReply::field() const {
    return error_member(body, "field");
}

GameServer::GameServer(const gestaloka::services::GameServicesOptions& options)
    : database_(gestaloka::schema::environment()),
      services_(open_services(options, database_.url())),
      front_(gestaloka::web::WebFront::listen("127.0.0.1:0", boot_).value()) {
    front_->attach(gestaloka::routes::game_application(*services_));
    boot_.ready();
}

GameServer::~GameServer() {
    front_->stop();
}

JsonReply GameServer::get(const std::string& target, const std::string& token) const {
    return parsed(HttpClient(address()).get(target, token));
}

JsonReply GameServer::post(const std::string& target, const json& body, const std::string& token) const {
    return parsed(HttpClient(address()).post(target, body.dump(), token));
}

std::string GameServer::new_player(const std::string& name) const {
    const json account = {{"username", name}, {"email", name + "@example.org"}, {"password", "correct horse"}};
    const JsonReply registered = post("/api/v1/users", account);
    if (registered.status != 201) throw std::runtime_error("registering failed: " + registered.body.dump());
    const JsonReply login = post("/api/v1/login", {{"username", name}, {"password", "correct horse"}});
    return login.body.at("token");
}

std::string GameServer::new_character(const std::string& token, const std::string& name) const {
    return post("/api/v1/characters", {{"name", name}}, token).body.at("id");
}

std::string GameServer::value_of(const std::string& sql) const {
    migrator::postgres::Session session = database_.connect();
    auto result = session.query(sql);
    if (!result) throw std::runtime_error(full_text(result.assume_error()));
    return std::string(result.assume_value().text(0, 0));
}

void GameServer::execute(const std::string& sql) const {
    migrator::postgres::Session session = database_.connect();
    auto result = session.execute(sql);
    if (!result) throw std::runtime_error(full_text(result.assume_error()));
}

}  // namespace test
