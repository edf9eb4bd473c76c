// Chains for one fault each.
#include <chrono>
#include <iostream>
#include <stdexcept>
#include <thread>

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

Result<void> swallow_error(Session& session) {
    [[maybe_unused]] const auto failed = session.query("SELECT 1 / 0");
    return success();
}

Result<void> throw_it(Session&) {
    throw std::runtime_error("the dragon escaped");
}

Result<void> return_error(Session&) {
    return failure(ErrorKind::step_failed, "the dragon returned");
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
    if (name == "sleep")
        return [](Operations& op) { op.execute("INSERT INTO journal VALUES ('half'); SELECT pg_sleep(60)"); };
    if (name == "short-sleep")
        return [](Operations& op) {
            op.execute("INSERT INTO journal VALUES ('half'); SELECT pg_sleep(1); INSERT INTO journal VALUES ('whole')");
        };
    if (name == "alter") return [](Operations& op) { op.add_column("players", column("mp", integer())); };
    if (name == "index") return [](Operations& op) { op.create_index_concurrently("ix_players", "players", {"id"}); };
    if (name == "unlock") return [](Operations& op) { op.execute("SELECT pg_advisory_unlock_all()"); };
    if (name == "discard") return [](Operations& op) { op.execute("DEALLOCATE ALL; SELECT pg_advisory_unlock_all()"); };
    if (name == "commit") return [](Operations& op) { op.execute("INSERT INTO journal VALUES ('half'); COMMIT"); };
    if (name == "commit-begin")
        return [](Operations& op) { op.execute("INSERT INTO journal VALUES ('half'); COMMIT; BEGIN"); };
    if (name == "rollback") return [](Operations& op) { op.execute("INSERT INTO journal VALUES ('half'); ROLLBACK"); };
    if (name == "prepare")
        return [](Operations& op) { op.execute("INSERT INTO journal VALUES ('half'); PREPARE TRANSACTION 'torn'"); };
    if (name == "savepoint")
        return [](Operations& op) { op.execute("SAVEPOINT a; INSERT INTO journal VALUES ('half')"); };
    if (name == "many-tables")
        return [](Operations& op) {
            op.execute(
                "DO $$ BEGIN FOR i IN 1..20000 LOOP EXECUTE 'CREATE TABLE many_' || i || ' ()'; END LOOP; END $$");
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
    if (name == "nul") return [](Operations& op) { op.create_table(std::string("a\0b", 3), {column("id", bigint())}); };
    return nullptr;
}

}  // namespace

std::vector<RegisteredRevision> chain_named(const std::string& name) {
    if (name == "heroes") return heroes_chain();
    if (name == "transactional") return transactional_chain();
    const Step step = step_named(name);
    return step == nullptr ? std::vector<RegisteredRevision>() : around(step);
}

}  // namespace gestaloka::faults
