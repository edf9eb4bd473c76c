// Printing and reading moments in time.
#include "migrator/model/timestamp.hpp"

#include <catch2/catch.hpp>

using migrator::model::parse_timestamp;
using migrator::model::Timestamp;
using migrator::model::to_iso8601;
using migrator::model::to_text;

TEST_CASE("a timestamp keeps microseconds through its text") {
    const Timestamp moment{Timestamp::from_unix_seconds(1'751'969'400).microseconds + 123'456};
    CHECK(to_text(moment) == "2025-07-08 10:10:00.123456+00");
    CHECK(parse_timestamp(to_text(moment)) == moment);
    CHECK(to_iso8601(moment) == "2025-07-08T10:10:00.123456Z");
}

TEST_CASE("a timestamp is read with any offset that PostgreSQL prints") {
    const Timestamp noon_utc = Timestamp::from_unix_seconds(1'751'976'000);
    CHECK(parse_timestamp("2025-07-08 12:00:00") == noon_utc);
    CHECK(parse_timestamp("2025-07-08 12:00:00+00") == noon_utc);
    CHECK(parse_timestamp("2025-07-08 21:00:00+09") == noon_utc);
    CHECK(parse_timestamp("2025-07-08 17:45:00+05:45") == noon_utc);
    CHECK(parse_timestamp("2025-07-08 08:30:00-03:30") == noon_utc);
    CHECK(parse_timestamp("2025-07-08 12:19:32+00:19:32") == noon_utc);
    CHECK(parse_timestamp("2025-07-08 12:00:00.5")->microseconds == noon_utc.microseconds + 500'000);
    CHECK(parse_timestamp("2025-07-08 12:00:00.000001")->microseconds == noon_utc.microseconds + 1);
}

TEST_CASE("a timestamp reaches the ends of PostgreSQL's calendar") {
    CHECK(to_text({0}) == "2000-01-01 00:00:00.000000+00");
    CHECK(to_text({-1}) == "1999-12-31 23:59:59.999999+00");
    for (const char* text :
         {"4714-11-24 00:00:00.000000+00 BC", "0001-01-01 00:00:00.000000+00", "0001-12-31 00:00:00.000000+00 BC",
          "2000-02-29 23:59:59.999999+00", "294276-12-31 23:59:59.999999+00"}) {
        REQUIRE(parse_timestamp(text).has_value());
        CHECK(to_text(*parse_timestamp(text)) == text);
    }
    CHECK(parse_timestamp("infinity") == Timestamp::infinity());
    CHECK(parse_timestamp(to_text(Timestamp::minus_infinity())) == Timestamp::minus_infinity());
}

TEST_CASE("what is no timestamp is not read as one") {
    for (const char* text :
         {"", "now", "2025-07-08", "2025-07-08 12:00", "2025-13-08 12:00:00", "2025-07-32 12:00:00",
          "2025-07-08 12:60:00", "2025-07-08 12:00:00.", "2025-07-08 12:00:00+", "2025-07-08 12:00:00 AD",
          "08.07.2025 12:00:00", "-2025-07-08 12:00:00", "999999999999-07-08 12:00:00", "294277-01-01 00:00:00"})
        CHECK_FALSE(parse_timestamp(text).has_value());
}
