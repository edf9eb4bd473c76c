// Odd databases and clocks: T38, T39, T40.
#include <catch2/catch.hpp>
#include <memory>

#include "arena.hpp"
#include "migrator/ddl/sql_writer.hpp"
#include "tests/acceptance/boot/server.hpp"
#include "tests/support/fault_results.hpp"

using namespace gestaloka::faults;
using gestaloka::acceptance::ask;
using gestaloka::acceptance::run_sql;
using gestaloka::test::Process;
using Clock = std::chrono::steady_clock;

TEST_CASE("T39: whatever role and database have set, the chain makes the same schema and rows, once") {
    Arena& arena = shared_arena();
    const Program program = fault_chain("heroes");
    const std::string golden = golden_of(program);
    const Clock::time_point start = Clock::now();
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
        std::vector<std::unique_ptr<Process>> together;
        for (int i = 0; i < 3; ++i)
            together.push_back(std::make_unique<Process>(program.on(arena.direct(name))));
        int applied = 0;
        for (const auto& process : together) {
            const Outcome outcome = finish(*process);
            INFO(outcome.text);
            CHECK(outcome.code == 0);
            applied += outcome.count("applied f");
        }
        CHECK(applied == 13);
        run_sql(arena.direct("postgres"), "ALTER DATABASE " + name + " RESET ALL");
        check_after_conditions(arena.direct(name), golden);
        ++runs;
    }
    for (const char* encoding : {"LATIN1", "SQL_ASCII", "EUC_JP"}) {
        CAPTURE(encoding);
        const std::string name = std::string("odd_") + (encoding[0] == 'L' ? "l" : encoding[0] == 'S' ? "s" : "e");
        run_sql(arena.direct("postgres"), "CREATE DATABASE " + name +
                                              " TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' "
                                              "ENCODING '" +
                                              encoding + "'");
        require_golden(program, arena.direct(name), golden);
        ++runs;
    }
    tell({"T39",
          "search_path, isolation, string and date settings, time zone, LATIN1, SQL_ASCII, EUC_JP; three servers "
          "at once",
          "the same schema and rows, each step once", "the same in each", runs,
          std::chrono::duration<double>(Clock::now() - start).count() / runs});
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
        CHECK(std::chrono::duration<double>(waited.took).count() < bound(3.6));
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
          "a deadline of 3 s held; the chain as ever; nothing done twice", 3,
          std::chrono::duration<double>(applied.took).count()});
}

TEST_CASE("T40: hostile names work quoted, or are refused before anything changes; the server sees no syntax error") {
    Arena arena;
    const Clock::time_point start = Clock::now();
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
        const Outcome outcome = run(fault_chain("hostile"), database, {"application=" + name});
        INFO(outcome.text);
        CHECK(outcome.code == 0);
        CHECK(ask(database, "SELECT count(*) FROM journal") == "13");
        CHECK(ask(database,
                  "SELECT count(*) FROM pg_class c WHERE relkind = 'r' AND relnamespace = "
                  "'public'::regnamespace AND obj_description(oid) = relname") == "12");
        CHECK(run(fault_chain("hostile"), database, {"application=" + name}).code == 0);
        ++runs;
    }
    for (const char* chain : {"too-long", "nul"}) {
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
          "emoji, 63 and 64 bytes, NUL",
          "works quoted, or refused before the first change; no syntax error in the server's log", "as required", runs,
          std::chrono::duration<double>(Clock::now() - start).count() / runs});
}
