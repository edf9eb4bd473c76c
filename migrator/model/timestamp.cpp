// A moment in time with PostgreSQL's precision: printing and reading.
#include "migrator/model/timestamp.hpp"

#include <chrono>
#include <cstdio>
#include <limits>

#include "migrator/model/civil_date.hpp"
#include "migrator/model/text_reader.hpp"

namespace migrator::model {

namespace {

constexpr long long microseconds_per_second = 1'000'000;
constexpr long long microseconds_per_day = 86'400 * microseconds_per_second;
constexpr long long seconds_from_1970_to_2000 = 946'684'800;
constexpr long long last_year = 294'276;

struct CivilTime {
    CivilDate date = {};
    unsigned hour = 0, minute = 0, second = 0, microsecond = 0;
};

CivilTime to_civil(Timestamp timestamp) {
    long long days = timestamp.microseconds / microseconds_per_day;
    long long rest = timestamp.microseconds % microseconds_per_day;
    if (rest < 0) {
        rest += microseconds_per_day;
        --days;
    }
    const auto second_of_day = static_cast<unsigned>(rest / microseconds_per_second);
    return {.date = civil_date_of(days),
            .hour = second_of_day / 3600,
            .minute = second_of_day / 60 % 60,
            .second = second_of_day % 60,
            .microsecond = static_cast<unsigned>(rest % microseconds_per_second)};
}

// "+09", "-03:30", "+00:19:32"; nothing at all is 0.
bool take_offset(TextReader& reader, long long& seconds) {
    const bool is_negative = reader.take('-');
    if (!is_negative && !reader.take('+')) return true;
    unsigned hours = 0, minutes = 0, odd_seconds = 0;
    if (!reader.number(hours)) return false;
    if (reader.take(':') && !reader.number(minutes)) return false;
    if (reader.take(':') && !reader.number(odd_seconds)) return false;
    seconds = static_cast<long long>(hours) * 3600 + minutes * 60 + odd_seconds;
    if (is_negative) seconds = -seconds;
    return true;
}

std::string print(const CivilTime& time, char separator, long long year) {
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%04lld-%02u-%02u%c%02u:%02u:%02u.%06u", year, time.date.month, time.date.day,
                  separator, time.hour, time.minute, time.second, time.microsecond);
    return buffer;
}

bool is_possible(const CivilTime& time) {
    return time.date.year <= last_year && time.date.month >= 1 && time.date.month <= 12 && time.date.day >= 1 &&
           time.date.day <= 31 && time.hour <= 24 && time.minute <= 59 && time.second <= 60;
}

}  // namespace

Timestamp Timestamp::now() {
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since_1970).count() -
            seconds_from_1970_to_2000 * microseconds_per_second};
}

Timestamp Timestamp::from_unix_seconds(long long seconds) {
    return {(seconds - seconds_from_1970_to_2000) * microseconds_per_second};
}

Timestamp Timestamp::infinity() {
    return {std::numeric_limits<long long>::max()};
}

Timestamp Timestamp::minus_infinity() {
    return {std::numeric_limits<long long>::min()};
}

std::string to_text(Timestamp timestamp) {
    if (timestamp == Timestamp::infinity()) return "infinity";
    if (timestamp == Timestamp::minus_infinity()) return "-infinity";
    const CivilTime time = to_civil(timestamp);
    if (time.date.year > 0) return print(time, ' ', time.date.year) + "+00";
    return print(time, ' ', 1 - time.date.year) + "+00 BC";
}

std::string to_iso8601(Timestamp timestamp) {
    const CivilTime time = to_civil(timestamp);
    return print(time, 'T', time.date.year) + 'Z';
}

std::optional<Timestamp> parse_timestamp(std::string_view text) {
    if (text == "infinity") return Timestamp::infinity();
    if (text == "-infinity") return Timestamp::minus_infinity();
    TextReader reader(text);
    CivilTime time;
    CivilDate& date = time.date;
    const bool is_date = reader.number(date.year) && reader.take('-') && reader.number(date.month) &&
                         reader.take('-') && reader.number(date.day) && reader.take(' ');
    const bool is_clock = is_date && reader.number(time.hour) && reader.take(':') && reader.number(time.minute) &&
                          reader.take(':') && reader.number(time.second);
    if (!is_clock || (reader.take('.') && !reader.fraction(time.microsecond))) return {};
    // Up to a day of local time may lie beyond the last year in UTC; PostgreSQL prints none that does not fit.
    long long offset = 0;
    if (!take_offset(reader, offset) || !is_possible(time)) return {};
    if (reader.take(" BC")) date.year = 1 - date.year;
    if (!reader.at_end()) return {};
    const long long seconds =
        days_of(date) * 86'400 + static_cast<long long>(time.hour) * 3600 + time.minute * 60 + time.second - offset;
    return Timestamp{seconds * microseconds_per_second + time.microsecond};
}

}  // namespace migrator::model
