// The migration lock is held by one session, and everyone can see by whom.
#include "migrator/postgres/migration_lock.hpp"

#include <catch2/catch.hpp>
#include <thread>

#include "migrator/cluster/ephemeral.hpp"
#include "migrator/testing/test_database.hpp"
#include "tests/errors/must.hpp"
#include "tests/support/eventually.hpp"

using namespace migrator;
using namespace migrator::postgres;
using gestaloka::test::eventually;
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

TEST_CASE("those with locks on tables of this database are found, the oldest first") {
    const TestDatabase database;
    Session session = database.connect();
    must(session.run_script("CREATE TABLE t ()"));
    CHECK(must(find_table_lock_holders(session)).empty());
    Session reader = database.connect();
    must(reader.run_script("BEGIN; SELECT * FROM t"));
    Session catalog_reader = database.connect();
    must(catalog_reader.run_script("BEGIN; SELECT count(*) FROM pg_class"));
    Session second_reader = database.connect();
    must(second_reader.run_script("BEGIN; LOCK t IN ROW SHARE MODE"));
    const auto holders = must(find_table_lock_holders(session));
    REQUIRE(holders.size() == 2);
    CHECK(holders[0].pid == reader.backend_pid());
    CHECK(holders[0].state == "idle in transaction");
    CHECK(holders[0].query == "BEGIN; SELECT * FROM t");
    CHECK(holders[1].pid == second_reader.backend_pid());
}

TEST_CASE("the blockers of a session are those that it waits for, sessions and prepared transactions") {
    cluster::EphemeralOptions with_prepared;
    with_prepared.settings = {"max_prepared_transactions=5"};
    const auto server = must(cluster::EphemeralCluster::start(with_prepared));
    const auto connect = [&] {
        ConnectOptions options;
        options.database = server.connection_string();
        return must(Session::open(options));
    };
    Session observer = connect();
    must(observer.run_script("CREATE TABLE t (id int); CREATE TABLE other (); INSERT INTO t VALUES (1)"));
    Session bystander = connect();
    must(bystander.run_script("BEGIN; LOCK other IN SHARE MODE"));
    must(observer.run_script("BEGIN; LOCK other IN ACCESS SHARE MODE; PREPARE TRANSACTION 'bystander'"));
    Session holder = connect();
    Session waiter = connect();
    const auto blockers_while = [&](const std::string& sql) {
        std::thread waiting([&] { [[maybe_unused]] const auto ended = waiter.run_script(sql); });
        const std::string pid = std::to_string(waiter.backend_pid());
        CHECK(eventually([&] {
            return must(observer.query("SELECT count(*) FROM pg_locks WHERE NOT granted AND pid = $1::int", {pid}))
                       .integer(0, 0) == 1;
        }));
        auto found = must(find_blockers_of(observer, waiter.backend_pid()));
        must(observer.query("SELECT pg_cancel_backend($1)", {pid}));
        waiting.join();
        must(waiter.run_script("ROLLBACK"));
        return found;
    };
    SECTION("a session") {
        must(holder.run_script("BEGIN; LOCK t IN ROW EXCLUSIVE MODE"));
        const auto blockers = blockers_while("BEGIN; LOCK t IN SHARE MODE");
        REQUIRE(blockers.size() == 1);
        CHECK(blockers[0].pid == holder.backend_pid());
        CHECK(blockers[0].way_out() == "SELECT pg_terminate_backend(" + std::to_string(holder.backend_pid()) + ")");
    }
    SECTION("a prepared transaction whose lock excludes the wanted one, on a table or on a row") {
        must(holder.run_script("BEGIN; LOCK t IN ACCESS SHARE MODE; PREPARE TRANSACTION 'weak'"));
        const std::string wanted = GENERATE("BEGIN; LOCK t IN SHARE MODE", "UPDATE t SET id = 2");
        must(holder.run_script("BEGIN; UPDATE t SET id = 3; PREPARE TRANSACTION 'it''s strong'"));
        const auto blockers = blockers_while(wanted);
        REQUIRE(blockers.size() == 1);
        CHECK(blockers[0].is_there());
        CHECK(blockers[0].prepared == "'it''s strong'");
        CHECK(blockers[0].way_out() == "ROLLBACK PREPARED 'it''s strong'");
        must(holder.run_script(blockers[0].way_out()));
    }
}

TEST_CASE("a session is described with what can be seen of it") {
    CHECK(OtherSession{7, "game", "active", 12, "8, 9", ""}.describe() ==
          "pid 7 \"game\" (active for 12 s, itself blocked by 8, 9)");
    CHECK(OtherSession{7, "", "", 0, "", ""}.describe() == "pid 7 (state hidden)");
    CHECK(OtherSession{7, "game", "", 0, "8", ""}.describe() == "pid 7 \"game\" (state hidden, itself blocked by 8)");
    CHECK(OtherSession{.seconds = 12, .prepared = "'a'"}.describe() == "prepared transaction 'a' (prepared 12 s ago)");
    CHECK_FALSE(OtherSession{}.is_there());
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
