// What a step itself can do wrong, or meet: T22, T23, T25, T26, T28, T29, T37.
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <thread>

#include "arena.hpp"
#include "tests/acceptance/boot/server.hpp"
#include "tests/support/fault_results.hpp"

using namespace gestaloka::faults;
using gestaloka::acceptance::ask;
using gestaloka::acceptance::run_sql;
using gestaloka::test::Process;
using Clock = std::chrono::steady_clock;

namespace {

// A tmpfs of its own, as far as that is allowed here.
class SmallVolume {
 public:
    explicit SmallVolume(const std::string& size) {
        if (::mkdtemp(folder_) == nullptr) return;
        is_there_ = ::mount("tmpfs", folder_, "tmpfs", 0, ("mode=0777,size=" + size).c_str()) == 0;
    }
    SmallVolume(const SmallVolume&) = delete;
    SmallVolume& operator=(const SmallVolume&) = delete;
    ~SmallVolume() {
        if (is_there_) ::umount2(folder_, MNT_DETACH);
        std::error_code ignored;
        std::filesystem::remove(folder_, ignored);
    }

    bool is_there() const { return is_there_; }
    std::string folder() const { return folder_; }
    void grow(const std::string& size) const {
        REQUIRE(::mount("tmpfs", folder_, "tmpfs", MS_REMOUNT, ("mode=0777,size=" + size).c_str()) == 0);
    }

 private:
    char folder_[32] = "/tmp/gestaloka_full_XXXXXX";
    bool is_there_ = false;
};

void give_to_server(const Arena& arena, const std::string& path) {
    struct stat owner {};
    REQUIRE(::stat((arena.cluster.directory() / "data").c_str(), &owner) == 0);
    REQUIRE(::chown(path.c_str(), owner.st_uid, owner.st_gid) == 0);
}

// Stops the server, moves its WAL, starts it again.
void move_wal(Arena& arena, const SmallVolume& volume) {
    const std::filesystem::path here = arena.cluster.directory() / "data" / "pg_wal";
    const std::string there = volume.folder() + "/pg_wal";
    ::kill(arena.cluster.pid(), SIGINT);
    REQUIRE(gestaloka::acceptance::eventually(
        [&] { return !std::filesystem::exists(arena.cluster.directory() / "data" / "postmaster.pid"); }));
    std::filesystem::copy(here, there, std::filesystem::copy_options::recursive);
    give_to_server(arena, there);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(there))
        give_to_server(arena, entry.path());
    std::filesystem::permissions(there, std::filesystem::perms::owner_all);
    std::filesystem::remove_all(here);
    std::filesystem::create_directory_symlink(there, here);
    must(arena.cluster.restart());
}

}  // namespace

TEST_CASE("T22: the timeouts of role and database give way to the migrator's own") {
    Arena arena;
    const Program program = fault_chain("compute");
    const std::string golden = golden_of(program);
    const std::string name = arena.new_database();
    const std::string scope = GENERATE("ROLE CURRENT_USER", "DATABASE arena_1");
    CAPTURE(scope);
    for (const char* setting : {"statement_timeout = '100ms'", "lock_timeout = '10ms'",
                                "idle_in_transaction_session_timeout = '200ms'", "idle_session_timeout = '200ms'"})
        run_sql(arena.direct("postgres"), "ALTER " + scope + " SET " + setting);
    const auto settings = [&] {
        return ask(arena.direct("postgres"), "SELECT * FROM pg_db_role_setting ORDER BY 1, 2");
    };
    const std::string before = settings();
    REQUIRE(before.find("idle_session_timeout=200ms") != std::string::npos);
    const Clock::time_point start = Clock::now();
    Process migrating(program.on(arena.direct(name)));
    REQUIRE(migrating.wait_for_output("computing", patience));
    // While the step computes for three seconds, longer than each of the timeouts.
    const Outcome waiter = run(program, arena.direct(name));
    INFO(waiter.text);
    CHECK(waiter.code == 0);
    CHECK(waiter.says("waiting for lock"));
    CHECK_FALSE(waiter.says("connection lost"));
    CHECK_FALSE(waiter.says("applied f"));
    const Outcome outcome = finish(migrating);
    INFO(outcome.text);
    CHECK(outcome.code == 0);
    CHECK_FALSE(outcome.says("connection lost"));
    CHECK_FALSE(outcome.says("retrying"));
    CHECK(outcome.count("applied f") == 3);
    CHECK(settings() == before);
    run_sql(arena.direct("postgres"), "ALTER " + scope + " RESET ALL");
    require_golden(program, arena.direct(name), golden);
    tell({"T22",
          "timeouts of 10 to 200 ms set for the role, or the database, a C++ step of 3 s, and a second server that "
          "waits",
          "all steps succeed, the waiter's lock poll too, the settings stay as they are",
          "both exit 0, settings untouched", 2, seconds_since(start)});
}

