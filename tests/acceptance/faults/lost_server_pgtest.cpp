// The server, or the way to it, is lost: T3, T6, T7, T8, T9.
#include <catch2/catch.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <functional>
#include <future>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

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

std::string line_with(const std::string& text, const std::string& part) {
    for (const std::string& line : gestaloka::acceptance::lines_of(text))
        if (line.find(part) != std::string::npos) return line;
    return {};
}

// The step that a run of a made-up chain tells as begun and not yet as applied before it tells of the loss, or none.
std::string step_under_way(const std::string& text) {
    const std::string before = text.substr(0, text.find("connection lost: "));
    const std::size_t begun = before.rfind("starting f");
    if (begun == std::string::npos) return {};
    const std::string id = before.substr(begun + std::strlen("starting "), 4);
    return before.find("applied " + id, begun) == std::string::npos ? id : "";
}

// What happened, in which step, and which statement met it.
void check_loss_is_told(const std::string& line, const std::string& step) {
    CAPTURE(line, step);
    CHECK(line.find("the connection to the database was lost: ") != std::string::npos);
    CHECK(line.find("; statement: ") != std::string::npos);
    if (!step.empty()) CHECK(line.find("revision " + step) != std::string::npos);
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
        CHECK((outcome.code == 0 || outcome.code == 16));
        if (outcome.says("connection lost: "))
            check_loss_is_told(line_with(outcome.text, "connection lost: "), step_under_way(outcome.text));
        wait_until_up(arena);
        if (outcome.code == 0) {
            ++finished;
            // After its last commit a run only gives the lock back, and a lost connection has done so.
            CHECK((outcome.says("connection lost: ") || !had_work_left));
            // Before another run could make up for what this one has told falsely.
            check_after_conditions(arena.direct(database), golden);
        }
        require_golden(program, arena.direct(database), golden);
        longest = std::max(longest, seconds_since(start));
        ++runs;
    }
    CHECK(finished > runs / 2);
    tell(
        {"T3", "kill -9 the server process at " + each("message", 6) + ": the whole server crashes and recovers",
         "finishes in the same run, or exits 16; never a false success",
         std::to_string(finished) + " of " + std::to_string(runs) + " finished in the same run, the others at the next",
         runs, longest});
}

TEST_CASE("T3: a loss in a step of the game's chain is told with the step and its statement") {
    Arena arena;
    const Program program = game_server();
    const std::string golden = golden_of(program);
    const std::string database = arena.new_database();
    std::atomic<int> claims{0};
    int losses = 0;
    arena.proxy.arm([&](const FrontendMessage& message) {
        // Each step begins with its claim; the third and the twentieth of those that are tried meet a dead server.
        if (message.text.find("'applying'") == std::string::npos || message.text.find("INSERT") == std::string::npos)
            return Fate::forwarded;
        const int claim = ++claims;
        if (claim == 3 || claim == 20) kill_server_process(arena, database);
        return Fate::forwarded;
    });
    const Clock::time_point start = Clock::now();
    const Outcome outcome = run(program, arena.proxied(database));
    arena.proxy.disarm();
    INFO(outcome.text);
    CHECK(outcome.code == 0);
    for (const std::string& line : gestaloka::acceptance::lines_of(outcome.text)) {
        if (line.find("; connecting again") == std::string::npos) continue;
        check_loss_is_told(line, line.substr(line.find("revision ") + std::strlen("revision "), 12));
        ++losses;
    }
    CHECK(losses == 2);
    wait_until_up(arena);
    require_golden(program, arena.direct(database), golden);
    tell({"T3", "kill -9 the server process in two steps of the game's chain",
          "finishes in the same run; the loss told with step and statement", "finished in the same run", 2,
          seconds_since(start)});
}

namespace {

// A server that reads its log from an archive when it is told to recover, and stays there as long as a file stands.
migrator::cluster::EphemeralOptions held_in_recovery() {
    migrator::cluster::EphemeralOptions options;
    options.settings = {"wal_level=replica", "hot_standby=off",
                        "restore_command=while test -e hold; do sleep 0.02; done; false"};
    return options;
}

}  // namespace

