// Dates, times of day and intervals: printing and reading.
#include "migrator/model/calendar.hpp"

#include <cstdio>
#include <limits>

#include "migrator/model/civil_date.hpp"
#include "migrator/model/text_reader.hpp"

namespace migrator::model {

namespace {

using Unsigned = unsigned long long;

constexpr Unsigned microseconds_per_second = 1'000'000;
constexpr Unsigned microseconds_per_minute = 60 * microseconds_per_second;
constexpr Unsigned microseconds_per_hour = 60 * microseconds_per_minute;

std::string print_clock(Unsigned microseconds) {
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%02llu:%02llu:%02llu.%06llu", microseconds / microseconds_per_hour,
                  microseconds / microseconds_per_minute % 60, microseconds / microseconds_per_second % 60,
                  microseconds % microseconds_per_second);
    return buffer;
}

// "04:05:06.789"; the hours may have any number of digits.
bool take_clock(TextReader& reader, Unsigned& microseconds) {
    Unsigned hour = 0;
    unsigned minute = 0, second = 0, microsecond = 0;
    const bool is_clock = reader.number(hour) && reader.take(':') && reader.number(minute) && reader.take(':') &&
                          reader.number(second) && minute <= 59 && second <= 60;
    if (!is_clock || (reader.take('.') && !reader.fraction(microsecond))) return false;
    if (hour > std::numeric_limits<Unsigned>::max() / microseconds_per_hour / 2) return false;
    microseconds = hour * microseconds_per_hour + minute * microseconds_per_minute + second * microseconds_per_second +
                   microsecond;
    return true;
}

// The magnitude of the smallest number has no positive counterpart.
std::optional<long long> with_sign(Unsigned magnitude, bool is_negative) {
    const Unsigned limit = static_cast<Unsigned>(std::numeric_limits<long long>::max()) + (is_negative ? 1 : 0);
    if (magnitude > limit) return {};
    return static_cast<long long>(is_negative ? ~magnitude + 1 : magnitude);
}

}  // namespace

Date Date::of(int year, unsigned month, unsigned day) {
    return {static_cast<int>(days_of({.year = year, .month = month, .day = day}))};
}

Date Date::infinity() {
    return {std::numeric_limits<int>::max()};
}

Date Date::minus_infinity() {
    return {std::numeric_limits<int>::min()};
}

std::string to_text(Date date) {
    if (date == Date::infinity()) return "infinity";
    if (date == Date::minus_infinity()) return "-infinity";
    const CivilDate civil = civil_date_of(date.days);
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%04lld-%02u-%02u%s", civil.year > 0 ? civil.year : 1 - civil.year,
                  civil.month, civil.day, civil.year > 0 ? "" : " BC");
    return buffer;
}

std::optional<Date> parse_date(std::string_view text) {
    if (text == "infinity") return Date::infinity();
    if (text == "-infinity") return Date::minus_infinity();
    constexpr long long last_year = 5'874'897;
    TextReader reader(text);
    CivilDate date;
    const bool is_date = reader.number(date.year) && reader.take('-') && reader.number(date.month) &&
                         reader.take('-') && reader.number(date.day);
    if (!is_date || date.year > last_year || date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31)
        return {};
    if (reader.take(" BC")) date.year = 1 - date.year;
    if (!reader.at_end()) return {};
    return Date{static_cast<int>(days_of(date))};
}

std::string to_text(TimeOfDay time) {
    return print_clock(static_cast<Unsigned>(time.microseconds));
}

std::optional<TimeOfDay> parse_time_of_day(std::string_view text) {
    TextReader reader(text);
    Unsigned microseconds = 0;
    if (!take_clock(reader, microseconds) || !reader.at_end() || microseconds > 24 * microseconds_per_hour) return {};
    return TimeOfDay{static_cast<long long>(microseconds)};
}

std::string to_text(const Interval& interval) {
    const bool is_negative = interval.microseconds < 0;
    const auto bits = static_cast<Unsigned>(interval.microseconds);
    return std::to_string(interval.months) + " mons " + std::to_string(interval.days) + " days " +
           (is_negative ? "-" : "+") + print_clock(is_negative ? ~bits + 1 : bits);
}

// "-1 years -2 mons +3 days -04:05:06.789"; parts that are zero are not printed, unless all are: "00:00:00".
std::optional<Interval> parse_interval(std::string_view text) {
    TextReader reader(text);
    long long months = 0, days = 0;
    Interval interval;
    bool has_part = false;
    for (bool is_first = true; !reader.at_end(); is_first = false) {
        if (!is_first && !reader.take(' ')) return {};
        const bool is_negative = reader.take('-');
        if (!is_negative) reader.take('+');
        TextReader clock = reader;
        Unsigned magnitude = 0;
        if (take_clock(clock, magnitude)) {
            const auto microseconds = with_sign(magnitude, is_negative);
            if (!microseconds || !clock.at_end()) return {};
            interval.microseconds = *microseconds;
            reader = clock;
            has_part = true;
            continue;
        }
        long long number = 0;
        if (!reader.number(number) || !reader.take(' ')) return {};
        if (is_negative) number = -number;
        if (reader.take("years") || reader.take("year"))
            months += number * 12;
        else if (reader.take("mons") || reader.take("mon"))
            months += number;
        else if (reader.take("days") || reader.take("day"))
            days += number;
        else
            return {};
        has_part = true;
    }
    const auto fits = [](long long number) {
        return number >= std::numeric_limits<int>::min() && number <= std::numeric_limits<int>::max();
    };
    if (!has_part || !fits(months) || !fits(days)) return {};
    interval.months = static_cast<int>(months);
    interval.days = static_cast<int>(days);
    return interval;
}

}  // namespace migrator::model
