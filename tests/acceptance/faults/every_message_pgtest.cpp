// Faults at every message that the migrator sends: T1, T4.
#include <catch2/catch.hpp>
#include <csignal>
#include <thread>

#include "arena.hpp"
#include "tests/support/fault_results.hpp"

using namespace gestaloka::faults;
using gestaloka::acceptance::ask;
using gestaloka::test::Process;
using Clock = std::chrono::steady_clock;

namespace {

// No step inside a transaction may be seen begun and not ended; one outside may.
void check_nothing_torn(const std::string& database) {
    auto session = gestaloka::acceptance::connect(database);
    if (ask(session, "SELECT to_regclass('migrator.history') IS NULL") == "t") return;
    CHECK(ask(session, "SELECT count(*) FROM migrator.history WHERE state IN ('applying', 'reverting')") == "0");
}

struct Tally {
    int messages = 0;
    int runs = 0;
    int resumed = 0;
    double longest = 0;
};

// Kills the program once message n was sent, then runs it again.
void kill_after(Arena& arena, const Program& program, const std::string& golden, int n, Tally& tally) {
    INFO("killed after message " << n);
    const std::string database = arena.new_database();
    std::atomic<pid_t> pid{0};
    arena.proxy.arm({}, [&](const FrontendMessage& message) {
        if (message.number != n) return;
        while (pid == 0)
            std::this_thread::yield();
        ::kill(pid, SIGKILL);
    });
    Process process(program.on(arena.proxied(database)));
    pid = process.pid();
    const Outcome outcome = finish(process);
    const Clock::time_point start = Clock::now();
    arena.proxy.disarm();
    INFO(outcome.text);
    CHECK((outcome.signal == SIGKILL || outcome.code == 0));
    check_nothing_torn(arena.direct(database));
    if (outcome.code == 0) check_after_conditions(arena.direct(database), golden);
    require_golden(program, arena.direct(database), golden);
    tally.longest = std::max(tally.longest, seconds_since(start));
    ++tally.runs;
    gestaloka::acceptance::run_sql(arena.direct("postgres"), "DROP DATABASE " + database + " WITH (FORCE)");
}

// Ends the server process that message n was sent to; the program, which tells a resume by `words`, must come through
// in the same run.
void terminate_at(Arena& arena, const Program& program, const std::string& golden, int n, Tally& tally,
                  const std::string& words) {
    INFO("terminated at message " << n);
    const std::string database = arena.new_database();
    auto other = gestaloka::acceptance::connect(arena.direct("postgres"));
    std::atomic<bool> is_reached{false};
    arena.proxy.arm([&](const FrontendMessage& message) {
        if (message.number != n) return Fate::forwarded;
        is_reached = true;
        [[maybe_unused]] const auto terminated =
            other.query("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = $1", {database});
        return Fate::forwarded;
    });
    const Clock::time_point start = Clock::now();
    const Outcome outcome = run(program, arena.proxied(database));
    arena.proxy.disarm();
    INFO(outcome.text);
    REQUIRE(outcome.code == 0);
    CHECK_FALSE(outcome.says("server closed the connection"));
    // The first message opens the connection: there is no server process yet. How many batches a backfill takes, and so
    // how many messages there are, depends on the machine.
    const int losses = n == 1 || !is_reached ? 0 : 1;
    CHECK(outcome.count(words) == losses);
    CHECK(outcome.count("57P01") == losses);
    tally.resumed += losses;
    check_after_conditions(arena.direct(database), golden);
    tally.longest = std::max(tally.longest, seconds_since(start));
    ++tally.runs;
    gestaloka::acceptance::run_sql(arena.direct("postgres"), "DROP DATABASE " + database + " WITH (FORCE)");
}

constexpr int stride_of_heroes = 3;
constexpr int stride_of_game = 27;

std::string moments() {
    if (is_soak()) return "every n";
    return each("n", stride_of_heroes) + ", and " + each("n", stride_of_game) + " of the game's chain";
}

std::string figures(const Tally& heroes, const Tally& game) {
    return std::to_string(heroes.messages) + " messages of the fixture chain and " + std::to_string(game.messages) +
           " of the game's chain";
}

}  // namespace

TEST_CASE("T1: a migrator that is killed after any of its messages leaves what the next boot finishes alone") {
    Arena& arena = shared_arena();
    Tally heroes;
    Tally game;
    {
        const Program program = fault_chain("heroes");
        const std::string golden = golden_of(program);
        heroes.messages = count_messages(arena, program);
        for (int n = 1; n <= heroes.messages; n += stride(stride_of_heroes))
            kill_after(arena, program, golden, n, heroes);
    }
    {
        const Program program = game_server();
        const std::string golden = golden_of(program);
        game.messages = count_messages(arena, program);
        for (int n = 1; n <= game.messages; n += stride(stride_of_game))
            kill_after(arena, program, golden, n, game);
    }
    CHECK(heroes.messages > 60);
    tell({"T1", "kill -9 the migrator after message n, for " + moments(), "the next boot finishes alone, nothing torn",
          figures(heroes, game) + "; every next boot finished, each step once", heroes.runs + game.runs,
          std::max(heroes.longest, game.longest)});
}

TEST_CASE("T4: a connection that is terminated at any message is opened again, and the run comes through") {
    Arena& arena = shared_arena();
    Tally heroes;
    Tally game;
    {
        const Program program = fault_chain("heroes");
        const std::string golden = golden_of(program);
        heroes.messages = count_messages(arena, program);
        for (int n = 1; n <= heroes.messages; n += stride(stride_of_heroes))
            terminate_at(arena, program, golden, n, heroes, "connection lost: ");
    }
    {
        const Program program = game_server();
        const std::string golden = golden_of(program);
        game.messages = count_messages(arena, program);
        for (int n = 1; n <= game.messages; n += stride(stride_of_game))
            terminate_at(arena, program, golden, n, game, "; connecting again");
    }
    CHECK(heroes.resumed + game.resumed >= (heroes.runs + game.runs) * 9 / 10);
    tell({"T4", "pg_terminate_backend at message n, for " + moments(),
          "57P01 told, one resume, same run ends with 0; at the first message there is nothing to terminate yet",
          figures(heroes, game) + "; " + std::to_string(heroes.resumed + game.resumed) +
              " resumed once with 57P01, all ended with 0",
          heroes.runs + game.runs, std::max(heroes.longest, game.longest)});
}