TEST_CASE("T6: a server that is stopped in the middle of a step and comes back is waited for") {
    const int signal = GENERATE(SIGQUIT, SIGINT, SIGKILL);
    CAPTURE(signal);
    Arena arena(held_in_recovery());
    const std::filesystem::path data = arena.cluster.directory() / "data";
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
    // How long it is away is what is tried; nothing is waited for.
    std::this_thread::sleep_until(start + std::chrono::seconds(3));
    for (const char* const file : {"hold", "recovery.signal"})
        std::ofstream(data / file).flush();
    auto restarted = std::async(std::launch::async, [&] { return arena.cluster.restart(); });
    const bool was_refused = process.wait_for_output("57P03", patience);
    std::filesystem::remove(data / "hold");
    must(restarted.get());
    const Outcome outcome = finish(process);
    INFO(outcome.text);
    CHECK(was_refused);
    CHECK(outcome.code == 0);
    CHECK(outcome.count("connection lost") == 1);
    check_after_conditions(arena.direct(database), golden);
    tell({"T6", "stop the server (immediate, fast, SIGKILL) in a step, start it again after 3 s",
          "waits with back-off, also while it recovers (57P03), resumes",
          "57P03 met and resumed in the same run each time", 1, seconds_since(start)});
}

TEST_CASE("T6: a server that stays away ends the run with 16, and with 19 only if a COMMIT had been sent") {
    struct Case {
        const char* chain;
        int signal;
        int code;
        const char* place;
    };
    Arena arena;
    const Clock::time_point start = Clock::now();
    int runs = 0;
    // "alter" travels with its COMMIT in one message: only a server that says why it leaves has told how far it came.
    for (const Case& tried : {Case{"alter", SIGQUIT, 16, "operation 1 of 1 (add_column)"},
                              Case{"alter", SIGKILL, 19, "operation 1 of 1 (add_column)"},
                              Case{"sleep", SIGQUIT, 16, "operation 1 of 1 (execute)"},
                              Case{"sleep", SIGKILL, 16, "operation 1 of 1 (execute)"}}) {
        CAPTURE(tried.chain, tried.signal);
        const Program program = fault_chain(tried.chain);
        const std::string golden = golden_of(program);
        const std::string database = prepared(arena, program);
        auto holder = gestaloka::acceptance::connect(database);
        must(holder.run_script("BEGIN; SELECT count(*) FROM players"));
        Process process(program.on(database, {"connect-timeout=500ms", "lock-attempt=60s"}));
        auto other = gestaloka::acceptance::connect(database);
        REQUIRE(eventually([&] {
            return ask(other,
                       "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND datname = current_database() "
                       "AND (wait_event = 'PgSleep' OR wait_event_type = 'Lock')") == "1";
        }));
        ::kill(arena.cluster.pid(), tried.signal);
        const Outcome outcome = finish(process);
        INFO(outcome.text);
        CHECK(outcome.code == tried.code);
        check_loss_is_told(line_with(outcome.text, "connection lost: "), std::string("f002: ") + tried.place);
        CHECK(line_with(outcome.text, "error: revision f002: the connection was lost ").find("connecting: ") !=
              std::string::npos);
        CHECK(outcome.says("had been sent") == (tried.code == 19));
        must(arena.cluster.restart());
        end_cause(database);
        require_golden(program, database, golden);
        ++runs;
    }
    tell({"T6", "stop the server (immediate, SIGKILL) in a step, and leave it away",
          "exit 16 with the step; 19 where its COMMIT had been sent and the server said nothing", "as required", runs,
          seconds_since(start)});
}

