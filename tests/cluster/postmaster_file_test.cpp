// What is read from postmaster.pid, also while the server is still writing it.
#include "migrator/cluster/postmaster_file.hpp"

#include <catch2/catch.hpp>

using namespace migrator::cluster;

TEST_CASE("a running server is described by eight lines") {
    const auto file =
        parse_postmaster_file("711\n/srv/data\n1700000000\n5432\n/srv/socket\n\n  5432001    131072\nready   \n");
    CHECK(file == PostmasterFile{711, 5432, "/srv/socket", true});
}

TEST_CASE("a starting server has not written all lines") {
    CHECK(parse_postmaster_file("711\n/srv/data\n1700000000\n5432\n") == PostmasterFile{711, 5432, "", false});
    CHECK(parse_postmaster_file("711\n/srv/data\n1700000000\n5432\n/s\n\n  1  2\nstarting\n") ==
          PostmasterFile{711, 5432, "/s", false});
}

TEST_CASE("half a line is not taken for a whole one") {
    CHECK(parse_postmaster_file("71") == std::nullopt);
    CHECK(parse_postmaster_file("711\n/srv/data\n1700000000\n54") == PostmasterFile{711, 0, "", false});
}

TEST_CASE("what is no running server's file is refused") {
    CHECK(parse_postmaster_file("") == std::nullopt);
    CHECK(parse_postmaster_file("\n\n") == std::nullopt);
    CHECK(parse_postmaster_file("not a number\n") == std::nullopt);
    CHECK(parse_postmaster_file("-711\n/single/user\n") == std::nullopt);
}
