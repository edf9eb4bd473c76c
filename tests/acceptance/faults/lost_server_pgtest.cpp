// The server, or the way to it, is lost: T3, T6, T7, T8, T9.
#include <catch2/catch.hpp>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <optional>
#include <system_error>

#include "arena.hpp"
#include "private_network.hpp"
#include "tests/acceptance/boot/server.hpp"
#include "tests/support/fault_results.hpp"

using namespace gestaloka::faults;
using gestaloka::acceptance::ask;
using gestaloka::acceptance::eventually;
using gestaloka::test::Process;
using Clock = std::chrono::steady_clock;

namespace {

// Ends the server process of the database as a crash would, so that the whole server starts again.
void kill_server_process(Arena& arena, const std::string& database) {
    auto other = gestaloka::acceptance::connect(arena.direct("postgres"));
    const auto found = other.query("SELECT pid FROM pg_stat_activity WHERE datname = $1", {database});
    if (!found.has_value() || found.assume_value().row_count() == 0) return;
    ::kill(static_cast<pid_t>(found.assume_value().integer(0, 0)), SIGKILL);
    // The server ends every other process too before it recovers.
    eventually([&] { return !other.query("SELECT 1").has_value(); }, std::chrono::seconds(5));
}

void wait_until_up(Arena& arena) {
    REQUIRE(eventually([&] {
        migrator::postgres::ConnectOptions options;
        options.database = arena.direct("postgres");
        return migrator::postgres::Session::open(options).has_value();
    }));
}

// How many messages of a run end a transaction with COMMIT.
int commits_of(Arena& arena, const Program& program) {
    std::atomic<int> commits{0};
    arena.proxy.arm([&](const FrontendMessage& message) {
        if (message.commits()) ++commits;
        return Fate::forwarded;
    });
    const Outcome outcome = run(program, arena.proxied(arena.new_database()));
    REQUIRE(outcome.code == 0);
    return commits;
}

}  // namespace

TEST_CASE("T3: when a server process is killed and all connections are lost, the run goes on after the recovery") {
    Arena arena;
    const Program program = fault_chain("heroes");
    const std::string golden = golden_of(program);
    const int messages = count_messages(arena, program);
    int runs = 0;
    int finished = 0;
    double longest = 0;
    for (int n = 2; n <= messages; n += stride(6)) {
        INFO("killed at message " << n);
        wait_until_up(arena);
        const std::string database = arena.new_database();
        std::atomic<bool> had_work_left{false};
        arena.proxy.arm([&](const FrontendMessage& message) {
            if (message.number == n) kill_server_process(arena, database);
            if (message.number >= n && message.commits()) had_work_left = true;
            return Fate::forwarded;
        });
        const Clock::time_point start = Clock::now();
        const Outcome outcome = run(program, arena.proxied(database));
        arena.proxy.disarm();
        INFO(outcome.text);
        CHECK((outcome.code == 0 || outcome.code == 16 || outcome.code == 19));
        if (outcome.code == 0) {
            ++finished;
            // After its last commit a run only gives the lock back, and a lost connection has done so.
            CHECK((outcome.says("connection") || !had_work_left));
        }
        wait_until_up(arena);
        require_golden(program, arena.direct(database), golden);
        longest = std::max(longest, seconds_since(start));
        ++runs;
    }
    CHECK(finished > runs / 2);
    tell(
        {"T3", "kill -9 the server process at message n: the whole server crashes and recovers",
         "finishes in the same run, or exits 16; never a false success",
         std::to_string(finished) + " of " + std::to_string(runs) + " finished in the same run, the others at the next",
         runs, longest});
}

TEST_CASE("T6: a server that is stopped in the middle of a step and comes back is waited for") {
    const int signal = GENERATE(SIGQUIT, SIGINT, SIGKILL);
    CAPTURE(signal);
    static double longest = 0;
    Arena arena;
    const Program program = fault_chain("short-sleep");
    const std::string golden = golden_of(program);
    const std::string database = arena.new_database();
    Process process(program.on(arena.direct(database), {"connect-timeout=60s"}));
    REQUIRE(process.wait_for_output("starting f002", patience));
    auto other = gestaloka::acceptance::connect(arena.direct("postgres"));
    REQUIRE(eventually([&] {
        return ask(other,
                   "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' "
                   "AND pid <> pg_backend_pid() AND state = 'active'") == "1";
    }));
    const Clock::time_point start = Clock::now();
    ::kill(arena.cluster.pid(), signal);
    // The run finds the server gone, and tries again and again.
    REQUIRE(process.wait_for_output("connect failed", patience));
    eventually([&] {
        auto restarted = arena.cluster.restart();
        return restarted.has_value();
    });
    const Outcome outcome = finish(process);
    INFO(outcome.text);
    CHECK(outcome.code == 0);
    CHECK(outcome.says("connection lost"));
    check_after_conditions(arena.direct(database), golden);
    longest = std::max(longest, seconds_since(start));
    tell({"T6", "stop the server (immediate, fast, SIGKILL) in a step, start it again", "waits with back-off, resumes",
          "resumed in the same run each time", 3, longest});
}

