// A moment in time with PostgreSQL's precision.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace migrator::model {

/// Microseconds since 2000-01-01 00:00 UTC, as PostgreSQL counts them. Maps to `timestamptz`, and to `timestamp`
/// columns that hold UTC.
struct Timestamp {
    long long microseconds = 0;

    /// The clock of this machine.
    static Timestamp now();
    static Timestamp from_unix_seconds(long long seconds);
    /// PostgreSQL's 'infinity' and '-infinity'.
    static Timestamp infinity();
    static Timestamp minus_infinity();

    auto operator<=>(const Timestamp&) const = default;
};

/// "2025-07-08 10:10:00.123456+00", which PostgreSQL reads for both column types. Years before 1 end in " BC".
std::string to_text(Timestamp timestamp);

/// Reads what PostgreSQL prints with DateStyle ISO, with or without an offset; without one it is UTC.
std::optional<Timestamp> parse_timestamp(std::string_view text);

/// "2025-07-08T10:10:00.123456Z", as JSON documents spell it.
std::string to_iso8601(Timestamp timestamp);

}  // namespace migrator::model
