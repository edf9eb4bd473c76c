// The text forms of members.
#include "migrator/model/mapping.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <type_traits>

#include "tests/model/sample.hpp"

using migrator::model::Json;
using migrator::model::Mapped;
using migrator::model::Mapping;

static_assert(Mapped<std::string> && Mapped<int> && Mapped<long long> && Mapped<bool> && Mapped<double>);
static_assert(Mapped<migrator::model::Timestamp> && Mapped<Json> && Mapped<sample::Colour>);
static_assert(!Mapped<const char*>, "a pointer is no value of a column");
static_assert(!Mapped<unsigned>, "PostgreSQL has no unsigned integers");

TEST_CASE("numbers keep their value through text") {
    for (const long long value :
         {0LL, -1LL, std::numeric_limits<long long>::min(), std::numeric_limits<long long>::max()})
        CHECK(Mapping<long long>::parse(Mapping<long long>::print(value)) == value);
    for (const double value : {0.1, -1e308, 5e-324, 1.0 / 3})
        CHECK(Mapping<double>::parse(Mapping<double>::print(value)) == value);
    CHECK(std::isnan(Mapping<double>::parse("NaN").value()));
    CHECK(Mapping<double>::parse("-Infinity") == -std::numeric_limits<double>::infinity());
}

TEST_CASE("text that is no number of the member's type is refused") {
    CHECK_FALSE(Mapping<int>::parse("2147483648").has_value());
    CHECK_FALSE(Mapping<int>::parse("1.5").has_value());
    CHECK_FALSE(Mapping<int>::parse("").has_value());
    CHECK_FALSE(Mapping<double>::parse("1x").has_value());
    CHECK_FALSE(Mapping<bool>::parse("yes").has_value());
}

TEST_CASE("booleans are read as the type prints them and as a cast to text does") {
    CHECK(Mapping<bool>::parse("t") == true);
    CHECK(Mapping<bool>::parse("true") == true);
    CHECK(Mapping<bool>::parse("f") == false);
    CHECK(Mapping<bool>::parse("false") == false);
}

TEST_CASE("an enum is spelled by its labels") {
    using sample::Colour;
    CHECK(Mapping<Colour>::print(Colour::green) == "GREEN");
    CHECK(Mapping<Colour>::parse("RED") == Colour::red);
    CHECK_FALSE(Mapping<Colour>::parse("BLUE").has_value());
    CHECK(migrator::model::enum_type<Colour>("colour") ==
          migrator::EnumType{.name = "colour", .labels = {"RED", "GREEN"}});
}
