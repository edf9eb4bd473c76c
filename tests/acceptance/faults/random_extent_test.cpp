// When a run of random faults may end.
#include "random_extent.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

using namespace gestaloka::faults;
using std::chrono::minutes;

namespace {

constexpr int rounds = 30;

bool ends(const Asked& asked, const Progress& progress) {
    return extent_of(asked, rounds).is_reached_by(progress);
}

}  // namespace

TEST_CASE("random faults end after their rounds when nothing else is asked for") {
    CHECK_FALSE(ends({}, {29, 29, minutes(60)}));
    CHECK(ends({}, {30, 0, minutes(0)}));
}

TEST_CASE("a seed is played alone, or is the first of a set time") {
    CHECK(extent_of({"4711"}, rounds).first_seed == 4711);
    CHECK(ends({"4711"}, {1, 0, minutes(0)}));
    CHECK(ends({.seed = "4711", .is_soak = true}, {1, 0, minutes(0)}));
    CHECK(extent_of({"4711", "10"}, rounds).first_seed == 4711);
    CHECK_FALSE(ends({"4711", "10"}, {100, 100, minutes(9)}));
    CHECK(ends({"4711", "10"}, {100, 100, minutes(10)}));
}

TEST_CASE("a soak goes on for its time, and then until five hundred faults took effect") {
    const Asked soak{.minutes = "90", .is_soak = true};
    CHECK_FALSE(ends(soak, {5000, 4900, minutes(89)}));
    CHECK_FALSE(ends(soak, {510, 499, minutes(500)}));
    CHECK(ends(soak, {510, 500, minutes(90)}));
    CHECK_FALSE(ends({.is_soak = true}, {5000, 4900, minutes(14)}));
    CHECK(ends({.is_soak = true}, {5000, 4900, minutes(15)}));
}

TEST_CASE("a soak whose faults take no effect ends all the same") {
    CHECK_FALSE(ends({.is_soak = true}, {999, 3, minutes(500)}));
    CHECK(ends({.is_soak = true}, {1000, 3, minutes(500)}));
}

TEST_CASE("a time or a seed that is no number is refused") {
    for (const char* const text : {"", "soon", "5m", "-1"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(extent_of({.minutes = text}, rounds), std::invalid_argument);
        CHECK_THROWS_AS(extent_of({.seed = text}, rounds), std::invalid_argument);
    }
    CHECK(ends({.minutes = "0.5"}, {rounds, 0, std::chrono::seconds(30)}));
}
