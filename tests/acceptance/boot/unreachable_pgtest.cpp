// A database that cannot be reached, or not with these words: unknown host, wrong password, no such database.
#include <catch2/catch.hpp>
#include <fstream>

#include "database_state.hpp"
#include "migrator/cluster/ephemeral.hpp"
#include "migrator/testing/test_database.hpp"
#include "server.hpp"
#include "tests/support/loopback.hpp"

using namespace gestaloka::acceptance;
using Catch::Matchers::Contains;
using migrator::testing::TestDatabase;

namespace {

const std::string password = "h0rse-battery-staple";

/// Every form of the run, in both log formats, ends with `code` and says `text`; none gives the password away.
void check_refused(const std::string& database, int code, const std::string& text, const Arguments& more = {}) {
    for (const Arguments& way : {Arguments{"--migrate-only"}, Arguments{"--listen", "127.0.0.1:0"},
                                 Arguments{"--migrate-only", "--verbose", "--log-format=json"},
                                 Arguments{"--migrate=off", "--verbose", "--listen", "127.0.0.1:0"},
                                 Arguments{"migrate", "current", "--verbose"}}) {
        CAPTURE(way);
        Arguments arguments{"--database", database, "--connect-timeout", "1s"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        arguments.insert(arguments.end(), way.begin(), way.end());
        const Finished run = run_server(arguments);
        CAPTURE(run.err);
        CHECK(run.code == code);
        CHECK_THAT(run.err, Contains(text));
        CHECK(run.took < std::chrono::seconds(5));
        CHECK_THAT(run.out + run.err, !Contains(password));
    }
}

}  // namespace

TEST_CASE("an unknown host ends with 16 at the connect deadline, naming the host") {
    check_refused("postgresql://game:" + password + "@no-such-host.invalid/gestaloka", 16, "no-such-host.invalid");
}

TEST_CASE("a name server that does not answer ends with 16 at the connect deadline, naming the host") {
    const Finished run = run_server({"--database", "host=silent.odd", "--migrate-only", "--connect-timeout", "1s"},
                                    {{"LD_PRELOAD", ODD_NAMES_LIBRARY}});
    CAPTURE(run.err);
    CHECK(run.code == 16);
    CHECK_THAT(run.err, Contains("silent.odd") && Contains("check the host name and the name server"));
    CHECK(run.took >= std::chrono::seconds(1));
    CHECK(run.took < std::chrono::seconds(3));
}

TEST_CASE("a port where nobody listens ends with 16 at the connect deadline") {
    check_refused("host=127.0.0.1 port=1 user=game password=" + password, 16, "Connection refused");
}

TEST_CASE("a host that accepts and never answers ends with 16 at the connect deadline") {
    const gestaloka::test::SilentListener silent;
    const std::string database =
        "postgresql://game:" + password + "@127.0.0.1:" + std::to_string(silent.port()) + "/gestaloka";
    const Finished run = run_server({"--database", database, "--migrate-only", "--connect-timeout", "1s"});
    CHECK(run.code == 16);
    CHECK_THAT(run.err, Contains("no answer from the server in time"));
    CHECK_THAT(run.err, Contains("raise the connect timeout"));
    CHECK(run.took >= std::chrono::seconds(1));
    CHECK(run.took < std::chrono::seconds(3));
    CHECK_THAT(run.err, !Contains(password));
}

TEST_CASE("a wrong password ends with 16 at once, and is in no output") {
    const auto cluster = must(migrator::cluster::EphemeralCluster::start());
    const std::string owner = cluster.connection_string();
    run_sql(owner, "CREATE ROLE guarded LOGIN PASSWORD 'the-right-one'");
    run_sql(owner, "CREATE DATABASE guarded OWNER guarded");
    std::ofstream(cluster.directory() / "data" / "pg_hba.conf")
        << "local all guarded scram-sha-256\nlocal all all trust\n";
    run_sql(owner, "SELECT pg_reload_conf()");
    const std::string database = owner + " user=guarded dbname=guarded password=";
    // The server reads the file a moment later.
    REQUIRE(eventually([&] { return migrate_only(database + password, {"--connect-timeout", "1s"}).code == 16; }));

    check_refused(database + password, 16, "password authentication failed for user");
    check_refused(database + password, 16, "PGPASSWORD");
    CHECK(ask(owner + " dbname=guarded", "SELECT to_regclass('migrator.history') IS NULL") == "t");

    const Finished right = migrate_only(database + "the-right-one");
    CHECK(right.code == 0);
    CHECK_THAT(right.out + right.err, !Contains("the-right-one"));
}

TEST_CASE("a database that is not there ends with 16 at once, naming it") {
    const TestDatabase other;
    check_refused(other.url() + " dbname=gestaloka_typo password=" + password, 16, "gestaloka_typo");
    const Finished run = migrate_only(other.url() + " dbname=gestaloka_typo");
    CHECK_THAT(run.err, Contains("database \"gestaloka_typo\" does not exist (3D000)"));
    CHECK_THAT(run.err, Contains("hint: create the database first: createdb NAME"));
    CHECK(run.took < std::chrono::seconds(3));
}

TEST_CASE("a connection string that cannot be read ends with 64, and is not repeated") {
    for (const std::string& text :
         {"postgresql://game:" + password + "@[::1/gestaloka", "mysql://game:" + password + "@db/gestaloka",
          "host=db password='" + password, "host=db pass word=" + password,
          "postgresql://game:" + password + "%zz@db/x", "host=db pasword=" + password}) {
        CAPTURE(text);
        check_refused(text, 64, "the database's connection string cannot be read");
    }
}

TEST_CASE("a URL that needs percent-encoding ends with 64 and says which characters, without a piece of it") {
    for (const std::string& text :
         {"postgresql://game:dr@" + password + "@db/gestaloka", "postgresql://game:" + password + "/x@db/gestaloka",
          "postgresql://game:12/" + password + "@db/gestaloka", "postgresql://db/game:" + password + "@db:5432/g",
          "postgresql://db?user=game&password=dr@" + password}) {
        CAPTURE(text);
        check_refused(text, 64, "@ is written %40, / is written %2F, : is written %3A");
    }
}

TEST_CASE("a setting that no server could make right ends with 64 at once") {
    const TestDatabase database;
    for (const char* setting : {"sslmode=perhaps", "target_session_attrs=perhaps", "port=perhaps", "service=nowhere"}) {
        const Finished run = run_server({"--migrate-only", "--connect-timeout", "1m", "--database",
                                         database.url() + " password=" + password + " " + setting});
        CAPTURE(run.err);
        CHECK(run.code == 64);
        CHECK(run.took < std::chrono::seconds(5));
        CHECK_THAT(run.err, Contains(std::string(setting).substr(std::string(setting).find('=') + 1)));
        CHECK_THAT(run.out + run.err, !Contains(password));
    }
}

TEST_CASE("credentials that stand for a database or a host are in no output") {
    const TestDatabase other;
    check_refused(other.url() + " dbname=game:" + password + "@db/x", 16, "does not exist (3D000)");
    check_refused(other.url() + " dbname=postgresql://game:" + password + "@db/x", 16, "does not exist");
    check_refused("host=game:" + password + "@db", 64, "is no host name");
    check_refused("host=game:" + password + ",x@db", 64, "is no host name");
    const Finished no_target = run_server(
        {"--database", other.url(), "migrate", "upgrade", "postgresql://game:" + password + "@db/gestaloka"});
    CHECK(no_target.code == 64);
    CHECK_THAT(no_target.out + no_target.err, !Contains(password));
}

TEST_CASE("a mistake on the command line ends with 64, and repeats no connection string") {
    const std::string url = "postgresql://game:" + password + "@db/gestaloka";
    for (const Arguments& mistake :
         {Arguments{"--databse=" + url}, Arguments{"--databse", url}, Arguments{url}, Arguments{"migrate", url},
          Arguments{"migrate", "current", url}, Arguments{"--database", url, "--migrate=maybe"},
          Arguments{"--database", url, "--lock-timeout=soon"}, Arguments{"--database", url, "--listen"},
          Arguments{"--database", url, "migrate"}, Arguments{"--listen", url, "--migrate=off"},
          Arguments{"--migrate", url}, Arguments{"--lock-timeout", "host=db password=" + password}}) {
        CAPTURE(mistake);
        const Finished run = run_server(mistake);
        CHECK(run.code == 64);
        CHECK_FALSE(run.err.empty());
        CHECK_THAT(run.out + run.err, !Contains(password));
    }
    CHECK_THAT(run_server({"--databse=" + url}).err, Contains("There is no option --databse\n"));
}