TEST_CASE("T7: what a run has reported stays, although the role or the database does not wait for its commits") {
    migrator::cluster::EphemeralOptions options;
    options.settings = {"wal_writer_delay=10s"};
    Arena arena(options);
    const Program program = fault_chain("heroes");
    const std::string golden = golden_of(program);
    double longest = 0;
    int runs = 0;
    for (const bool is_of_role : {true, false}) {
        for (int round = 1; round <= 2; ++round) {
            CAPTURE(is_of_role, round);
            const std::string database = arena.new_database();
            const std::string scope = is_of_role ? "ROLE CURRENT_USER" : "DATABASE " + database;
            const auto alter = [&](const std::string& change) {
                gestaloka::acceptance::run_sql(arena.direct("postgres"), "ALTER " + scope + change);
            };
            alter(" SET synchronous_commit = off");
            REQUIRE(ask(arena.direct(database), "SHOW synchronous_commit") == "off");
            const Outcome outcome = run(program, arena.direct(database));
            REQUIRE(outcome.code == 0);
            const Clock::time_point start = Clock::now();
            must(arena.cluster.restart());
            check_after_conditions(arena.direct(database), golden);
            longest = std::max(longest, seconds_since(start));
            alter(" RESET synchronous_commit");
            ++runs;
        }
    }
    tell({"T7", "synchronous_commit=off for the role, or the database; immediate stop right after exit 0",
          "every step still there", "every step there", runs, longest});
}

TEST_CASE("T8: a commit whose answer or whose request is lost is found out, and nothing is done twice") {
    Arena& arena = shared_arena();
    const Program program = fault_chain("heroes");
    const std::string golden = golden_of(program);
    const int commits = commits_of(arena, program);
    REQUIRE(commits >= 8);
    int resolved = 0;
    int lost_answers = 0;
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
            if (fate == Fate::answer_swallowed) ++lost_answers;
            check_after_conditions(arena.direct(database), golden);
            longest = std::max(longest, seconds_since(start));
            ++runs;
        }
    }
    tell({"T8", "COMMIT's answer lost, COMMIT's request lost, for " + each("COMMIT", 1),
          "answer lost: applied (resolved), not run again; request lost: run again once; exit 0",
          std::to_string(resolved) + " of " + std::to_string(lost_answers) + " lost answers resolved, all exit 0", runs,
          longest});
}

namespace {

// A run that nothing passes any more from a message on.
struct Swallowed {
    Outcome outcome = {};
    bool is_swallowed = false;
    double given_up = 0;   // seconds since nothing passes
    double lock_free = 0;  // as above
};

using Moment = std::function<bool(const FrontendMessage&)>;

Moment from_message(int n) {
    return [n](const FrontendMessage& message) { return message.number >= n; };
}

// When a step's session has been reset, and is not pinned again yet.
Moment after_reset() {
    return [has_passed = false](const FrontendMessage& message) mutable {
        const bool is_behind = has_passed;
        has_passed = has_passed || message.text.find("RESET ALL") != std::string::npos;
        return is_behind;
    };
}

// A run through a network that swallows everything from `moment` on. The proxy still holds the server's side open when
// `finish` returns: only the server's own timeouts have freed the lock.
class SwallowedRun {
 public:
    SwallowedRun(Arena& arena, const Program& program, Moment moment, const std::vector<std::string>& options)
        : arena_(arena), database_(arena.new_database()), moment_(std::move(moment)) {
        // Not inside the messages of one statement, which leave in one packet: a server that has seen some of them
        // waits for the others as long as the connection stands.
        arena_.proxy.arm([this](const FrontendMessage& message) {
            const bool begins = message.type == 'Q' || message.type == 'P' || message.type == '0';
            if (is_swallowed_ || !moment_(message) || !begins) return Fate::forwarded;
            start_ = Clock::now();
            is_swallowed_ = true;
            return Fate::black_hole;
        });
        process_.emplace(program.on(arena_.proxied(database_), options));
        end_ = std::async(std::launch::async, [this] {
            process_->wait(patience);
            return Clock::now();
        });
    }

    SwallowedRun(const SwallowedRun&) = delete;
    SwallowedRun& operator=(const SwallowedRun&) = delete;
    ~SwallowedRun() { arena_.proxy.disarm(); }

