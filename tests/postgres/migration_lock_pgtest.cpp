// The migration lock is held by one session, and everyone can see by whom.
#include "migrator/postgres/migration_lock.hpp"

#include <catch2/catch.hpp>

#include "migrator/testing/test_database.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::postgres;
using migrator::testing::must;
using migrator::testing::TestDatabase;

TEST_CASE("the key of a history is the same for ever, and another for another history") {
    const LockKey key = migration_lock_key("migrator", "history");
    CHECK(key.number == migration_lock_key("migrator", "history").number);
    CHECK(key.number == 1085364309245392108);
    CHECK(key.number != migration_lock_key("migrator", "history2").number);
    CHECK(key.number != migration_lock_key("public", "history").number);
    CHECK(key.number > 0);
}

TEST_CASE("one session at a time holds the lock") {
    const TestDatabase database;
    Session first = database.connect();
    Session second = database.connect();
    const LockKey key = migration_lock_key("migrator", "history");
    const auto holds = [&](Session& session) {
        return !must(session.query("SELECT " + own_lock_expression(key))).is_null(0, 0);
    };
    CHECK(must(find_lock_holder(first, key)).pid == 0);
    CHECK(must(try_lock(first, key)));
    CHECK_FALSE(must(try_lock(second, key)));
    CHECK(holds(first));
    CHECK_FALSE(holds(second));
    const OtherSession holder = must(find_lock_holder(second, key));
    CHECK(holder.pid == first.backend_pid());
    CHECK(holder.application_name == "test");
    CHECK(holder.state == "idle");
    must(unlock(first, key));
    CHECK(must(try_lock(second, key)));
    CHECK_FALSE(holds(first));
}

TEST_CASE("the lock of another database does not count") {
    const TestDatabase database;
    const TestDatabase other;
    Session first = database.connect();
    Session second = other.connect();
    const LockKey key = migration_lock_key("migrator", "history");
    CHECK(must(try_lock(first, key)));
    CHECK(must(try_lock(second, key)));
    CHECK(must(find_lock_holder(second, key)).pid == second.backend_pid());
}

TEST_CASE("taking the lock holds no snapshot that others would wait for") {
    const TestDatabase database;
    Session session = database.connect();
    Session observer = database.connect();
    CHECK(must(try_lock(session, migration_lock_key("migrator", "history"))));
    const auto seen = must(observer.query("SELECT backend_xmin, xact_start FROM pg_stat_activity WHERE pid = $1::int",
                                          {std::to_string(session.backend_pid())}));
    CHECK(seen.is_null(0, 0));
    CHECK(seen.is_null(0, 1));
}

TEST_CASE("blockers are sessions with locks on tables of this database, the oldest first") {
    const TestDatabase database;
    Session session = database.connect();
    must(session.run_script("CREATE TABLE t ()"));
    CHECK(must(find_blockers(session)).empty());
    Session reader = database.connect();
    must(reader.run_script("BEGIN; SELECT * FROM t"));
    Session catalog_reader = database.connect();
    must(catalog_reader.run_script("BEGIN; SELECT count(*) FROM pg_class"));
    Session second_reader = database.connect();
    must(second_reader.run_script("BEGIN; LOCK t IN ROW SHARE MODE"));
    const auto blockers = must(find_blockers(session));
    REQUIRE(blockers.size() == 2);
    CHECK(blockers[0].pid == reader.backend_pid());
    CHECK(blockers[0].state == "idle in transaction");
    CHECK(blockers[0].query == "BEGIN; SELECT * FROM t");
    CHECK(blockers[1].pid == second_reader.backend_pid());
}

TEST_CASE("a session is described with what can be seen of it") {
    CHECK(OtherSession{7, "game", "active", 12, "8, 9", ""}.describe() ==
          "pid 7 \"game\" (active for 12 s, itself blocked by 8, 9)");
    CHECK(OtherSession{7, "", "", 0, "", ""}.describe() == "pid 7 (state hidden)");
    CHECK(OtherSession{7, "game", "", 0, "8", ""}.describe() == "pid 7 \"game\" (state hidden, itself blocked by 8)");
}

TEST_CASE("of another role's session no age is made up") {
    const TestDatabase database;
    Session holder = database.connect();
    const LockKey key = migration_lock_key("migrator", "history");
    REQUIRE(must(try_lock(holder, key)));
    const std::string role = database.name() + "_stranger";
    must(holder.run_script("CREATE ROLE " + role + " LOGIN"));
    ConnectOptions as_stranger;
    as_stranger.database = database.url() + " user=" + role;
    Session stranger = must(Session::open(as_stranger));
    CHECK(must(find_lock_holder(stranger, key)).describe() ==
          "pid " + std::to_string(holder.backend_pid()) + " \"test\" (state hidden)");
}
