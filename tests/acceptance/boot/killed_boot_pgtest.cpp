// Servers that are killed at random moments of the chain, and the boot after that.
#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <random>

#include "database_state.hpp"
#include "migrator/testing/test_database.hpp"
#include "server.hpp"

using namespace gestaloka::acceptance;
using gestaloka::test::Process;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int kills = 50;

/// A moment: so many steps seen in the log, and then a while.
struct Moment {
    std::size_t steps = 0;
    std::chrono::microseconds further{0};
};

// Some moments lie before the first step, in connecting and creating the history; the others within a step or the
// gap behind it, wherever the chain is.
Moment random_moment(std::minstd_rand& random, std::chrono::microseconds start_up, std::chrono::microseconds a_step) {
    const std::size_t steps = std::uniform_int_distribution<std::size_t>(0, chain().revisions().size() - 1)(random);
    const auto longest = steps == 0 ? start_up : a_step * 2;
    return {steps, std::chrono::microseconds(std::uniform_int_distribution<long long>(0, longest.count())(random))};
}

void let_pass(std::chrono::microseconds time) {
    const auto end = Clock::now() + time;
    while (Clock::now() < end) {
    }
}

/// Starts a server and kills it at the moment. Returns its log.
std::string start_and_kill(const std::string& database, const Moment& moment) {
    Process server(server_command({"--migrate-only", "--database", database}));
    if (moment.steps > 0) {
        const std::string number = " step " + std::to_string(moment.steps) + "/";
        REQUIRE(server.wait_for_output(number, patience));
    }
    let_pass(moment.further);
    server.signal(SIGKILL);
    REQUIRE(server.wait(patience).has_value());
    return server.errors();
}

}  // namespace

TEST_CASE("a server that is killed at any moment of the chain finishes by itself at the next start") {
    const migrator::testing::TestDatabase undisturbed;
    const Finished whole = migrate_only(undisturbed.url());
    INFO(whole.err);
    REQUIRE(whole.code == 0);
    const std::string schema = dump(undisturbed.url(), DumpOf::schema);
    const Finished nothing_to_do = migrate_only(undisturbed.url());
    const auto a_step = std::chrono::microseconds(whole.took - nothing_to_do.took) / chain().revisions().size();

    const unsigned seed = Catch::rngSeed() != 0 ? Catch::rngSeed() : std::random_device{}();
    std::minstd_rand random(seed);
    int within_the_chain = 0;
    for (int kill = 1; kill <= kills; ++kill) {
        const Moment moment = random_moment(random, nothing_to_do.took, a_step);
        INFO("--rng-seed " << seed << ", kill " << kill << ": " << moment.further.count() << " us after step "
                           << moment.steps);
        const migrator::testing::TestDatabase database;
        const std::string first_log = start_and_kill(database.url(), moment);
        CHECK(unfinished_rows(database.url()).empty());

        const Finished second = migrate_only(database.url());
        INFO("first run:\n" << first_log << "second run:\n" << second.err);
        REQUIRE(second.code == 0);
        CHECK(unfinished_rows(database.url()).empty());
        require_at_head(database.url());
        check_same(schema, dump(database.url(), DumpOf::schema));
        const auto before = applied_in(first_log);
        const auto after = applied_in(second.err);
        for (const std::string& revision : after)
            CHECK(std::count(before.begin(), before.end(), revision) == 0);
        if (!before.empty() && !after.empty()) ++within_the_chain;
    }
    // Otherwise the moments were ill chosen, and the test shows less than it claims.
    CHECK(within_the_chain >= kills / 2);
}
