// Texts are made in PostgreSQL's own spelling, so that they can be compared as they are.
#include "tests/model/random_values.hpp"

#include <algorithm>
#include <cstdio>

using namespace migrator::model;

namespace types {

namespace {

template <class T>
const T& one_of(const std::vector<T>& items) {
    return items[static_cast<std::size_t>(between(0, static_cast<long long>(items.size()) - 1))];
}

std::string random_text() {
    static const std::vector<std::string> characters = {"a", " ", "'",    "\"",   "\\", ":x", "::", "{",
                                                        "}", ",", "NULL", "\n",   "\t", "%",  "$1", "日",
                                                        "é", "😀", "\x01", "\x7f", "--", "/*"};
    std::string text;
    for (long long left = between(0, 40); left > 0; --left)
        text += one_of(characters);
    return text;
}

std::string digits(long long count) {
    std::string text;
    for (; count > 0; --count)
        text += static_cast<char>('0' + between(0, 9));
    return text;
}

// No zero before another digit, and none with a sign.
std::string random_number() {
    std::string whole = digits(between(0, 40));
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
    if (whole.empty()) whole = "0";
    const std::string fraction = digits(between(0, 40));
    const std::string number = whole + (fraction.empty() ? "" : "." + fraction);
    const bool is_zero = number.find_first_not_of("0.") == std::string::npos;
    return (is_zero || between(0, 1) == 0 ? "" : "-") + number;
}

std::string json_text(const std::string& text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            quoted += std::string("\\") + c;
        else if (c == '\n')
            quoted += "\\n";
        else if (c == '\t')
            quoted += "\\t";
        else if (c == '\x01')
            quoted += "\\u0001";
        else
            quoted += c;
    }
    return quoted + "\"";
}

std::string random_document(int depth);

// Keys in the order of jsonb: shorter ones first, each once.
std::string random_object(int depth) {
    std::string text;
    std::string key;
    for (long long left = between(0, 3); left > 0; --left) {
        key += one_of<std::string>({"a", "\"", "é", ":x"});
        text += (text.empty() ? "" : ", ") + json_text(key) + ": " + random_document(depth - 1);
    }
    return "{" + text + "}";
}

std::string random_list(int depth) {
    std::string text;
    for (long long left = between(0, 3); left > 0; --left)
        text += (text.empty() ? "" : ", ") + random_document(depth - 1);
    return "[" + text + "]";
}

std::string random_document(int depth) {
    switch (between(depth > 0 ? 0 : 2, 4)) {
        case 0:
            return random_object(depth);
        case 1:
            return random_list(depth);
        case 2:
            return json_text(random_text());
        case 3:
            return random_number();
        default:
            return one_of<std::string>({"null", "true", "false"});
    }
}

// With the length of a network in half of the cases; that of a single address is not printed.
std::string with_network(const std::string& address, long long bits) {
    return between(0, 1) == 0 ? address : address + "/" + std::to_string(between(0, bits - 1));
}

std::string random_groups(long long count) {
    std::string text;
    for (; count > 0; --count) {
        char group[8];
        std::snprintf(group, sizeof group, "%llx", static_cast<unsigned long long>(between(1, 0xffff)));
        text += (text.empty() ? "" : ":") + std::string(group);
    }
    return text;
}

std::string random_address() {
    if (between(0, 1) == 0) {
        std::string text = std::to_string(between(0, 255));
        for (int i = 0; i < 3; ++i)
            text += "." + std::to_string(between(0, 255));
        return with_network(text, 32);
    }
    if (between(0, 1) == 0) return with_network(random_groups(8), 128);
    const long long before = between(1, 3);
    return with_network(random_groups(before) + "::" + random_groups(between(0, 6 - before)), 128);
}

}  // namespace

std::mt19937_64& random_bits() {
    static std::mt19937_64 bits(random_seed);
    return bits;
}

long long between(long long low, long long high) {
    return std::uniform_int_distribution<long long>(low, high)(random_bits());
}

