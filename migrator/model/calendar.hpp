// Dates, times of day and intervals as PostgreSQL holds them.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace migrator::model {

/// Days since 2000-01-01. Maps to `date`.
struct Date {
    int days = 0;

    /// Years before 1 are astronomical: 0 is 1 BC.
    static Date of(int year, unsigned month, unsigned day);
    /// PostgreSQL's 'infinity' and '-infinity'.
    static Date infinity();
    static Date minus_infinity();

    auto operator<=>(const Date&) const = default;
};

/// Microseconds since midnight, up to 24:00:00. Maps to `time`.
struct TimeOfDay {
    long long microseconds = 0;

    auto operator<=>(const TimeOfDay&) const = default;
};

/// PostgreSQL's three parts, which do not add up: a month has no fixed number of days. Maps to `interval`.
struct Interval {
    int months = 0;
    int days = 0;
    long long microseconds = 0;

    bool operator==(const Interval&) const = default;
};

// The text that PostgreSQL reads, and what it prints with DateStyle ISO and IntervalStyle postgres.
std::string to_text(Date date);
std::string to_text(TimeOfDay time);
std::string to_text(const Interval& interval);
std::optional<Date> parse_date(std::string_view text);
std::optional<TimeOfDay> parse_time_of_day(std::string_view text);
std::optional<Interval> parse_interval(std::string_view text);

}  // namespace migrator::model