TEST_CASE("T23: a statement that takes longer than its budget is rolled back, and the budget is told") {
    Arena& arena = shared_arena();
    const Program program = fault_chain("sleep");
    const std::string golden = golden_of(program);
    const std::string database = prepared(arena, program);
    const Clock::time_point start = Clock::now();
    const Outcome outcome = run(program, database, {"statement-timeout=1s"});
    INFO(outcome.text);
    CHECK(outcome.code == 11);
    CHECK(outcome.says("57014"));
    const std::string budget = "step_timeout: a statement may take 1.00 s, this attempt took ";
    const std::size_t told = outcome.text.find(budget);
    REQUIRE(told != std::string::npos);
    const double elapsed = std::stod(outcome.text.substr(told + budget.size()));
    CHECK(elapsed >= 1);
    CHECK(elapsed < bound(1.5));
    CHECK(applied(database) == "f001 applied");
    end_cause(database);
    require_golden(program, database, golden);
    tell({"T23", "a statement exceeds its budget", "step_timeout, rolled back, exit 11, budget and time told",
          "exit 11, budget and time told", 1, seconds_since(start)});
}

TEST_CASE("T25: C++ that throws, returns an error or overlooks one never counts as success") {
    struct Case {
        const char* chain;
        const char* words;
    };
    Arena& arena = shared_arena();
    for (const Case& tried :
         {Case{"throw", "C++ exception std::runtime_error: the dragon escaped"}, Case{"return", "the dragon returned"},
          Case{"swallow", "returned success after a statement had failed"}}) {
        CAPTURE(tried.chain);
        const std::string database = prepared(arena, fault_chain(tried.chain));
        const Outcome outcome = run(fault_chain(tried.chain), database);
        INFO(outcome.text);
        CHECK(outcome.code == 11);
        CHECK(outcome.says(tried.words));
        CHECK_FALSE(outcome.says("applied f002"));
        CHECK(applied(database) == "f001 applied");
        CHECK(ask(database, "SELECT count(*) FROM journal") == "0");
        CHECK(gestaloka::acceptance::has_no_advisory_lock(database));
        end_cause(database);
        require_golden(fault_chain(tried.chain), database, golden_of(fault_chain(tried.chain)));
    }
    tell({"T25", "a C++ step throws, returns an error, overlooks an SQL error",
          "rolled back, the exception's type and the words in the report, never a success",
          "exit 11 with both, nothing applied; the next boot finished without the cause", 3, 0});
}

namespace {

// Once a person has said that all of the torn step is there, the next run goes on behind it.
void check_repair_helps(const Program& program, const std::string& database) {
    CHECK(gestaloka::acceptance::has_no_advisory_lock(database));
    CHECK(ask(database, "SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()") == "0");
    const Outcome repaired = run(program, database, {"mark-applied=f002"});
    INFO(repaired.text);
    REQUIRE(repaired.code == 0);
    const Outcome again = run(program, database);
    INFO(again.text);
    CHECK(again.code == 0);
    CHECK(applied(database) == "f001 applied, f002 applied, f003 applied");
    check_after_conditions(database, golden_digest(database));
}

}  // namespace

