// Databases are created, cloned and dropped, whatever their names are.
#include "migrator/cluster/database.hpp"

#include <libpq-fe.h>

#include <catch2/catch.hpp>

#include "migrator/cluster/ephemeral.hpp"
#include "scratch.hpp"

using namespace migrator;
using namespace migrator::cluster;
using namespace migrator::cluster::testing;

TEST_CASE("databases") {
    static const EphemeralCluster cluster = must(EphemeralCluster::start());
    const std::string server = cluster.connection_string();
    const auto exists = [&](const std::string& name) {
        return query(server, "SELECT count(*) FROM pg_database WHERE datname = $name$" + name + "$name$") == "1";
    };

    SECTION("a clone holds what its template held") {
        must(create_database(server, "original"));
        CHECK(query(cluster.connection_string("original"), "CREATE TABLE kept AS SELECT 42 AS answer") == "");
        must(create_database(server, "clone", "original"));
        CHECK(query(cluster.connection_string("clone"), "SELECT answer FROM kept") == "42");
        must(drop_database(server, "original"));
        must(drop_database(server, "clone"));
        CHECK_FALSE(exists("clone"));
    }
    SECTION("a name is a name, not SQL") {
        const std::string name = R"(it's "odd"; DROP DATABASE postgres; --)";
        must(create_database(server, name));
        CHECK(exists(name));
        CHECK(query(cluster.connection_string(name), "SELECT current_database()") == name);
        must(drop_database(server, name));
        CHECK_FALSE(exists(name));
    }
    SECTION("creating one that exists is an error, ensuring it is not") {
        must(ensure_database(server, "twice"));
        must(ensure_database(server, "twice"));
        const auto created = create_database(server, "twice");
        REQUIRE_FALSE(created.has_value());
        CHECK(summary(created.error()) == "database \"twice\" already exists (42P04)");
        must(drop_database(server, "twice"));
    }
    SECTION("dropping disconnects who is in it, and is no error when there is none") {
        must(create_database(server, "busy"));
        PGconn* guest = PQconnectdb(cluster.connection_string("busy").c_str());
        REQUIRE(PQstatus(guest) == CONNECTION_OK);
        must(drop_database(server, "busy"));
        CHECK_FALSE(exists("busy"));
        PQfinish(guest);
        must(drop_database(server, "busy"));
    }
    SECTION("a connection that is kept opens itself again") {
        auto maintenance = must(DatabaseMaintenance::open(server));
        must(maintenance.create("first"));
        CHECK(query(server,
                    "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity "
                    "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'") == "1");
        must(maintenance.create("second", "first"));
        CHECK(exists("second"));
        must(maintenance.drop("second"));
        must(maintenance.drop("first"));
    }
    SECTION("no server is unavailable") {
        const auto created = create_database("host=/nonexistent dbname=x", "y");
        REQUIRE_FALSE(created.has_value());
        CHECK(created.error().kind() == ErrorKind::unavailable);
    }
}
