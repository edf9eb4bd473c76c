// Connection strings quote only what has to be.
#include "migrator/cluster/connection_string.hpp"

#include <catch2/catch.hpp>

#include "migrator/cluster/socket_directory.hpp"

using namespace migrator::cluster;

TEST_CASE("plain values stay unquoted, odd ones are quoted") {
    CHECK(connection_string("/run/x", 5432, "game") == "host=/run/x port=5432 user=gestaloka dbname=game");
    CHECK(connection_string("/a b", 1, R"(o'b\c)") == R"(host='/a b' port=1 user=gestaloka dbname='o\'b\\c')");
    CHECK(connection_string("/r", 1, "") == "host=/r port=1 user=gestaloka dbname=''");
}

TEST_CASE("a socket fits into short directories without odd characters") {
    CHECK(fits_socket("/dev/shm/cluster"));
    CHECK(fits_socket("/home/jos\xc3\xa9/data"));
    CHECK(fits_socket("/" + std::string(91, 'x')));
    CHECK_FALSE(fits_socket("/" + std::string(92, 'x')));
    CHECK_FALSE(fits_socket("/with,comma"));
    CHECK_FALSE(fits_socket("/with space"));
    CHECK_FALSE(fits_socket("/with\"quote"));
}