std::vector<std::string> texts() {
    std::vector<std::string> list = {"", " ", "NULL", "null", "'", "\\x00", ":p1", std::string(100'000, 'x')};
    for (int i = 0; i < random_values; ++i)
        list.push_back(random_text());
    return list;
}

std::vector<Decimal> decimals() {
    std::vector<Decimal> list = {{"0"},
                                 {"-0.10"},
                                 {"12345678901234567890.123456789012345678901234567890"},
                                 {"NaN"},
                                 {"Infinity"},
                                 {"-Infinity"},
                                 {std::string(131'072, '9')},
                                 {"0." + std::string(16'382, '0') + "1"}};
    for (int i = 0; i < random_values; ++i)
        list.push_back({random_number()});
    return list;
}

std::vector<Inet> addresses() {
    std::vector<Inet> list = {{"0.0.0.0"}, {"255.255.255.255"}, {"10.0.0.0/8"},
                              {"::"},      {"2001:db8::1/64"},  {"::ffff:1.2.3.4"}};
    for (int i = 0; i < random_values; ++i)
        list.push_back({random_address()});
    return list;
}

std::vector<Json> documents() {
    std::vector<Json> list = {{"null"}, {R"({"a": [1, null, "x:y"], "b": 1.50})"}, {"[]"}, {"{}"}, {"\"\\\\\""}};
    for (int i = 0; i < random_values; ++i)
        list.push_back({random_document(4)});
    return list;
}

std::vector<Bytes> byte_strings() {
    std::vector<Bytes> list = {{""}, {std::string(1, '\0')}, {std::string("a\0b\xff", 4)}, {""}};
    for (int byte = 0; byte < 256; ++byte)
        list.back().data += static_cast<char>(byte);
    for (int i = 0; i < random_values; ++i) {
        list.emplace_back();
        for (long long left = between(0, 200); left > 0; --left)
            list.back().data += static_cast<char>(between(0, 255));
    }
    return list;
}

std::vector<Uuid> uuids() {
    std::vector<Uuid> list(2);
    list[1].bytes.fill(0xff);
    for (int i = 0; i < random_values; ++i) {
        list.emplace_back();
        for (unsigned char& byte : list.back().bytes)
            byte = static_cast<unsigned char>(random_bits()());
    }
    return list;
}

std::vector<Date> dates() {
    std::vector<Date> list = {{0},
                              {-1},
                              Date::infinity(),
                              Date::minus_infinity(),
                              {first_day},
                              {2'145'031'948},
                              Date::of(0, 2, 29),
                              Date::of(1, 1, 1),
                              Date::of(2000, 2, 29)};
    for (int i = 0; i < random_values; ++i)
        list.push_back({static_cast<int>(between(first_day, 2'145'031'948))});
    return list;
}

std::vector<TimeOfDay> times() {
    std::vector<TimeOfDay> list = {{0}, {1}, {microseconds_a_day - 1}, {microseconds_a_day}};
    for (int i = 0; i < random_values; ++i)
        list.push_back({between(0, microseconds_a_day)});
    return list;
}

std::vector<Timestamp> moments() {
    std::vector<Timestamp> list = {{0},
                                   {1},
                                   {-1},
                                   Timestamp::infinity(),
                                   Timestamp::minus_infinity(),
                                   {first_day * microseconds_a_day},
                                   {9'223'371'331'199'999'999},
                                   Timestamp::from_unix_seconds(0)};
    for (int i = 0; i < random_values; ++i)
        list.push_back({between(first_day * microseconds_a_day, 9'223'371'331'199'999'999)});
    return list;
}

std::vector<Interval> intervals() {
    constexpr int most = std::numeric_limits<int>::max();
    std::vector<Interval> list = {{},
                                  {1, 1, 1},
                                  {-1, 1, -1},
                                  {13, -31, -3'600'000'000},
                                  {most, most, std::numeric_limits<long long>::max()},
                                  {-most, -most, -std::numeric_limits<long long>::max()}};
    for (int i = 0; i < random_values; ++i)
        list.push_back({static_cast<int>(between(-most, most)), static_cast<int>(between(-most, most)),
                        static_cast<long long>(random_bits()() >> 1) * (i % 2 == 0 ? 1 : -1)});
    return list;
}

}  // namespace types
