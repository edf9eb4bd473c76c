// T36: behind pgbouncer.
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <utility>

#include "arena.hpp"
#include "migrator/introspection/read_catalog.hpp"
#include "tests/acceptance/boot/server.hpp"
#include "tests/support/fault_results.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace gestaloka::faults;
using gestaloka::acceptance::ask;
using gestaloka::acceptance::eventually;
using gestaloka::test::Process;
using Clock = std::chrono::steady_clock;

namespace {

std::string word_of(const std::string& connection_string, const std::string& keyword) {
    const std::size_t at = connection_string.find(keyword + "=") + keyword.size() + 1;
    return connection_string.substr(at, connection_string.find(' ', at) - at);
}

// A pgbouncer of the test's own, on a Unix socket.
class Pooler {
 public:
    Pooler(const std::string& direct, const std::string& mode, int size) {
        const std::string folder = directory_.path().string();
        std::filesystem::permissions(folder, std::filesystem::perms::all);
        std::ofstream(folder + "/users") << "\"" << word_of(direct, "user") << "\" \"\"\n";
        std::ofstream(folder + "/pgbouncer.ini")
            << "[databases]\n* = host=" << word_of(direct, "host") << " port=" << word_of(direct, "port")
            << "\n[pgbouncer]\nlisten_port = 6432\nunix_socket_dir = " << folder
            << "\nlisten_addr =\npool_mode = " << mode << "\ndefault_pool_size = " << size
            << "\nauth_type = trust\nauth_file = " << folder
            << "/users\nignore_startup_parameters = extra_float_digits\nserver_login_retry = 1\n"
            << (::geteuid() == 0 ? "user = postgres\n" : "");
        user_ = word_of(direct, "user");
        process_ =
            std::make_unique<Process>(gestaloka::test::Command{"/usr/sbin/pgbouncer", {folder + "/pgbouncer.ini"}});
        up_ = eventually([&] { return std::filesystem::exists(folder + "/.s.PGSQL.6432"); }, std::chrono::seconds(10));
    }

    std::string url(const std::string& database) const {
        return "host=" + directory_.path().string() + " port=6432 user=" + user_ + " dbname=" + database;
    }
    bool is_up() const { return up_; }

 private:
    gestaloka::test::TemporaryDirectory directory_;
    std::unique_ptr<Process> process_;
    std::string user_;
    bool up_ = false;
};

bool has_pooler(const std::string& id) {
    const bool is_there = std::filesystem::exists("/usr/sbin/pgbouncer");
    if (!is_there) not_shown(id, "pgbouncer is not installed");
    return is_there;
}

constexpr const char* settings_of_a_server =
    "SELECT current_setting('lock_timeout') || ' ' || current_setting('idle_session_timeout') || ' ' || "
    "current_setting('search_path') || ' ' || current_setting('default_transaction_deferrable')";

// Transactions that are open at once go through servers of their own, so all that there are take part.
void check_all_servers_are_clean(const Pooler& pooler, const Arena& arena, const std::string& name, int size) {
    std::vector<migrator::postgres::Session> clients;
    std::set<std::string> servers;
    for (int i = 0; i < size; ++i) {
        clients.push_back(gestaloka::acceptance::connect(pooler.url(name)));
        must(clients.back().run_script("BEGIN"));
        servers.insert(ask(clients.back(), "SELECT pg_backend_pid()"));
        CHECK(ask(clients.back(), settings_of_a_server) == "0 0 \"$user\", public off");
        CHECK(ask(clients.back(),
                  "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = "
                  "pg_backend_pid()") == "0");
    }
    CHECK(servers.size() == static_cast<std::size_t>(size));
    CHECK(ask(arena.direct(name),
              "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
              "pg_backend_pid()") == std::to_string(size));
}

}  // namespace

TEST_CASE("T36: behind a pooler each step takes the lock for its transaction, and exactly one server applies it") {
    if (!has_pooler("T36")) return;
    Arena arena;
    const Program inside = fault_chain("transactional");
    const Program whole = fault_chain("heroes");
    const std::string golden_inside = golden_of(inside);
    const std::string golden_whole = golden_of(whole);
    int runs = 0;
    double longest = 0;
    for (const auto& [mode, size] :
         {std::pair("transaction", 1), {"transaction", 2}, {"transaction", 20}, {"session", 20}}) {
        CAPTURE(mode, size);
        Pooler pooler(arena.direct("postgres"), mode, size);
        REQUIRE(pooler.is_up());
        const std::string name = arena.new_database();
        const Clock::time_point start = Clock::now();
        CHECK(applied_by_ten(inside, pooler.url(name)) == 9);
        check_after_conditions(arena.direct(name), golden_inside);
        // With nothing to do it boots, and the pooled servers keep their own settings.
        CHECK(run(inside, pooler.url(name)).code == 0);
        check_all_servers_are_clean(pooler, arena, name, size);

        const std::string other = arena.new_database();
        const Outcome refused = run(whole, pooler.url(other));
        INFO(refused.text);
        CHECK(refused.code == 64);
        CHECK(refused.says("pooler"));
        CHECK(refused.says("--direct-database"));
        CHECK(ask(arena.direct(other), "SELECT to_regclass('migrator.history') IS NULL") == "t");
        CHECK(applied_by_ten(whole, pooler.url(other), {"direct-database=" + arena.direct(other)}) == 13);
        check_after_conditions(arena.direct(other), golden_whole);
        longest = std::max(longest, seconds_since(start));
        ++runs;
    }
    tell(
        {"T36", "pgbouncer in transaction mode with 1, 2 and 20 servers, and in session mode; ten servers boot at once",
         "the pooler is found; each step exactly once; no lock and no setting left on a pooled server; steps outside a "
         "transaction refused, or run by the direct URL",
         "as required in both modes", runs, longest});
}