TEST_CASE("T26: a step that ends its own transaction is found torn, and nothing goes on") {
    Arena& arena = shared_arena();
    int runs = 0;
    for (const char* chain : {"commit", "commit-begin", "rollback"}) {
        CAPTURE(chain);
        const std::string database = prepared(arena, fault_chain(chain));
        const Outcome outcome = run(fault_chain(chain), database);
        INFO(outcome.text);
        CHECK(outcome.code == 15);
        CHECK(outcome.says("operation 1 of 1 (execute): statement 2 ("));
        CHECK(outcome.says("what ran before that point is committed"));
        CHECK(applied(database) == "f001 applied, f002 applying");
        CHECK(run(fault_chain(chain), database).code == 15);
        CHECK_FALSE(outcome.says("applied f003"));
        check_repair_helps(fault_chain(chain), database);
        ++runs;
    }
    {
        migrator::cluster::EphemeralOptions options;
        options.settings = {"max_prepared_transactions=5"};
        Arena preparing(options);
        const std::string database = prepared(preparing, fault_chain("prepare"));
        const Outcome outcome = run(fault_chain("prepare"), database);
        INFO(outcome.text);
        CHECK(outcome.code == 15);
        CHECK(applied(database) == "f001 applied, f002 applying");
        CHECK(run(fault_chain("prepare"), database).code == 15);
        check_repair_helps(fault_chain("prepare"), database);
        ++runs;
    }
    {
        // max_prepared_transactions is 0: the server refuses.
        const std::string database = prepared(arena, fault_chain("prepare"));
        CHECK(run(fault_chain("prepare"), database).code == 11);
        CHECK(applied(database) == "f001 applied");
        CHECK(gestaloka::acceptance::has_no_advisory_lock(database));
        ++runs;
    }
    {
        const std::string database = prepared(arena, fault_chain("savepoint"));
        CHECK(run(fault_chain("savepoint"), database).code == 0);
        require_golden(fault_chain("savepoint"), database, golden_of(fault_chain("savepoint")));
        ++runs;
    }
    tell({"T26", "COMMIT, COMMIT; BEGIN, ROLLBACK, PREPARE TRANSACTION, an open SAVEPOINT inside a step",
          "torn, exit 15, the row stays visible, every later run refuses until it is repaired; a savepoint is harmless",
          "as required; the run after the repair went on", runs, 0});
}

TEST_CASE(
    "T28: a full disk rolls the step back, a full WAL volume ends the server; with space the next boot finishes") {
    const SmallVolume space("24m");
    if (!space.is_there()) {
        return not_shown("T28", "a small tmpfs cannot be mounted here");
    }
    double longest = 0;
    {
        Arena arena;
        const Program program = fault_chain("fill-disk");
        const std::string golden = golden_of(program);
        const std::string inside = space.folder() + "/space";
        std::filesystem::create_directory(inside);
        give_to_server(arena, inside);
        const std::string name = arena.new_database();
        run_sql(arena.direct("postgres"), "CREATE TABLESPACE small LOCATION '" + inside + "'");
        run_sql(arena.direct("postgres"), "ALTER DATABASE " + name + " SET default_tablespace = 'small'");
        const Outcome outcome = run(program, arena.direct(name));
        INFO(outcome.text);
        CHECK(outcome.code == 11);
        CHECK(outcome.says("53100"));
        CHECK(outcome.says("free space on the server's disk"));
        CHECK(applied(arena.direct(name)) == "f001 applied");
        CHECK(ask(arena.direct(name), "SELECT to_regclass('big') IS NULL") == "t");
        const Clock::time_point start = Clock::now();
        space.grow("200m");
        require_golden(program, arena.direct(name), golden);
        CHECK(applied(arena.direct(name)) == "f001 applied, f002 applied, f003 applied");
        CHECK(ask(arena.direct(name), "SELECT count(*) FROM big") == "60000");
        longest = seconds_since(start);
    }
    {
        const SmallVolume wal("24m");
        Arena arena;
        const Program program = fault_chain("fill-wal");
        const std::string golden = golden_of(program);
        const std::string database = prepared(arena, program);
        move_wal(arena, wal);
        const Outcome outcome = run(program, database, {"connect-timeout=1s"});
        INFO(outcome.text);
        CHECK(outcome.code == 16);
        CHECK(arena.log().find("PANIC") != std::string::npos);
        const Clock::time_point start = Clock::now();
        wal.grow("400m");
        must(arena.cluster.restart());
        CHECK(applied(database) == "f001 applied");
        require_golden(program, database, golden);
        longest = std::max(longest, seconds_since(start));
    }
    tell({"T28", "the tablespace is full (53100); the WAL volume is full (the server ends by PANIC)",
          "rolled back, exit 11; exit 16; the next boot finishes with space", "as required", 2, longest});
}

