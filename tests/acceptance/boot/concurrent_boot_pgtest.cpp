// Many servers that boot at once on one database.
#include <algorithm>
#include <catch2/catch.hpp>

#include "database_state.hpp"
#include "migrator/testing/test_database.hpp"
#include "server.hpp"

using namespace gestaloka::acceptance;
using gestaloka::test::Process;

namespace {

constexpr std::size_t servers_at_once = 10;
constexpr int rounds = 20;

std::string complaints_in(const std::string& log) {
    std::string text;
    for (const std::string& line : lines_of(log))
        for (const char* severity : {"WARNING: ", "ERROR: ", "FATAL: ", "PANIC: "})
            if (line.find(severity) != std::string::npos) text += line + "\n";
    return text;
}

}  // namespace

TEST_CASE("ten servers that boot at once on an empty database apply each revision once, and all succeed") {
    std::vector<std::string> ids;
    for (const migrator::RevisionNode& node : chain().revisions())
        ids.push_back(node.id);
    std::sort(ids.begin(), ids.end());
    for (int round = 1; round <= rounds; ++round) {
        const migrator::testing::TestDatabase database;
        const std::size_t log_before = migrator::testing::server_log().size();
        CAPTURE(round);
        std::vector<Process> servers;
        servers.reserve(servers_at_once);
        for (std::size_t i = 0; i < servers_at_once; ++i)
            servers.emplace_back(server_command({"--migrate-only", "--database", database.url()}));
        std::vector<std::string> applied;
        for (Process& server : servers) {
            const auto status = server.wait(patience);
            INFO(server.errors());
            REQUIRE(status.has_value());
            REQUIRE(status->code == 0);
            for (const std::string& revision : applied_in(server.errors()))
                applied.push_back(revision);
        }
        std::sort(applied.begin(), applied.end());
        CHECK(applied == ids);
        require_at_head(database.url());
        // Identity values are used up by steps that were rolled back too: no one has claimed in vain.
        CHECK(ask(database.url(), "SELECT max(sequence) FROM migrator.history") ==
              std::to_string(chain().revisions().size()));
        CHECK(complaints_in(migrator::testing::server_log().substr(log_before)).empty());
    }
}
