// Odd databases and clocks: T32, T38, T39, T40.
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "arena.hpp"
#include "migrator/cluster/binaries.hpp"
#include "migrator/ddl/sql_writer.hpp"
#include "migrator/postgres/pin.hpp"
#include "migrator/run/history.hpp"
#include "tests/acceptance/boot/server.hpp"
#include "tests/support/fault_results.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace gestaloka::faults;
using gestaloka::acceptance::ask;
using gestaloka::acceptance::run_sql;
using gestaloka::test::Process;
using Clock = std::chrono::steady_clock;

namespace {

// The processor's time that a process has had.
double worked_seconds(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    // Behind the name in brackets, which may hold anything, eleven fields come before the two that count.
    std::istringstream fields(text.substr(text.rfind(')') + 1));
    std::string skipped;
    for (int i = 0; i < 11; ++i)
        fields >> skipped;
    long long in_program = 0;
    long long in_kernel = 0;
    REQUIRE(fields >> in_program >> in_kernel);
    return static_cast<double>(in_program + in_kernel) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

// How much client and server work for something, no less than it takes, whatever else the machine does.
template <typename Action>
double work_of(pid_t server, const Action& action) {
    const auto worked = [&] { return worked_seconds(::getpid()) + worked_seconds(server); };
    const double before = worked();
    action();
    return worked() - before;
}

std::string database_in(const Arena& arena, const std::string& encoding, const std::string& name) {
    run_sql(arena.direct("postgres"),
            "CREATE DATABASE " + name + " TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING '" + encoding + "'");
    return arena.direct(name);
}

// PostgreSQL's programs, of which the server speaks the language: gettext goes by this variable wherever the locale is
// not "C" itself, so that no locale has to be installed for it.
class Translated {
 public:
    explicit Translated(const std::string& language) {
        namespace fs = std::filesystem;
        const auto real = must(migrator::cluster::find_binaries(migrator::cluster::search_of_this_machine()));
        fs::permissions(directory_.path(), fs::perms::all);
        fs::create_symlink(real.program("initdb"), directory_.path() / "initdb");
        const fs::path server = directory_.path() / "postgres";
        std::ofstream(server) << "#!/bin/sh\nLANGUAGE=" << language << " exec " << real.program("postgres").string()
                              << " \"$@\"\n";
        fs::permissions(server, fs::perms::all);
    }

    migrator::cluster::EphemeralOptions options(const std::string& messages) const {
        migrator::cluster::EphemeralOptions options;
        options.binaries = directory_.path();
        options.settings = {"lc_messages=" + messages, "max_locks_per_transaction=10", "max_connections=12"};
        return options;
    }

 private:
    gestaloka::test::TemporaryDirectory directory_;
};

std::string words_of_server(const Arena& arena) {
    auto session = gestaloka::acceptance::connect(arena.direct("postgres"));
    const auto failed = session.query("SELECT 1 / 0");
    REQUIRE_FALSE(failed.has_value());
    return failed.assume_error().details().message;
}

// One of each failure that the migrator itself reacts to or explains; what must be the same in each language.
std::string failures_in(Arena& arena) {
    std::string told;
    const auto note = [&](const std::string& what, const Outcome& outcome, const std::vector<std::string>& words) {
        INFO(outcome.text);
        told += what + " " + std::to_string(outcome.code);
        for (const std::string& word : words)
            told += outcome.says(word) ? " " + word : "";
        told += "\n";
    };
    note("no database", run(fault_chain("short"), arena.direct("nowhere"), {"connect-timeout=5s"}),
         {"(3D000)", "connect failed"});
    note("timeout", run(fault_chain("sleep"), prepared(arena, fault_chain("sleep")), {"statement-timeout=1s"}),
         {"57014", "step_timeout"});
    note("lock lost", run(fault_chain("unlock"), prepared(arena, fault_chain("unlock"))), {"lock was lost"});
    note("locks", run(fault_chain("many-tables"), prepared(arena, fault_chain("many-tables"))),
         {"53200", "split the step"});
    note("torn", run(fault_chain("commit"), prepared(arena, fault_chain("commit"))), {"is committed"});
    note("encoding", run(fault_chain("japanese"), database_in(arena, "LATIN1", "latin")), {"22P05", "ENCODING"});
    {
        const std::string database = prepared(arena, fault_chain("alter"));
        auto holder = gestaloka::acceptance::connect(database);
        must(holder.run_script("BEGIN; SELECT count(*) FROM players"));
        note("table lock", run(fault_chain("alter"), database, {"lock-attempt=300ms", "lock-timeout=1s"}),
             {"55P03", "retrying f002", "blocked by: pid"});
    }
    {
        const std::string database = prepared(arena, fault_chain("sleep"));
        auto session = gestaloka::acceptance::connect(database);
        Process process(fault_chain("sleep").on(database));
        REQUIRE(gestaloka::acceptance::eventually(
            [&] { return ask(session, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == "1"; }));
        end_cause(database);
        ask(session, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'");
        note("terminated", finish(process), {"57P01", "connection lost", "applied f003"});
    }
    return told;
}

}  // namespace

TEST_CASE("T39: whatever role and database have set, the chain makes the same schema and rows, once") {
    Arena& arena = shared_arena();
    const Program program = fault_chain("heroes");
    const std::string golden = golden_of(program);
    int runs = 0;
    for (const char* setting :
         {"search_path = ''", "search_path = nonexistent", "standard_conforming_strings = off",
          "DateStyle = 'SQL, DMY'", "IntervalStyle = 'sql_standard'", "bytea_output = 'escape'",
          "default_transaction_isolation = 'serializable'", "default_transaction_isolation = 'repeatable read'",
          "default_transaction_deferrable = on", "client_min_messages = 'error'", "row_security = off",
          "quote_all_identifiers = on", "check_function_bodies = off", "extra_float_digits = -15",
          "TimeZone = 'Asia/Kathmandu'", "lock_timeout = '1ms'"}) {
        CAPTURE(setting);
        const std::string name = arena.new_database();
        run_sql(arena.direct("postgres"), "ALTER DATABASE " + name + " SET " + setting);
        CHECK(applied_by_ten(program, arena.direct(name)) == 13);
        run_sql(arena.direct("postgres"), "ALTER DATABASE " + name + " RESET ALL");
        check_after_conditions(arena.direct(name), golden);
        ++runs;
    }
    tell({"T39", "search_path, isolation, string and date settings, time zone; ten servers at once",
          "the same schema and rows, each step once", "the same in each", runs});
}

TEST_CASE("T39: names and rows in other letters are the same in each encoding that has them, and refused where not") {
    struct Case {
        const char* encoding;
        const char* chain;
        const char* lacks;  // the operation that the encoding cannot hold
    };
    Arena arena;
    int runs = 0;
    for (const Case& tried :
         {Case{"UTF8", "german", ""}, Case{"UTF8", "japanese", ""}, Case{"UTF8", "emoji", ""},
          Case{"SQL_ASCII", "heroes", ""}, Case{"SQL_ASCII", "german", ""}, Case{"SQL_ASCII", "japanese", ""},
          Case{"SQL_ASCII", "emoji", ""}, Case{"LATIN1", "heroes", ""}, Case{"LATIN1", "german", ""},
          Case{"LATIN1", "japanese", "operation 1 of 3 (create_table)"},
          Case{"LATIN1", "emoji", "operation 5 of 5 (set_comment)"}, Case{"EUC_JP", "heroes", ""},
          Case{"EUC_JP", "japanese", ""}, Case{"EUC_JP", "emoji", "operation 5 of 5 (set_comment)"}}) {
        CAPTURE(tried.encoding, tried.chain);
        const Program program = fault_chain(tried.chain);
        const std::string golden = golden_of(program);
        const std::string database = database_in(arena, tried.encoding, "odd_" + std::to_string(++runs));
        if (*tried.lacks == '\0') {
            CHECK(applied_by_ten(program, database) == (std::string(tried.chain) == "heroes" ? 13 : 3));
            check_after_conditions(database, golden);
            continue;
        }
        const Outcome refused = run(program, database);
        INFO(refused.text);
        CHECK(refused.code == 11);
        CHECK(refused.says(std::string("revision f002: ") + tried.lacks));
        CHECK(refused.says("(22P05)"));
        CHECK(refused.says("  statement: C"));  // CREATE TABLE, COMMENT ON
        CHECK(refused.says("ENCODING 'UTF8'"));
        CHECK(applied(database) == "f001 applied");
        CHECK(ask(database,
                  "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relkind = 'r' AND "
                  "relnamespace = 'public'::regnamespace") == "journal players");
        CHECK(ask(database,
                  "SELECT count(*) FROM pg_description WHERE classoid = 'pg_class'::regclass AND objoid = "
                  "'players'::regclass") == "0");
        CHECK(gestaloka::acceptance::has_no_advisory_lock(database));
    }
    tell({"T39b", "UTF8, LATIN1, SQL_ASCII, EUC_JP with German and Japanese names and rows, and emoji; ten servers",
          "the same schema and rows; what the encoding lacks: 22P05 with step and statement, rolled back",
          "as required", runs});
}

TEST_CASE("T39: what an error means is told by its SQLSTATE, whatever language the server speaks") {
    const Translated untranslated("C");
    Arena english(untranslated.options("C"));
    const std::string expected = failures_in(english);
    CHECK(expected ==
          "no database 16 (3D000)\ntimeout 11 57014 step_timeout\nlock lost 18 lock was lost\nlocks 11 53200 split the "
          "step\ntorn 15 is committed\nencoding 11 22P05 ENCODING\ntable lock 12 55P03 retrying f002 blocked by: "
          "pid\nterminated 0 57P01 connection lost applied f003\n");
    int languages = 0;
    for (const char* language : {"de", "ru", "ja"}) {
        CAPTURE(language);
        const Translated translated(language);
        Arena arena(translated.options("C.UTF-8"));
        if (words_of_server(arena) == words_of_server(english)) {
            WARN("T39 is not shown in \"" << language << "\": the server has no messages in it");
            continue;
        }
        CHECK(failures_in(arena) == expected);
        ++languages;
    }
    tell({"T39c", "servers that speak German, Russian and Japanese", "exit codes and words as of an English one",
          "the same in " + std::to_string(languages) + " languages", languages * 8});
}

TEST_CASE("T32: a history of a million rows is read within two seconds, and thrice what the rows themselves take") {
    Arena& arena = shared_arena();
    const Program program = fault_chain("short");
    const std::string database = arena.direct(arena.new_database());
    REQUIRE(run(program, database).code == 0);
    run_sql(database, R"sql(INSERT INTO migrator.history (revision, parents, message, checksum, state, breaking,
    attempts, transaction_id, backend_pid, host, client_pid, application_version)
SELECT 'x' || n, '{f003}', 'm', repeat('c', 64), 'applied', false, 1, '1', 1, 'h', 1, 'v'
FROM generate_series(1, 1000000) n)sql");
    auto session = gestaloka::acceptance::connect(database);
    must(migrator::postgres::pin_session(session, {}, "migrator", "history"));
    const pid_t server = session.backend_pid();
    double of_rows = 1e9;
    double of_history = 1e9;
    double took = 1e9;
    for (int round = 0; round < 3; ++round) {
        of_rows = std::min(of_rows, work_of(server, [&] {
                               const auto rows = must(session.query(R"sql(
SELECT sequence, revision, parents, checksum, state, breaking, applied_at FROM migrator.history)sql"));
                               CHECK(rows.row_count() == 1000003);
                           }));
        of_history = std::min(of_history, work_of(server, [&] {
                                  const Clock::time_point start = Clock::now();
                                  const auto history =
                                      must(migrator::read_history(session, {}, migrator::HistoryDetail::deciding));
                                  took = std::min(took, seconds_since(start));
                                  CHECK(history.rows.size() == 1000003);
                              }));
    }
    INFO("seconds of work: " << of_rows << " for the rows, " << of_history << " for the history, in " << took << " s");
    CHECK(took < bound(2));
    CHECK(of_history < of_rows * 3);
    const Clock::time_point start = Clock::now();
    const Outcome boot = run(program, database);
    INFO(boot.text);
    CHECK(boot.code == 0);
    CHECK_FALSE(boot.says("applied f"));
    tell({"T32b", "10^6 rows that this binary does not know", "read within 2 s",
          "read in " + std::to_string(std::lround(took * 1000)) +
              " ms, with at most thrice the work of the rows themselves; the boot served",
          1, seconds_since(start)});
}

TEST_CASE("T38: a wall clock that jumps by days moves no deadline, and times in the history are the server's") {
    Arena& arena = shared_arena();
    const Program program = fault_chain("heroes");
    const std::string golden = golden_of(program);
    const std::string name = arena.new_database();
    run_sql(arena.direct("postgres"), "ALTER DATABASE " + name + " SET TimeZone = 'Asia/Kathmandu'");
    const std::string database = arena.direct(name);
    const auto jumping = [&](const std::vector<std::string>& more) {
        auto command = program.on(database, more);
        command.environment = {{"LD_PRELOAD", JUMPING_CLOCK_LIBRARY},
                               {"TZ", "America/Caracas"},
                               {"ASAN_OPTIONS", "verify_asan_link_order=0"}};
        return command;
    };
    {
        // Without it none of what follows would show anything.
        auto asked = jumping({});
        asked.arguments = {"clock"};
        Process process(asked);
        const long long seen = std::atoll(finish(process).text.c_str());
        CHECK(std::llabs(seen - static_cast<long long>(std::time(nullptr))) > 80000);
    }
    const auto timed = [](const gestaloka::test::Command& command) {
        const Clock::time_point start = Clock::now();
        Process process(command);
        Outcome outcome = finish(process);
        outcome.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
        return outcome;
    };
    {
        auto other = gestaloka::acceptance::connect(database);
        gestaloka::acceptance::take_migration_lock(other);
        const Outcome waited = timed(jumping({"lock-timeout=3s"}));
        INFO(waited.text);
        CHECK(waited.code == 12);
        CHECK(waited.took > std::chrono::milliseconds(2900));
        CHECK(std::chrono::duration<double>(waited.took).count() < bound(3.3));
    }
    {
        auto to_nobody = jumping({"connect-timeout=2s"});
        to_nobody.arguments[1] = "database=host=127.0.0.1 port=1 user=nobody dbname=nowhere";
        const Outcome refused = timed(to_nobody);
        INFO(refused.text);
        CHECK(refused.code == 16);
        // The last pause is not begun where it would end behind the deadline.
        CHECK(refused.took > std::chrono::milliseconds(900));
        CHECK(std::chrono::duration<double>(refused.took).count() < bound(2.2));
    }
    {
        const Program sleeping = fault_chain("sleep");
        auto command = sleeping.on(prepared(arena, sleeping), {"statement-timeout=1s"});
        command.environment = jumping({}).environment;
        const Outcome over = timed(command);
        INFO(over.text);
        CHECK(over.code == 11);
        CHECK(over.says("step_timeout: a statement may take 1.00 s, this attempt took 1.0"));
        CHECK(over.took > std::chrono::milliseconds(900));
        CHECK(std::chrono::duration<double>(over.took).count() < bound(1.5));
    }
    const Outcome applied = timed(jumping({}));
    INFO(applied.text);
    CHECK(applied.code == 0);
    CHECK(ask(database,
              "SELECT count(*) FROM migrator.history WHERE applied_at > clock_timestamp() OR applied_at < "
              "pg_postmaster_start_time()") == "0");
    run_sql(arena.direct("postgres"), "ALTER DATABASE " + name + " RESET ALL");
    check_after_conditions(database, golden);
    // Rows that a server with a wrong clock wrote: their order is that of their numbers.
    run_sql(database,
            "UPDATE migrator.history SET applied_at = '2001-01-01' WHERE sequence > 5; "
            "UPDATE migrator.history SET applied_at = '2101-01-01' WHERE sequence < 3");
    const Outcome again = run(program, database);
    INFO(again.text);
    CHECK(again.code == 0);
    CHECK_FALSE(again.says("applied f"));
    tell({"T38",
          "the client's clock jumps a day ahead and back, twice a second; odd time zones; rows dated 100 years away",
          "deadlines by the monotonic clock, within 10 %; order by sequence; the server's time in the rows",
          "deadlines of 3 s for the lock, 2 s for connecting and 1 s for a statement held; the chain as ever; nothing "
          "done twice",
          5, std::chrono::duration<double>(applied.took).count()});
}

TEST_CASE("T40: hostile names work quoted, or are refused before anything changes; the server sees no syntax error") {
    Arena arena;
    const Program program = fault_chain("hostile");
    const std::string golden = golden_of(program);
    int runs = 0;
    for (const std::string& name : {std::string("a\"b"), std::string("a'b"), std::string("a.b%;"), std::string("a\nb"),
                                    std::string("a\\b"), std::string("\xF0\x9F\x90\x89"), std::string(63, 'x')}) {
        CAPTURE(name);
        run_sql(arena.direct("postgres"), "CREATE DATABASE " + migrator::quoted(migrator::Identifier{name}));
        std::string database = arena.direct("postgres");
        std::string value;
        for (const char c : name)
            value += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
        database += " dbname='" + value + "'";
        const Outcome outcome = run(program, database, {"application=" + name});
        INFO(outcome.text);
        CHECK(outcome.code == 0);
        CHECK(ask(database, "SELECT count(*) FROM journal") == "13");
        CHECK(ask(database,
                  "SELECT count(*) FROM pg_class c WHERE relkind = 'r' AND relnamespace = "
                  "'public'::regnamespace AND obj_description(oid) = relname") == "12");
        require_golden(program, database, golden);
        ++runs;
    }
    for (const std::size_t bytes : {64U, 200U}) {
        CAPTURE(bytes);
        // Longer than what the server keeps of it, so that those who wait see who holds the lock, and where.
        const std::string database = prepared(arena, fault_chain("compute"));
        const std::string application(bytes, 'a');
        Process process(fault_chain("compute").on(database, {"application=" + application}));
        REQUIRE(process.wait_for_output("computing", patience));
        const std::string shown =
            ask(database, "SELECT application_name FROM pg_stat_activity WHERE application_name LIKE 'aaa%'");
        CHECK(shown.size() <= 63);
        CHECK(shown.find("... 1 ") != std::string::npos);
        CHECK(shown.ends_with(":" + std::to_string(process.pid()) + " f002"));
        CHECK(finish(process).code == 0);
        check_after_conditions(database, golden_of(fault_chain("compute")));
        ++runs;
    }
    for (const std::size_t bytes : {64U, 200U}) {
        CAPTURE(bytes);
        // The server would cut it without a word, and let the program into the database of the shorter name.
        const Outcome refused = run(program, arena.direct("postgres") + " dbname=" + std::string(bytes, 'x'));
        INFO(refused.text);
        CHECK(refused.code == 64);
        CHECK(refused.says("longer than PostgreSQL's 63 bytes"));
        ++runs;
    }
    for (const char* chain : {"too-long", "far-too-long", "nul"}) {
        CAPTURE(chain);
        const std::string database = arena.direct(arena.new_database());
        const Outcome refused = run(fault_chain(chain), database);
        INFO(refused.text);
        CHECK(refused.code == 64);
        CHECK(ask(database, "SELECT to_regclass('migrator.history') IS NULL") == "t");
        ++runs;
    }
    CHECK(arena.log().find("syntax error") == std::string::npos);
    tell({"T40",
          "databases, tables, columns, comments, values and programs named with quotes, dots, %, ;, line breaks, "
          "emoji, 63, 64 and 200 bytes, NUL",
          "works quoted, or refused before the first change; no syntax error in the server's log", "as required",
          runs});
}