TEST_CASE("T7: what a run has reported stays, although the role does not wait for its commits") {
    migrator::cluster::EphemeralOptions options;
    options.settings = {"wal_writer_delay=10s"};
    Arena arena(options);
    const Program program = fault_chain("heroes");
    const std::string golden = golden_of(program);
    double longest = 0;
    const int rounds = 3;
    for (int round = 1; round <= rounds; ++round) {
        const std::string database = arena.new_database();
        gestaloka::acceptance::run_sql(arena.direct("postgres"),
                                       "ALTER DATABASE " + database + " SET synchronous_commit = off");
        const Outcome outcome = run(program, arena.direct(database));
        REQUIRE(outcome.code == 0);
        const Clock::time_point start = Clock::now();
        must(arena.cluster.restart());
        check_after_conditions(arena.direct(database), golden);
        longest = std::max(longest, seconds_since(start));
    }
    tell({"T7", "synchronous_commit=off for the role, immediate stop right after exit 0", "every step still there",
          "every step there", rounds, longest});
}

TEST_CASE("T8: a commit whose answer or whose request is lost is found out, and nothing is done twice") {
    Arena& arena = shared_arena();
    const Program program = fault_chain("heroes");
    const std::string golden = golden_of(program);
    const int commits = commits_of(arena, program);
    REQUIRE(commits >= 8);
    int resolved = 0;
    int runs = 0;
    double longest = 0;
    for (const Fate fate : {Fate::answer_swallowed, Fate::cut_before}) {
        for (int n = 1; n <= commits; n += stride(1)) {
            INFO((fate == Fate::cut_before ? "request" : "answer") << " of commit " << n << " lost");
            const std::string database = arena.new_database();
            int seen = 0;
            arena.proxy.arm([&, n, fate](const FrontendMessage& message) {
                return message.commits() && ++seen == n ? fate : Fate::forwarded;
            });
            const Clock::time_point start = Clock::now();
            const Outcome outcome = run(program, arena.proxied(database));
            arena.proxy.disarm();
            INFO(outcome.text);
            REQUIRE(outcome.code == 0);
            CHECK(outcome.count("connection lost") == 1);
            CHECK(outcome.count("(resolved)") == (fate == Fate::answer_swallowed ? 1 : 0));
            resolved += outcome.count("(resolved)");
            check_after_conditions(arena.direct(database), golden);
            longest = std::max(longest, seconds_since(start));
            ++runs;
        }
    }
    tell({"T8", "COMMIT's answer lost, COMMIT's request lost, for every COMMIT",
          "answer lost: applied (resolved), not run again; request lost: run again once; exit 0",
          std::to_string(resolved) + " of " + std::to_string(commits) + " lost answers resolved, all exit 0", runs,
          longest});
}

TEST_CASE("T9: a network that swallows everything is given up, and the lock is free again") {
    Arena arena;
    const Program program = fault_chain("heroes");
    const std::string golden = golden_of(program);
    const int messages = count_messages(arena, program);
    const std::vector<std::string> options = {"network-timeout=2s", "connect-timeout=2s", "idle-timeout=2s"};
    int runs = 0;
    double longest = 0;
    double slowest_to_give_up = 0;
    for (int n = 2; n <= messages; n += stride(messages / 5)) {
        INFO("nothing passes from message " << n << " on");
        const std::string database = arena.new_database();
        // Not inside the messages of one statement, which leave in one packet: a server that has seen some of them
        // waits for the others as long as the connection stands.
        bool is_open = true;
        arena.proxy.arm([n, &is_open](const FrontendMessage& message) {
            const bool begins = message.type == 'Q' || message.type == 'P' || message.type == '0';
            if (!is_open || message.number < n || !begins) return Fate::forwarded;
            is_open = false;
            return Fate::black_hole;
        });
        const Clock::time_point start = Clock::now();
        const Outcome outcome = run(program, arena.proxied(database), options);
        INFO(outcome.text);
        CHECK((outcome.code == 16 || outcome.code == 19 || (outcome.code == 0 && is_open)));
        slowest_to_give_up = std::max(slowest_to_give_up, seconds_since(start));
        // The proxy still holds the server's side open: only the server's own timeouts can free the lock.
        require_golden(program, arena.direct(database), golden);
        longest = std::max(longest, seconds_since(start));
        arena.proxy.disarm();
        ++runs;
    }
    CHECK(slowest_to_give_up < bound(12));
    tell({"T9", "from message n on nothing passes, and no connection is closed",
          "given up within the network timeout (here 2 s, and as much for connecting again), exit 16 or 19; lock free "
          "by the server's own timeouts (here 2 s)",
          "given up after " + std::to_string(static_cast<int>(slowest_to_give_up)) +
              " s at most, the next boot finished",
          runs, longest});
}