TEST_CASE("T36: a direct URL to another server or database than the pooler's is refused before anything is changed") {
    if (!has_pooler("T36")) return;
    Arena arena;
    // A copy, as both are: of one system identifier, with a database of the same name and number.
    Arena other;
    Pooler pooler(arena.direct("postgres"), "transaction", 2);
    REQUIRE(pooler.is_up());
    const std::string name = arena.new_database();
    REQUIRE(other.new_database() == name);
    const std::string second = arena.new_database();
    const Program program = fault_chain("heroes");
    for (const auto& [direct, words] :
         {std::pair(other.direct(name),
                    "the direct URL leads to another server than the pooler, although both have a "
                    "database \"" +
                        name + "\""),
          {arena.direct(second),
           "the direct URL leads to database \"" + second + "\", the pooler to \"" + name + "\""}}) {
        const Outcome refused = run(program, pooler.url(name), {"direct-database=" + direct});
        INFO(refused.text);
        CHECK(refused.code == 64);
        CHECK(refused.says(words));
        CHECK(refused.says("nothing was changed; --direct-database names the server that the pooler connects to"));
        CHECK(ask(direct, "SELECT to_regclass('migrator.history') IS NULL") == "t");
        CHECK(ask(arena.direct(name), "SELECT to_regclass('migrator.history') IS NULL") == "t");
    }
    CHECK(run(program, pooler.url(name), {"direct-database=" + arena.direct(name)}).code == 0);
    check_after_conditions(arena.direct(name), golden_of(program));
}

TEST_CASE("T36: a migrator that is killed behind a pooler leaves no lock, and the next one finishes") {
    if (!has_pooler("T36")) return;
    Arena arena;
    const Program program = fault_chain("compute");
    const std::string golden = golden_of(program);
    Pooler pooler(arena.direct("postgres"), "transaction", 2);
    REQUIRE(pooler.is_up());
    const std::string name = arena.new_database();
    Process first(program.on(pooler.url(name)));
    REQUIRE(first.wait_for_output("computing", patience));
    Process second(program.on(pooler.url(name)));
    REQUIRE(second.wait_for_output("waiting for lock", patience));
    first.signal(SIGKILL);
    const Outcome outcome = finish(second);
    INFO(outcome.text);
    CHECK(outcome.code == 0);
    CHECK(outcome.count("applied f002") == 1);
    finish(first);
    check_after_conditions(arena.direct(name), golden);
}

TEST_CASE("T36: behind a pooler a step that fails is rolled back, one that ends its transaction is torn") {
    if (!has_pooler("T36")) return;
    Arena arena;
    Pooler pooler(arena.direct("postgres"), "transaction", 2);
    REQUIRE(pooler.is_up());
    for (const auto& [chain, code] :
         {std::pair("return", 11), {"swallow", 11}, {"commit", 15}, {"commit-begin", 15}, {"rollback", 15}}) {
        CAPTURE(chain);
        const std::string name = arena.new_database();
        const Outcome outcome = run(fault_chain(chain), pooler.url(name));
        INFO(outcome.text);
        CHECK(outcome.code == code);
        CHECK(ask(arena.direct(name),
                  "SELECT string_agg(revision || ' ' || state, ', ' ORDER BY sequence) FROM "
                  "migrator.history") == (code == 11 ? "f001 applied" : "f001 applied, f002 applying"));
        CHECK(gestaloka::acceptance::has_no_advisory_lock(arena.direct(name)));
    }
}

TEST_CASE("T36: a large catalog behind a pooler with one server is read over one connection, without a long wait") {
    if (!has_pooler("T36")) return;
    Arena arena;
    const std::string name = arena.new_database();
    gestaloka::acceptance::run_sql(arena.direct(name), R"sql(DO $$ BEGIN FOR i IN 1..700 LOOP EXECUTE format(
        'CREATE TABLE t_%s (id int PRIMARY KEY, n int UNIQUE CHECK (n > 0))', i); END LOOP; END $$)sql");
    // Large enough for a second connection.
    REQUIRE(ask(arena.direct(name), "SELECT pg_relation_size('pg_class') > 524288") == "t");
    Pooler pooler(arena.direct("postgres"), "transaction", 1);
    REQUIRE(pooler.is_up());
    auto session = gestaloka::acceptance::connect(pooler.url(name));
    auto direct = gestaloka::acceptance::connect(arena.direct(name));
    const Clock::time_point start = Clock::now();
    const auto catalog = must(migrator::read_catalog(session));
    // The second connection has a second to begin, far less than the network's patience.
    CHECK(seconds_since(start) < bound(10));
    CHECK(catalog.tables.size() == 700);
    CHECK(catalog == must(migrator::read_catalog(direct)));
}
