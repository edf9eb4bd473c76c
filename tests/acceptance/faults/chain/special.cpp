// Chains for one fault each.
#include <chrono>
#include <iostream>
#include <stdexcept>
#include <thread>

#include "game_next.hpp"
#include "heroes.hpp"
#include "migrator/postgres/session.hpp"
#include "migrator/support/try.hpp"
#include "revisions.hpp"

namespace gestaloka::faults {

using namespace migrator;
using postgres::Session;

namespace {

// Shows that the code is running, then stays in it without a statement.
Result<void> compute(Session& session) {
    TRYV(session.run_script("INSERT INTO journal VALUES ('half')"));
    std::cout << "computing" << std::endl;
    std::this_thread::sleep_for(std::chrono::seconds(3));
    TRYV(session.run_script("INSERT INTO journal VALUES ('whole')"));
    return success();
}

// Until the test ends the cause: ALTER DATABASE … SET arena.calm = on. The step stays the same.
constexpr const char* wild = " WHERE coalesce(current_setting('arena.calm', true), '') <> 'on'";

// Leaves what must be rolled back.
Result<bool> is_wild(Session& session) {
    TRYV(session.run_script("INSERT INTO journal VALUES ('half')"));
    TRY(const auto answer, session.query(std::string("SELECT 1") + wild));
    return answer.row_count() == 1;
}

Result<void> swallow_error(Session& session) {
    TRY(const bool swallows, is_wild(session));
    if (swallows) [[maybe_unused]]
        const auto failed = session.query("SELECT 1 / 0");
    return success();
}

Result<void> throw_it(Session& session) {
    TRY(const bool throws, is_wild(session));
    if (throws) throw std::runtime_error("the dragon escaped");
    return success();
}

Result<void> return_error(Session& session) {
    TRY(const bool fails, is_wild(session));
    if (fails) return failure(ErrorKind::step_failed, "the dragon returned");
    return success();
}

std::string half_then(const std::string& statement) {
    return "INSERT INTO journal VALUES ('half'); " + statement + wild;
}

// Loses the lock, and then is asked for three seconds whether it is done.
OutsideTransaction discard_all() {
    return {
        SqlText{"DISCARD ALL"},
        SqlText{std::string("SELECT EXISTS (SELECT FROM journal) AND (SELECT count(pg_sleep(3)) >= 0") + wild + ")"},
        SqlText{"INSERT INTO journal VALUES ('whole')"}};
}

constexpr int all_tables = 400;

void create_tables(Operations& op, int first, int last) {
    for (int i = first; i <= last; ++i)
        op.create_table("many_" + std::to_string(i), {column("id", bigint())});
}

// Only letters that LATIN1 has.
void speak_german(Operations& op) {
    op.create_table("größe", {column("straße", text())});
    op.set_table_comment("größe", "Maße der Helden", "");
    op.bulk_insert("größe", {"straße"}, {{"Königsstraße"}});
    op.execute("INSERT INTO \"größe\" VALUES ('Zähne')");
}

void speak_japanese(Operations& op) {
    op.create_table("日本", {column("名前", text())});
    op.bulk_insert("日本", {"名前"}, {{"größe"}, {"東京"}});
    op.execute("INSERT INTO \"日本\" VALUES ('大阪')");
}

std::vector<std::string> hostile_names() {
    return {"a\"b",
            "a'b",
            "a.b",
            "a%b",
            "a;b",
            "a\nb",
            "a\\b",
            ":a",
            "$1",
            "SELECT",
            "\xF0\x9F\x90\x89",
            std::string(63, 'x')};
}

const Revision base = {.message = "Base", .upgrade = [](Operations& op) {
                           op.create_table("journal", {column("step", text())});
                           op.create_table("players", {column("id", bigint())});
                       }};

using Step = void (*)(Operations&);

template <int number, int count>
void create_share(Operations& op) {
    create_tables(op, (number - 1) * all_tables / count + 1, number * all_tables / count);
}

// The tables of "many-tables", in five steps.
std::vector<RegisteredRevision> shared_among_steps() {
    static const Revision steps[] = {
        {.message = "First share", .revises = {"f001"}, .upgrade = create_share<1, 5>},
        {.message = "Second share", .revises = {"f002"}, .upgrade = create_share<2, 5>},
        {.message = "Third share", .revises = {"f003"}, .upgrade = create_share<3, 5>},
        {.message = "Fourth share", .revises = {"f004"}, .upgrade = create_share<4, 5>},
        {.message = "Last share", .revises = {"f005"}, .upgrade = create_share<5, 5>},
    };
    return {{"f001", "01.cpp", &base},     {"f002", "02.cpp", &steps[0]}, {"f003", "03.cpp", &steps[1]},
            {"f004", "04.cpp", &steps[2]}, {"f005", "05.cpp", &steps[3]}, {"f006", "06.cpp", &steps[4]}};
}

// Base, the step in question, and one behind it that must not run when it fails.
std::vector<RegisteredRevision> around(Step step) {
    static Revision middle;
    static const Revision last = {.message = "Last", .revises = {"f002"}, .upgrade = [](Operations& op) {
                                      op.execute("INSERT INTO journal VALUES ('last')", "SELECT 1");
                                  }};
    middle.message = "Middle";
    middle.revises = {"f001"};
    middle.upgrade = step;
    middle.irreversible = "a step of a test";
    return {{"f001", "01.cpp", &base}, {"f002", "02.cpp", &middle}, {"f003", "03.cpp", &last}};
}

Step step_named(const std::string& name) {
    if (name == "compute") return [](Operations& op) { op.run("compute", compute); };
    if (name == "swallow") return [](Operations& op) { op.run("swallow", swallow_error); };
    if (name == "throw") return [](Operations& op) { op.run("throw", throw_it); };
    if (name == "return") return [](Operations& op) { op.run("return", return_error); };
    if (name == "short") return [](Operations& op) { op.create_table("taverns", {column("id", bigint())}); };
    if (name == "sleep") return [](Operations& op) { op.execute(half_then("SELECT pg_sleep(60)")); };
    if (name == "short-sleep")
        return [](Operations& op) {
            op.execute("INSERT INTO journal VALUES ('half'); SELECT pg_sleep(1); INSERT INTO journal VALUES ('whole')");
        };
    if (name == "alter") return [](Operations& op) { op.add_column("players", column("mp", integer())); };
    if (name == "index") return [](Operations& op) { op.create_index_concurrently("ix_players", "players", {"id"}); };
    if (name == "unique-index")
        return [](Operations& op) {
            IndexOptions options;
            options.unique = true;
            op.create_index_concurrently("ux_players", "players", {"id"}, options);
        };
    if (name == "unlock") return [](Operations& op) { op.execute(half_then("SELECT pg_advisory_unlock_all()")); };
    if (name == "unlock-wait")
        return [](Operations& op) {
            op.execute(half_then("SELECT pg_advisory_unlock_all()") + "; LOCK players IN SHARE MODE");
        };
    if (name == "discard") return [](Operations& op) { op.execute_outside_transaction(discard_all()); };
    if (name == "commit") return [](Operations& op) { op.execute("INSERT INTO journal VALUES ('half'); COMMIT"); };
    if (name == "commit-begin")
        return [](Operations& op) { op.execute("INSERT INTO journal VALUES ('half'); COMMIT; BEGIN"); };
    if (name == "rollback") return [](Operations& op) { op.execute("INSERT INTO journal VALUES ('half'); ROLLBACK"); };
    if (name == "prepare")
        return [](Operations& op) { op.execute("INSERT INTO journal VALUES ('half'); PREPARE TRANSACTION 'torn'"); };
    if (name == "savepoint")
        return [](Operations& op) { op.execute("SAVEPOINT a; INSERT INTO journal VALUES ('half')"); };
    if (name == "many-tables") return [](Operations& op) { create_tables(op, 1, all_tables); };
    if (name == "german") return speak_german;
    if (name == "japanese") return speak_japanese;
    if (name == "emoji")
        return [](Operations& op) {
            speak_german(op);
            op.set_table_comment("players", "🐉", "");
        };
    if (name == "fill-disk")
        return [](Operations& op) {
            op.execute("CREATE TABLE big AS SELECT repeat('x', 1000) AS t FROM generate_series(1, 60000)");
        };
    if (name == "fill-wal")
        return [](Operations& op) {
            op.execute("INSERT INTO journal SELECT repeat('x', 1000) FROM generate_series(1, 60000)");
        };
    if (name == "hostile")
        return [](Operations& op) {
            for (const std::string& odd : hostile_names()) {
                op.create_table(odd, {column(odd, text())});
                op.set_table_comment(odd, odd, "");
                op.bulk_insert(odd, {odd}, {{odd}});
                op.execute("INSERT INTO journal VALUES ('" + std::to_string(odd.size()) + "')");
            }
        };
    if (name == "too-long")
        return [](Operations& op) { op.create_table(std::string(64, 'x'), {column("id", bigint())}); };
    if (name == "far-too-long")
        return [](Operations& op) { op.create_table(std::string(200, 'x'), {column("id", bigint())}); };
    if (name == "nul") return [](Operations& op) { op.create_table(std::string("a\0b", 3), {column("id", bigint())}); };
    return nullptr;
}

}  // namespace

std::vector<RegisteredRevision> chain_named(const std::string& name) {
    if (name == "heroes") return heroes_chain();
    if (name == "transactional") return transactional_chain();
    if (name == "game-next") return game_chain_and_next();
    if (name == "many-tables-in-steps") return shared_among_steps();
    const Step step = step_named(name);
    return step == nullptr ? std::vector<RegisteredRevision>() : around(step);
}

}  // namespace gestaloka::faults
