// Values at their extremes and at random, the same in each run.
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "migrator/model/calendar.hpp"
#include "migrator/model/timestamp.hpp"
#include "migrator/model/values.hpp"

namespace types {

inline constexpr std::uint64_t random_seed = 20'250'708;
inline constexpr int random_values = 60;
inline constexpr long long first_day = -2'451'545;  ///< 4714-11-24 BC, Julian day 0
inline constexpr long long microseconds_a_day = 86'400'000'000;

std::mt19937_64& random_bits();
long long between(long long low, long long high);

template <class Number>
std::vector<Number> extremes_and_random() {
    std::vector<Number> numbers = {0, 1, static_cast<Number>(-1), std::numeric_limits<Number>::min(),
                                   std::numeric_limits<Number>::max()};
    for (int i = 0; i < random_values; ++i)
        numbers.push_back(static_cast<Number>(random_bits()()));
    return numbers;
}

/// Any bits that are a number or an infinity, and one NaN.
template <class Float, class Bits>
std::vector<Float> floats() {
    using Limits = std::numeric_limits<Float>;
    std::vector<Float> numbers = {0,
                                  -Float(0),
                                  Limits::min(),
                                  Limits::denorm_min(),
                                  Limits::max(),
                                  Limits::lowest(),
                                  Limits::infinity(),
                                  -Limits::infinity(),
                                  Limits::quiet_NaN(),
                                  Float(0.1)};
    while (numbers.size() < random_values) {
        const Bits bits = static_cast<Bits>(random_bits()());
        Float number;
        std::memcpy(&number, &bits, sizeof number);
        if (number == number) numbers.push_back(number);
    }
    return numbers;
}

/// Of letters, signs of SQL and of arrays, control characters and other scripts.
std::vector<std::string> texts();
/// As PostgreSQL prints them.
std::vector<migrator::model::Decimal> decimals();
std::vector<migrator::model::Inet> addresses();
/// In the form in which jsonb prints them, which json keeps.
std::vector<migrator::model::Json> documents();
std::vector<migrator::model::Bytes> byte_strings();
std::vector<migrator::model::Uuid> uuids();
std::vector<migrator::model::Date> dates();
std::vector<migrator::model::TimeOfDay> times();
std::vector<migrator::model::Timestamp> moments();
std::vector<migrator::model::Interval> intervals();

}  // namespace types
