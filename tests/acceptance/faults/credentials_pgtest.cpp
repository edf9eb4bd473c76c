// TLS and passwords: who is trusted, and that no password is ever shown.
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "arena.hpp"
#include "migrator/postgres/pin.hpp"
#include "tests/acceptance/boot/server.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace gestaloka::faults;
using Catch::Matchers::Contains;
using gestaloka::acceptance::ask;
using gestaloka::acceptance::Environment;
using gestaloka::acceptance::eventually;
using gestaloka::acceptance::Finished;
using gestaloka::acceptance::run_server;
using gestaloka::acceptance::run_sql;
using gestaloka::acceptance::Server;

namespace {

namespace fs = std::filesystem;

void openssl(const fs::path& directory, const std::vector<std::string>& arguments) {
    gestaloka::test::Process process({"/usr/bin/openssl", arguments, {}, directory});
    const auto status = process.wait(patience);
    INFO(process.errors());
    REQUIRE(status);
    REQUIRE(status->code == 0);
}

// NAME.crt and NAME.key: an authority, valid for a day.
void make_authority(const fs::path& directory, const std::string& name) {
    openssl(directory, {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
                        "1", "-subj", "/CN=" + name, "-keyout", name + ".key", "-out", name + ".crt"});
}

// A server that lets players in by TLS and SCRAM only, on a loopback address of its own.
class GuardedServer {
 public:
    GuardedServer() : cluster_(must(migrator::cluster::EphemeralCluster::start(options()))) {
        make_authority(folder(), "authority");
        make_authority(folder(), "stranger");
        openssl(folder(), {"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                           "/CN=db.test", "-keyout", "server.key", "-out", "server.csr"});
        openssl(folder(), {"x509", "-req", "-in", "server.csr", "-CA", "authority.crt", "-CAkey", "authority.key",
                           "-CAcreateserial", "-days", "1", "-out", "server.crt"});
        give_to_server("server.key");
        give_to_server("server.crt");
        std::ofstream(data() / "pg_hba.conf") << "local all all trust\nhostssl all player all scram-sha-256\n";
        const std::string owner = cluster_.connection_string();
        run_sql(owner, std::string("SET log_statement = 'none'; CREATE ROLE player LOGIN PASSWORD '") + secret + "'");
        run_sql(owner, "CREATE DATABASE game OWNER player");
        run_sql(owner, "ALTER SYSTEM SET ssl = on");
        run_sql(owner, "SELECT pg_reload_conf()");
        REQUIRE(eventually([&] { return ask(owner, "SHOW ssl") == "on"; }));
    }

    // 127.0.0.0/8 is all loopback: an address of this process's own needs no free port.
    static std::string address() {
        const int pid = ::getpid();
        return "127.77." + std::to_string(pid / 256 % 256) + "." + std::to_string(pid % 254 + 1);
    }

    // Without a password.
    std::string url(const std::string& authority = "authority", const std::string& host = "db.test") const {
        return "host=" + host + " hostaddr=" + address() + " port=5432 user=player dbname=game sslmode=verify-full" +
               " sslrootcert=" + (folder() / (authority + ".crt")).string();
    }
    std::string direct() const { return cluster_.connection_string("game"); }
    fs::path folder() const { return directory_.path(); }
    std::string log() const {
        std::ifstream file(cluster_.log_path());
        return {std::istreambuf_iterator<char>(file), {}};
    }

 private:
    static migrator::cluster::EphemeralOptions options() {
        migrator::cluster::EphemeralOptions options;
        options.settings = {"listen_addresses=" + address(), "password_encryption=scram-sha-256"};
        return options;
    }

    fs::path data() const { return cluster_.directory() / "data"; }

    // The server reads a key only if it is its own and nobody else's.
    void give_to_server(const std::string& name) const {
        const fs::path there = data() / name;
        fs::copy_file(folder() / name, there);
        struct stat owner {};
        REQUIRE(::stat(data().c_str(), &owner) == 0);
        REQUIRE(::chown(there.c_str(), owner.st_uid, owner.st_gid) == 0);
        REQUIRE(::chmod(there.c_str(), 0600) == 0);
    }

    gestaloka::test::TemporaryDirectory directory_;
    migrator::cluster::EphemeralCluster cluster_;
};

// Runs --migrate-only, with everything printed that can be, and looks for the secret in it.
Finished migrate(const std::string& database, const Environment& environment = {}) {
    Environment all = {{"PGPASSFILE", "/nonexistent"}};
    for (const auto& [name, value] : environment)
        all[name] = value;
    const Finished run =
        run_server({"--migrate-only", "--verbose", "--connect-timeout", "2s", "--database", database}, all);
    CHECK_THAT(run.out + run.err, !Contains(secret));
    return run;
}

fs::path write_passfile(const GuardedServer& server, const std::string& password) {
    const fs::path file = server.folder() / "pgpass";
    std::ofstream(file) << "db.test:5432:game:player:" << password << "\n";
    ::chmod(file.c_str(), 0600);
    return file;
}

}  // namespace

TEST_CASE("over TLS with a certificate that is verified a password is taken from each place, and shown nowhere") {
    const GuardedServer server;
    const std::string password = std::string(" password=") + secret;

    const Finished from_passfile = migrate(server.url(), {{"PGPASSFILE", write_passfile(server, secret).string()}});
    INFO(from_passfile.err);
    REQUIRE(from_passfile.code == 0);
    CHECK(migrate(server.url(), {{"PGPASSWORD", secret}}).code == 0);
    CHECK(migrate(server.url() + password).code == 0);
    CHECK(migrate("postgresql://player:" + std::string(secret) + "@db.test:5432/game?sslmode=verify-full&sslrootcert=" +
                  (server.folder() / "authority.crt").string() + "&hostaddr=" + GuardedServer::address())
              .code == 0);
    CHECK(ask(server.direct(),
              std::string("SELECT count(*) FROM migrator.history h WHERE h::text LIKE '%") + secret + "%'") == "0");

    // Only over TCP a session has them.
    auto pinned = gestaloka::acceptance::connect(server.url() + password);
    must(migrator::postgres::pin_session(pinned, {}, "migrator", "history"));
    CHECK(ask(pinned, "SHOW tcp_keepalives_idle") == "10");
    CHECK(ask(pinned, "SHOW tcp_keepalives_interval") == "5");
    CHECK(ask(pinned, "SHOW tcp_keepalives_count") == "4");
    CHECK(ask(pinned, "SHOW tcp_user_timeout") == "30000");

    Server serving({"--log-format", "json", "--verbose", "--database", server.url() + password});
    REQUIRE(serving.wait_until_ready());
    CHECK(ask(server.direct(),
              "SELECT bool_and(s.ssl) FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) WHERE "
              "a.usename = 'player'") == "t");
    for (const char* page : {"/readyz", "/healthz", "/metrics"})
        CHECK_THAT(serving.get(page).body, !Contains(secret));
    CHECK_THAT(ask(server.direct(), "SELECT string_agg(application_name || query, ' ') FROM pg_stat_activity"),
               !Contains(secret));
    const Finished stopped = serving.stop(SIGTERM);
    CHECK_THAT(stopped.out + stopped.err, !Contains(secret));
    CHECK_THAT(server.log(), !Contains(secret));
}

TEST_CASE("while the database cannot be reached no page of the server shows the password") {
    Server waiting({"--connect-timeout", "60s", "--database",
                    std::string("host=127.0.0.1 port=1 user=player dbname=game password=") + secret});
    REQUIRE_FALSE(waiting.wait_for_phase("connecting").is_null());
    for (const char* page : {"/readyz", "/healthz", "/metrics"})
        CHECK_THAT(waiting.get(page).body, !Contains(secret));
    const Finished stopped = waiting.stop(SIGTERM);
    CHECK(stopped.code == 18);
    CHECK_THAT(stopped.out + stopped.err, !Contains(secret));
}

TEST_CASE("a server that cannot be trusted, or a password that is wrong, ends with 16 and changes nothing") {
    const GuardedServer server;
    const std::string password = std::string(" password=") + secret;
    struct Case {
        std::string url;
        const char* words;
    };
    for (const Case& tried : {Case{server.url("stranger") + password, "certificate verify failed"},
                              Case{server.url("authority", "other.test") + password, "does not match host name"},
                              Case{server.url("missing") + password, "root certificate file"},
                              Case{server.url() + password + " sslmode=disable", "no encryption"},
                              Case{server.url() + password + "-wrong", "password authentication failed"},
                              Case{server.url(), "no password supplied"}}) {
        CAPTURE(tried.words);
        const Finished refused = migrate(tried.url);
        INFO(refused.err);
        CHECK(refused.code == 16);
        CHECK_THAT(refused.err, Contains(tried.words));
    }
    const Finished wrong_file =
        migrate(server.url(), {{"PGPASSFILE", write_passfile(server, std::string(secret) + "-wrong").string()}});
    CHECK(wrong_file.code == 16);
    CHECK(ask(server.direct(), "SELECT to_regclass('migrator.history') IS NULL") == "t");
    CHECK_THAT(server.log(), !Contains(secret));
}
