// Which URLs can be read in two ways, and what is shown of a URL.
#include "migrator/postgres/connection_url.hpp"

#include <catch2/catch.hpp>

#include "migrator/postgres/connection_settings.hpp"
#include "migrator/postgres/secrets.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::postgres;
using Catch::Matchers::Contains;
using migrator::testing::error_of;
using migrator::testing::must;

TEST_CASE("a URL whose password would be taken for a host, a port or a database is ambiguous") {
    for (const char* url :
         {"postgresql://game:dr@gon@db/g0", "postgresql://game:dr/gon@db/g0", "postgresql://game:12/gon@db/g0",
          "postgres://game:dr@gon:5432@db:5432/g0", "postgresql://game:a/b?c@db/g0", "postgresql://db/dr@gon",
          "postgresql://game@db/game:dragon@db2:5432/g0", "postgresql://db?password=dr@gon",
          "postgresql://db:5432?user=me&password=dr@gon", "postgresql://game@db:1:2/g0", "postgresql://db1,game:gon/g0",
          "postgresql://game@[::1]:gon/g0", "postgresql://game@[::1,db:gon/g0"}) {
        CAPTURE(url);
        CHECK(is_ambiguous_url(url));
        CHECK_THAT(shown_url(url), !Contains("gon") && Contains("://…"));
    }
}

TEST_CASE("a URL that has one meaning is shown without password and parameters") {
    const std::pair<const char*, const char*> shown[] = {
        {"postgresql://db/g0", "postgresql://db/g0"},
        {"postgresql://game@db/g0", "postgresql://game@db/g0"},
        {"postgresql://game:dragon@db1:5432,db2/g0?sslmode=require", "postgresql://game@db1:5432,db2/g0"},
        {"postgres://game:dr%40g%2Fon@[::1]:5432,[fe80::1%25eth0]/g0",
         "postgres://game@[::1]:5432,[fe80::1%25eth0]/g0"},
        {"postgresql://game:dr:a?g#on@db", "postgresql://game@db"},
        {"postgresql://:dragon@/g0?host=/run/postgresql&user=me@corp", "postgresql://@/g0"},
        {"postgresql:///g0?password=dr@gon", "postgresql:///g0"},
        {"postgresql://%2Frun%2Fpostgresql:/g%40", "postgresql://%2Frun%2Fpostgresql:/g%40"},
        {"postgresql://", "postgresql://"}};
    for (const auto& [url, expected] : shown) {
        CAPTURE(url);
        CHECK_FALSE(is_ambiguous_url(url));
        CHECK(shown_url(url) == expected);
    }
}

TEST_CASE("what is about to be shown loses every secret of its connection string") {
    const auto shown = [](const std::string& database, const std::string& text) {
        return without_secrets(text, must(parse_connection_string(database)));
    };
    CHECK(shown("host=db password=dragon", "no dragon at \"db\"") == "no … at \"db\"");
    CHECK(shown("postgresql://game:dr%40gon@db/g0", "\"dr@gon\" at db") == "\"…\" at db");
    CHECK(shown("host=db dbname=game:dragon@db/g0", "database \"game:dragon@db/g0\" is not there") ==
          "database \"…\" is not there");
    CHECK_THAT(shown("host=game:dra,gon@db", "no host \"game:dra\"; no host \"gon@db\""),
               !Contains("gon@") && !Contains("dra"));
    CHECK(shown("host=/run/a@b,@abstract user=me@corp", "/run/a@b and @abstract and me@corp") ==
          "/run/a@b and @abstract and me@corp");
    CHECK(shown("user=postgres password=postgres", "no postgres") == "no postgres");
    CHECK(shown("password=a", "a database") == "a database");
}

TEST_CASE("a connection string anywhere in a text loses its password") {
    CHECK(without_secrets("from postgresql://u:dr@gon@a/x to postgres://v@b:5432/y") ==
          "from postgresql://u:…@a/x to postgres://v@b:5432/y");
    CHECK(without_secrets("host=db password=dragon user=u") == "host=db password=… user=u");
    CHECK(without_secrets("password='dra gon' user=u\npassword='dra") == "password=… user=u\npassword=…");
    CHECK(without_secrets("nothing of the kind: a@b") == "nothing of the kind: a@b");
    CHECK(without_secrets_of("postgresql://u:dr@gon@a/x", "lost dr@gon at postgresql://u:dr@gon@a/x") ==
          "lost dr@gon at postgresql://u:…@a/x");
}