TEST_CASE("T29: a step that needs more lock slots than there are is told to be split, and passes in smaller steps") {
    migrator::cluster::EphemeralOptions options;
    options.max_connections = 10;
    options.settings = {"max_locks_per_transaction=10"};
    Arena arena(options);
    const Program program = fault_chain("many-tables");
    const std::string database = prepared(arena, program);
    const Clock::time_point start = Clock::now();
    const Outcome outcome = run(program, database);
    INFO(outcome.text);
    CHECK(outcome.code == 11);
    CHECK(outcome.says("53200"));
    CHECK(outcome.says("revision f002: operation "));
    CHECK(outcome.says("split the step into several"));
    CHECK(outcome.says("raise max_locks_per_transaction and restart the server"));
    CHECK(applied(database) == "f001 applied");
    CHECK(ask(database, "SELECT count(*) FROM pg_class WHERE relname LIKE 'many%'") == "0");
    CHECK(gestaloka::acceptance::has_no_advisory_lock(database));

    const Program split = fault_chain("many-tables-in-steps");
    const std::string other = arena.direct(arena.new_database());
    const Outcome passed = run(split, other);
    INFO(passed.text);
    CHECK(passed.code == 0);
    CHECK(passed.count("applied f") == 6);
    CHECK(ask(other, "SELECT count(*) FROM pg_class WHERE relname LIKE 'many%'") == "400");
    CHECK(gestaloka::acceptance::has_no_advisory_lock(other));
    // Where there are slots enough, also for pg_dump, both ways make the same tables.
    const std::string& whole = golden_of(program);
    CHECK(whole.find("CREATE TABLE public.many_400 ") != std::string::npos);
    CHECK(whole.substr(0, whole.find("\njournal ")) == golden_of(split).substr(0, golden_of(split).find("\njournal ")));
    tell({"T29", "a step creates 400 tables with too few lock slots (53200)",
          "exit 11, max_locks_per_transaction and smaller steps named, nothing applied; the same tables in five steps "
          "pass",
          "exit 11, both named, nothing applied; five steps passed", 2, seconds_since(start)});
}

namespace {

// Of a run that gets `signal` once message n was sent.
struct Stopped {
    Outcome outcome = {};
    bool is_signalled = false;  // not every run sends as many messages
    double lock_free = 0;       // seconds after the signal
    double gone = 0;
};

Stopped stop_after(Arena& arena, const Program& program, const std::string& database, int signal, int n) {
    std::atomic<pid_t> pid{0};
    std::atomic<Clock::rep> sent{0};
    arena.proxy.arm({}, [&](const FrontendMessage& message) {
        if (message.number != n) return;
        while (pid == 0)
            std::this_thread::yield();
        sent = Clock::now().time_since_epoch().count();
        ::kill(pid, signal);
    });
    Process process(program.on(arena.proxied(database)));
    pid = process.pid();
    Stopped stopped;
    stopped.outcome = finish(process);
    arena.proxy.disarm();
    stopped.is_signalled = sent != 0;
    if (!stopped.is_signalled) return stopped;
    const Clock::time_point start{Clock::duration(sent)};
    stopped.gone = seconds_since(start);
    CHECK(gestaloka::acceptance::has_no_advisory_lock(arena.direct(database)));
    stopped.lock_free = seconds_since(start);
    return stopped;
}

}  // namespace

