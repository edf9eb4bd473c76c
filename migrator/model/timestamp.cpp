// A moment in time with PostgreSQL's precision: printing and reading.
#include "migrator/model/timestamp.hpp"

#include <charconv>
#include <chrono>
#include <cstdio>
#include <limits>

namespace migrator::model {

namespace {

constexpr long long microseconds_per_second = 1'000'000;
// PostgreSQL counts from 2000 and so reaches 294276; from 1970 a 64-bit count ends early in 294247.
constexpr long long last_year = 294'246;
constexpr long long microseconds_per_day = 86'400 * microseconds_per_second;

struct CivilTime {
    long long year;  // astronomical: 0 is 1 BC
    unsigned month, day, hour, minute, second, microsecond;
};

CivilTime to_civil(Timestamp timestamp) {
    long long days = timestamp.microseconds / microseconds_per_day;
    long long rest = timestamp.microseconds % microseconds_per_day;
    if (rest < 0) {
        rest += microseconds_per_day;
        --days;
    }
    // Days to civil date in the proleptic Gregorian calendar (H. Hinnant, "chrono-compatible low-level date
    // algorithms"): std::chrono::year ends at 32767, PostgreSQL at 294276.
    const long long shifted = days + 719'468;
    const long long era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
    const auto day_of_era = static_cast<unsigned>(shifted - era * 146'097);
    const unsigned year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const unsigned month_from_march = (5 * day_of_year + 2) / 153;
    const unsigned month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;

    const auto second_of_day = static_cast<unsigned>(rest / microseconds_per_second);
    return {.year = static_cast<long long>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0),
            .month = month,
            .day = day_of_year - (153 * month_from_march + 2) / 5 + 1,
            .hour = second_of_day / 3600,
            .minute = second_of_day / 60 % 60,
            .second = second_of_day % 60,
            .microsecond = static_cast<unsigned>(rest % microseconds_per_second)};
}

long long days_from_civil(long long year, unsigned month, unsigned day) {
    year -= month <= 2 ? 1 : 0;
    const long long era = (year >= 0 ? year : year - 399) / 400;
    const auto year_of_era = static_cast<unsigned>(year - era * 400);
    const unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + static_cast<long long>(day_of_era) - 719'468;
}

// Takes parts off the front of a text; every function returns false when the part is not there.
class Reader {
 public:
    explicit Reader(std::string_view text) : rest_(text) {}

    bool take(char expected) {
        if (rest_.empty() || rest_.front() != expected) return false;
        rest_.remove_prefix(1);
        return true;
    }
    template <class Number>
    bool number(Number& value) {
        if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9') return false;
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (error != std::errc{}) return false;
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return true;
    }
    // Up to six digits after the point, as microseconds.
    bool fraction(unsigned& microsecond) {
        unsigned scale = 100'000;
        if (rest_.empty() || rest_.front() < '0' || rest_.front() > '9') return false;
        for (; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; rest_.remove_prefix(1), scale /= 10)
            microsecond += static_cast<unsigned>(rest_.front() - '0') * scale;
        return true;
    }
    // "+09", "-03:30", "+00:19:32"; nothing at all is 0.
    bool offset(long long& seconds) {
        if (rest_.empty() || (rest_.front() != '+' && rest_.front() != '-')) return true;
        const long long sign = rest_.front() == '-' ? -1 : 1;
        rest_.remove_prefix(1);
        unsigned hours = 0, minutes = 0, odd_seconds = 0;
        if (!number(hours)) return false;
        if (take(':') && !number(minutes)) return false;
        if (take(':') && !number(odd_seconds)) return false;
        seconds = sign * (static_cast<long long>(hours) * 3600 + minutes * 60 + odd_seconds);
        return true;
    }
    std::string_view rest() const { return rest_; }

 private:
    std::string_view rest_;
};

std::string print(const CivilTime& time, char separator, long long year) {
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%04lld-%02u-%02u%c%02u:%02u:%02u.%06u", year, time.month, time.day, separator,
                  time.hour, time.minute, time.second, time.microsecond);
    return buffer;
}

}  // namespace

Timestamp Timestamp::now() {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count()};
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
    if (time.year > 0) return print(time, ' ', time.year) + "+00";
    return print(time, ' ', 1 - time.year) + "+00 BC";
}

std::string to_iso8601(Timestamp timestamp) {
    const CivilTime time = to_civil(timestamp);
    return print(time, 'T', time.year) + 'Z';
}

std::optional<Timestamp> parse_timestamp(std::string_view text) {
    if (text == "infinity") return Timestamp::infinity();
    if (text == "-infinity") return Timestamp::minus_infinity();
    Reader reader(text);
    CivilTime time{};
    long long offset = 0;
    const bool date = reader.number(time.year) && reader.take('-') && reader.number(time.month) && reader.take('-') &&
                      reader.number(time.day) && reader.take(' ');
    const bool clock = date && reader.number(time.hour) && reader.take(':') && reader.number(time.minute) &&
                       reader.take(':') && reader.number(time.second);
    if (!clock || (reader.take('.') && !reader.fraction(time.microsecond)) || !reader.offset(offset)) return {};
    if (time.year > last_year || time.month < 1 || time.month > 12 || time.day < 1 || time.day > 31 || time.hour > 24 ||
        time.minute > 59 || time.second > 60)
        return {};
    if (reader.rest() == " BC")
        time.year = 1 - time.year;
    else if (!reader.rest().empty())
        return {};
    const long long seconds = days_from_civil(time.year, time.month, time.day) * 86'400 +
                              static_cast<long long>(time.hour) * 3600 + time.minute * 60 + time.second - offset;
    return Timestamp{seconds * microseconds_per_second + time.microsecond};
}

}  // namespace migrator::model