    std::string database() const { return arena_.direct(database_); }

    Swallowed finish() {
        Swallowed swallowed;
        const Clock::time_point end = end_.get();
        swallowed.outcome = gestaloka::faults::finish(*process_);
        swallowed.is_swallowed = is_swallowed_;
        swallowed.given_up = std::chrono::duration<double>(end - start_).count();
        CHECK(gestaloka::acceptance::has_no_advisory_lock(database()));
        swallowed.lock_free = seconds_since(start_);
        const int code = swallowed.outcome.code;
        INFO(swallowed.outcome.text);
        CHECK((code == 16 || code == 19 || (code == 0 && !is_swallowed_)));
        return swallowed;
    }

 private:
    Arena& arena_;
    std::string database_;
    Moment moment_;
    std::atomic<bool> is_swallowed_{false};
    Clock::time_point start_ = Clock::now();
    std::optional<Process> process_;
    std::future<Clock::time_point> end_;
};

}  // namespace

TEST_CASE("T9: a network that swallows everything is given up, and the lock is free again") {
    Arena arena;
    const Program program = fault_chain("heroes");
    const std::string golden = golden_of(program);
    const int messages = count_messages(arena, program);
    const std::vector<std::string> options = {"network-timeout=2s", "connect-timeout=2s", "idle-timeout=2s"};
    std::vector<std::pair<std::string, Moment>> moments = {{"a step's reset", after_reset()}};
    for (int n = 2; n <= messages; n += stride(messages / 5))
        moments.emplace_back("message " + std::to_string(n), from_message(n));
    // By the timeouts that a run has by itself: beside the others, since it takes as long as all of them; in a soak
    // alone and also by the server's own, of a minute.
    Arena arena_of_defaults;
    SwallowedRun by_defaults(arena_of_defaults, program, from_message(60), {is_soak() ? "" : "idle-timeout=20s"});
    std::optional<Swallowed> defaults;
    if (is_soak()) defaults = by_defaults.finish();
    double longest = 0;
    double given_up = 0;
    double lock_free = 0;
    for (const auto& [name, moment] : moments) {
        INFO("nothing passes from " << name << " on");
        const Clock::time_point start = Clock::now();
        SwallowedRun victim(arena, program, moment, options);
        const Swallowed swallowed = victim.finish();
        CHECK(swallowed.given_up < bound(7));
        CHECK(swallowed.lock_free < bound(7));
        given_up = std::max(given_up, swallowed.given_up);
        lock_free = std::max(lock_free, swallowed.lock_free);
        require_golden(program, victim.database(), golden);
        longest = std::max(longest, seconds_since(start));
    }
    if (!defaults) defaults = by_defaults.finish();
    CHECK(defaults->is_swallowed);
    // The silence and the connecting again, of 15 s each, and a tenth.
    CHECK(defaults->given_up < bound(33));
    CHECK(defaults->lock_free < bound(65));
    require_golden(program, by_defaults.database(), golden);
    tell({"T9",
          "from " + each("message", messages / 5) +
              " on, and after a step's reset, nothing passes, and no connection is closed",
          "given up within the network timeout (here 2 s, and as much for connecting again; once the default, 30 s in "
          "all), exit 16 or 19; lock free by the server's own timeouts (here 2 s)",
          "given up after " + std::to_string(static_cast<int>(given_up)) + " s at most, by default after " +
              std::to_string(static_cast<int>(defaults->given_up)) + " s; lock free after " +
              std::to_string(static_cast<int>(lock_free)) + " s at most, the next boot finished",
          static_cast<int>(moments.size()) + 1, longest});
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

TEST_CASE("T9b: a network that drops every packet is given up by both ends, and the lock is free again") {
    std::optional<PrivateNetwork> network;
    try {
        network.emplace();
    } catch (const std::system_error& error) {
        const int reason = error.code().value();
        if (reason != EPERM && reason != EACCES && reason != ENOSYS) throw;
        return not_shown("T9b", std::string("this process may not have a network of its own: ") + error.what());
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