TEST_CASE("T37: a signal after any message rolls back, frees the lock and ends the program") {
    Arena& arena = shared_arena();
    const Program program = fault_chain("heroes");
    const std::string golden = golden_of(program);
    const int messages = count_messages(arena, program);
    int runs = 0;
    int ended_by_18 = 0;
    double longest_lock = 0;
    double longest = 0;
    for (int n = 1; n <= messages; n += stride(5)) {
        const int signal = n % 2 == 0 ? SIGTERM : SIGINT;
        INFO("signal " << signal << " after message " << n << " of " << messages);
        const std::string database = arena.new_database();
        const Stopped stopped = stop_after(arena, program, database, signal, n);
        INFO(stopped.outcome.text);
        CHECK(stopped.outcome.signal == 0);
        // After its last step a run has nothing to roll back.
        const bool was_done = stopped.outcome.code == 0 && stopped.outcome.count("applied f") == 13;
        CHECK((was_done || (stopped.is_signalled && stopped.outcome.code == 18)));
        if (stopped.is_signalled) ++runs;
        if (stopped.outcome.code == 18) ++ended_by_18;
        CHECK(stopped.gone < bound(2));
        CHECK(stopped.lock_free < bound(1));
        longest_lock = std::max(longest_lock, stopped.lock_free);
        const Clock::time_point start = Clock::now();
        require_golden(program, arena.direct(database), golden);
        longest = std::max(longest, seconds_since(start));
        run_sql(arena.direct("postgres"), "DROP DATABASE " + database + " WITH (FORCE)");
    }
    CHECK(ended_by_18 > runs * 9 / 10);
    tell({"T37", "SIGTERM or SIGINT after message n, for " + each("n", 5) + "; a second signal",
          "rolled back, lock free within 1 s, gone within 2 s, exit 18; the second signal ends at once",
          std::to_string(ended_by_18) + " stopped with 18, the others were done; lock free after " +
              std::to_string(static_cast<int>(longest_lock * 1000)) + " ms at most; the next boot finished",
          runs, longest});
}

TEST_CASE("T37: a signal in a long statement cancels it on the server") {
    Arena arena;
    const Program program = fault_chain("sleep");
    const std::string golden = golden_of(program);
    for (const int signal : {SIGTERM, SIGINT}) {
        CAPTURE(signal);
        const std::string database = prepared(arena, program);
        auto session = gestaloka::acceptance::connect(database);
        Process process(program.on(database));
        REQUIRE(gestaloka::acceptance::eventually(
            [&] { return ask(session, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == "1"; }));
        const std::size_t seen = arena.log().size();
        const Clock::time_point start = Clock::now();
        process.signal(signal);
        const Outcome outcome = finish(process);
        INFO(outcome.text);
        CHECK(seconds_since(start) < bound(2));
        CHECK(outcome.code == 18);
        CHECK(outcome.signal == 0);
        CHECK(gestaloka::acceptance::has_no_advisory_lock(database));
        CHECK(seconds_since(start) < bound(2));
        // Its end by a lost client would be told in other words.
        const std::string log = arena.log().substr(seen);
        CHECK(log.find("canceling statement due to user request") != std::string::npos);
        CHECK(log.find("connection to client lost") == std::string::npos);
        CHECK(applied(database) == "f001 applied");
        CHECK(ask(session, "SELECT count(*) FROM journal") == "0");
        end_cause(database);
        require_golden(program, database, golden);
    }
    tell({"T37", "SIGTERM or SIGINT in a statement of 60 s", "the statement cancelled on the server, exit 18",
          "cancelled, as the server's log tells", 2, 0});
}

TEST_CASE("T37: a second signal during a migration ends the server at once, whatever the network does") {
    Arena& arena = shared_arena();
    const Program program = game_server();
    const std::string golden = golden_of(program);
    const int messages = count_messages(arena, program);
    const std::string database = arena.new_database();
    const int middle = messages / 2;
    arena.proxy.arm(
        [&](const FrontendMessage& message) { return message.number == middle ? Fate::black_hole : Fate::forwarded; });
    Process server(program.on(arena.proxied(database)));
    REQUIRE(gestaloka::acceptance::eventually([&] { return arena.proxy.messages() >= middle; }));
    // One signal waits a second for the answer to its cancel request, and this network gives none.
    server.signal(SIGTERM);
    const Clock::time_point start = Clock::now();
    server.signal(SIGINT);
    const Outcome outcome = finish(server);
    const double gone = seconds_since(start);
    INFO(outcome.text);
    CHECK(outcome.code == 18);
    CHECK(gone < bound(0.5));
    arena.proxy.disarm();
    require_golden(program, arena.direct(database), golden);
}
