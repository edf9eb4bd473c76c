// A whole game server for one test case: database at head, services, web front.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "gestaloka_server/services/game_services.hpp"
#include "gestaloka_server/web/web_front.hpp"
#include "migrator/testing/test_database.hpp"
#include "tests/server/http_client.hpp"

namespace test {

/// The JSON of a reply, with its status as the member "status".
struct JsonReply {
    int status = 0;
    nlohmann::json body;

    /// The error's code; empty when it is none.
    std::string code() const;
    std::string field() const;
};

class GameServer {
 public:
    explicit GameServer(const gestaloka::services::GameServicesOptions& options = {});
    ~GameServer();

    JsonReply get(const std::string& target, const std::string& token = {}) const;
    JsonReply post(const std::string& target, const nlohmann::json& body, const std::string& token = {}) const;

    /// Registers a user and logs in; returns the token.
    std::string new_player(const std::string& name) const;
    /// Returns the new character's id.
    std::string new_character(const std::string& token, const std::string& name = "Hero") const;

    /// The one value that `sql` yields.
    std::string value_of(const std::string& sql) const;
    void execute(const std::string& sql) const;

    /// A connection to its database.
    migrator::postgres::Session connect() const { return database_.connect(); }
    std::string address() const { return front_->address(); }
    gestaloka::services::GameServices& services() { return *services_; }
    gestaloka::web::WebFront& front() { return *front_; }

 private:
    migrator::testing::TestDatabase database_;
    gestaloka::web::BootStatus boot_;
    std::unique_ptr<gestaloka::services::GameServices> services_;
    std::unique_ptr<gestaloka::web::WebFront> front_;
};

}  // namespace test
