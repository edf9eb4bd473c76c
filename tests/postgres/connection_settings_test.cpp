// What a connection string, its service and the environment set together, before any server is asked.
#include "migrator/postgres/connection_settings.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>

#include "migrator/postgres/session.hpp"
#include "tests/errors/must.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace migrator;
using namespace migrator::postgres;
using Catch::Matchers::Contains;
using migrator::testing::error_of;
using migrator::testing::must;

namespace {

// A variable of this process, until the end of the scope.
class Variable {
 public:
    Variable(const char* name, const std::string& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
    ~Variable() { ::unsetenv(name_); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

 private:
    const char* name_;
};

// A service file with two hosts as [ha], and a mistake as [wrong].
class Services {
 public:
    Services() {
        std::ofstream(path()) << "[ha]\nhost=one,two\nport=1,2\nconnect_timeout=3\n[wrong]\nsslmode=perhaps\n";
    }

 private:
    std::string path() const { return (directory_.path() / "services").string(); }
    gestaloka::test::TemporaryDirectory directory_;
    Variable variable_{"PGSERVICEFILE", path()};
};

ConnectionSettings complete(const std::string& database) {
    return must(complete_settings(must(parse_connection_string(database))));
}

}  // namespace

TEST_CASE("hosts are those of the string, then of the service, then of the environment") {
    const Services services;
    const Variable host("PGHOST", "three,four");
    const Variable port("PGPORT", "3,4");
    CHECK(complete("").get("host") == "three,four");
    CHECK(complete("").get("port") == "3,4");
    CHECK(complete("service=ha").get("host") == "one,two");
    CHECK(complete("service=ha").get("port") == "1,2");
    CHECK(complete("service=ha").get("connect_timeout") == "3");
    CHECK(complete("service=ha host=five port=5").get("host") == "five");
    CHECK(complete("host=five").get("target_session_attrs").empty());
    CHECK(complete("target_session_attrs=any").get("target_session_attrs") == "any");
    const Variable attributes("PGTARGETSESSIONATTRS", "primary");
    CHECK(complete("host=five").get("target_session_attrs") == "primary");
}

TEST_CASE("a setting that no server could make right is refused at once, also where no host can be looked up") {
    const Services services;
    for (const char* words :
         {"sslmode=perhaps", "target_session_attrs=perhaps", "gssencmode=perhaps", "channel_binding=perhaps",
          "ssl_min_protocol_version=perhaps", "port=perhaps", "port=0", "port=65536", "port=1,perhaps",
          "connect_timeout=perhaps", "keepalives=perhaps", "keepalives_idle=perhaps", "tcp_user_timeout=1s",
          "service=nowhere", "service=wrong", "host=game:perhaps@db"}) {
        CAPTURE(words);
        ConnectOptions options;
        options.database = std::string("host=silent.odd user=game password=s3cr3t-w0rd ") + words;
        const auto start = std::chrono::steady_clock::now();
        const Error error = error_of(Session::open(options));
        CAPTURE(full_text(error));
        CHECK(error.kind() == ErrorKind::usage);
        CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
        CHECK_THAT(full_text(error), !Contains("s3cr3t-w0rd"));
        CHECK_FALSE(error.details().hint.empty());
    }
}

TEST_CASE("what is wrong with a setting is told in libpq's words") {
    const auto words = [](const std::string& database) {
        return summary(error_of(complete_settings(must(parse_connection_string(database)))));
    };
    CHECK(words("sslmode=perhaps") == "invalid sslmode value: \"perhaps\"");
    CHECK(words("service=nowhere") == "definition of service \"nowhere\" not found");
    CHECK(words("keepalives=perhaps") == "invalid integer value \"perhaps\" for connection option \"keepalives\"");
    CHECK_THAT(words("host=game:perhaps@db"), !Contains("perhaps"));
    CHECK(words("sslmode=game:perhaps@db") == "invalid sslmode value: \"…\"");
}