namespace {

constexpr const char* by_loopback = " host=127.0.0.1 sslmode=disable gssencmode=disable";

// A server of the private network that lets everybody in by TCP.
migrator::cluster::EphemeralCluster start_inside(const PrivateNetwork& network) {
    migrator::cluster::EphemeralOptions options;
    options.settings = {"listen_addresses=127.0.0.1"};
    const PrivateNetwork::Visit inside(network);
    auto cluster = must(migrator::cluster::EphemeralCluster::start(options));
    std::ofstream rules(cluster.directory() / "data" / "pg_hba.conf");
    rules << "local all all trust\nhost all all 127.0.0.1/32 trust\n";
    rules.close();
    REQUIRE(rules.good());
    gestaloka::acceptance::run_sql(cluster.connection_string(), "SELECT pg_reload_conf()");
    REQUIRE(eventually([&] {
        migrator::postgres::ConnectOptions by_tcp;
        by_tcp.database = cluster.connection_string() + by_loopback;
        return migrator::postgres::Session::open(by_tcp).has_value();
    }));
    return cluster;
}

// A run over TCP that a test follows from outside, through the server's Unix socket.
struct InsideRun {
    std::string direct;
    Program program;
    std::string database;
    std::optional<Process> process = {};

    InsideRun(const migrator::cluster::EphemeralCluster& cluster, const std::string& chain)
        : direct(cluster.connection_string(chain)), program(fault_chain(chain)), database(direct) {
        gestaloka::acceptance::run_sql(cluster.connection_string(), "CREATE DATABASE \"" + chain + "\"");
        database += by_loopback;
    }

    void start(const PrivateNetwork& network) {
        const PrivateNetwork::Visit inside(network);
        // With an idle timeout that does not come in the way of what is to be shown.
        process.emplace(program.on(database, {"network-timeout=2s", "connect-timeout=2s", "idle-timeout=10min"}));
    }
};

}  // namespace

TEST_CASE("T9: a network that drops every packet is given up by both ends, and the lock is free again") {
    std::optional<PrivateNetwork> network;
    try {
        network.emplace();
    } catch (const std::system_error& error) {
        const int reason = error.code().value();
        if (reason != EPERM && reason != EACCES && reason != ENOSYS) throw;
        WARN("T9b is not shown: this process may not have a network of its own: " << error.what());
        return;
    }
    const auto cluster = start_inside(*network);
    // One whose server is at work and will answer into the void, one whose server waits for the next statement.
    InsideRun working(cluster, "short-sleep");
    InsideRun idle(cluster, "compute");
    const std::string golden_of_working = golden_of(working.program);
    const std::string golden_of_idle = golden_of(idle.program);
    auto other = gestaloka::acceptance::connect(cluster.connection_string());
    const auto servers = [&](const std::string& condition) {
        return ask(other,
                   "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE '%f002%' AND " + condition);
    };
    const auto locks = [&] { return ask(other, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"); };
    idle.start(*network);
    working.start(*network);
    REQUIRE(eventually([&] {
        return servers("state = 'active' AND query LIKE '%pg_sleep%'") == "1" &&
               servers("state = 'idle in transaction'") == "1";
    }));

    network->take_down();
    const Clock::time_point start = Clock::now();
    for (InsideRun* run : {&working, &idle}) {
        const Outcome outcome = finish(*run->process);
        INFO(outcome.text);
        CHECK((outcome.code == 16 || outcome.code == 19));
    }
    const double given_up = seconds_since(start);
    // The servers know nothing of it: what frees the locks is that TCP gives up, by what the migrator has set.
    CHECK(locks() == "2");
    CHECK(eventually([&] { return locks() == "0"; }));
    const double lock_free = seconds_since(start);
    network->take_up();
    require_golden(working.program, working.direct, golden_of_working);
    require_golden(idle.program, idle.direct, golden_of_idle);
    CHECK(given_up < bound(12));
    CHECK(lock_free < bound(45));
    tell({"T9b", "the link goes down while the server works, and while it waits for the next statement",
          "given up within the network timeout (here 2 s); lock free by TCP's own timeouts within 45 s",
          "given up after " + std::to_string(static_cast<int>(given_up)) + " s at most; lock free after " +
              std::to_string(static_cast<int>(lock_free)) + " s, the next boot finished",
          2, seconds_since(start)});
}
