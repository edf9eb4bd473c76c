// Names in a sentence.
#include "migrator/support/listed.hpp"

#include <catch2/catch.hpp>

using migrator::listed;

TEST_CASE("names are listed in a sentence, of many the first eight") {
    CHECK(listed({}) == "nothing");
    CHECK(listed({"a"}) == "a");
    CHECK(listed({"a", "b"}) == "a, b");
    CHECK(listed({"1", "2", "3", "4", "5", "6", "7", "8"}) == "1, 2, 3, 4, 5, 6, 7, 8");
    CHECK(listed({"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}) == "1, 2, 3, 4, 5, 6, 7, 8 and 2 more");
}
