// Every type of a member, at its extremes and at random, bit for bit through SOCI and PostgreSQL and back.
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>
#include <random>

#include "migrator/model/rows.hpp"
#include "migrator/testing/test_database.hpp"

using namespace migrator;
using namespace migrator::model;

namespace types {

/// One value of a type, or NULL.
template <class T>
struct Cell {
    int id = 0;
    std::optional<T> value = {};
};

template <class T>
void describe(TableBuilder<Cell<T>>& table) {
    table.name("cells");
    table.template column<&Cell<T>::id>().primary_key();
    table.template column<&Cell<T>::value>();
}

struct Code {
    std::string id = {};
};

inline void describe(TableBuilder<Code>& table) {
    table.name("codes");
    table.column<&Code::id>(character(5)).primary_key();
}

enum class Weather { sunny, rainy, odd };

/// A type of the test's own, as pgvector's vector(n) is one: a domain in the database, a list of numbers here.
template <std::size_t Dimensions>
struct Vector {
    std::array<float, Dimensions> numbers = {};

    bool operator==(const Vector&) const = default;
};

}  // namespace types

template <>
struct migrator::model::Labels<types::Weather> {
    static ObjectName type() { return "weather"; }
    static constexpr Label<types::Weather> all[] = {
        {types::Weather::sunny, "SUNNY"}, {types::Weather::rainy, "RAINY"}, {types::Weather::odd, "it's \"odd\", \\"}};
};

template <std::size_t Dimensions>
struct migrator::model::Mapping<types::Vector<Dimensions>> {
    using Vector = types::Vector<Dimensions>;

    static SqlType type() { return named_type("vector_" + std::to_string(Dimensions)); }
    static std::string print(const Vector& value) {
        return Mapping<std::vector<float>>::print({value.numbers.begin(), value.numbers.end()});
    }
    static std::optional<Vector> parse(std::string_view text) {
        const auto numbers = Mapping<std::vector<float>>::parse(text);
        if (!numbers || numbers->size() != Dimensions) return {};
        Vector vector;
        std::copy(numbers->begin(), numbers->end(), vector.numbers.begin());
        return vector;
    }
};

namespace {

using types::Cell;
using types::Weather;

// The bytes of a number, most significant first: what PostgreSQL's send functions give.
template <class Number>
std::string hex_of(Number number) {
    std::array<unsigned char, sizeof number> bytes;
    std::memcpy(bytes.data(), &number, sizeof number);
    std::string hex;
    for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte) {
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02x", *byte);
        hex += digits;
    }
    return hex;
}

// A database with the types of the test, and a session of it.
class Cells {
 public:
    Cells() : session_(soci::postgresql, database_.url()) {
        session_ << "SET TimeZone = 'UTC'";
        session_ << "CREATE TYPE weather AS ENUM ('SUNNY', 'RAINY', 'it''s \"odd\", \\')";
        session_ << "CREATE DOMAIN vector_3 AS real[] CHECK (cardinality(VALUE) = 3)";
    }

    // Writes NULL and the values, and reads them again. `type` is SQL.
    template <class T>
    std::vector<T> round_trip(const std::string& type, const std::vector<T>& values) {
        session_ << "DROP TABLE IF EXISTS cells";
        session_ << "CREATE TABLE cells (id integer PRIMARY KEY, value " + type + ")";
        REQUIRE(insert(session_, Cell<T>{0, {}}).has_value());
        for (std::size_t i = 0; i < values.size(); ++i) {
            INFO(type << ": " << Mapping<T>::print(values[i]));
            const auto inserted = insert(session_, Cell<T>{static_cast<int>(i) + 1, values[i]});
            INFO((inserted.has_value() ? "" : full_text(inserted.assume_error())));
            REQUIRE(inserted.has_value());
        }
        auto rows = select<Cell<T>>(session_, Selection<Cell<T>>().template order_by<&Cell<T>::id>());
        INFO((rows.has_value() ? "" : full_text(rows.assume_error())));
        REQUIRE(rows.has_value());
        std::vector<T> read;
        for (const Cell<T>& cell : rows.assume_value())
            if (cell.value) read.push_back(*cell.value);
        REQUIRE(rows.assume_value().size() == values.size() + 1);
        CHECK_FALSE(rows.assume_value().front().value.has_value());
        return read;
    }

    // What the database holds after a round trip, by an expression of `value`.
    std::vector<std::string> stored(const std::string& expression) {
        soci::rowset<std::string> texts =
            (session_.prepare << "SELECT (" + expression + ")::text FROM cells WHERE id > 0 ORDER BY id");
        return {texts.begin(), texts.end()};
    }

 private:
    testing::TestDatabase database_;
    soci::session session_;
};

// Equal values come back, and the database's own binary form of each is `hex` of the C++ value.
template <class T>
void check_bits(Cells& cells, const std::string& type, const std::vector<T>& values, const std::string& send,
                const std::function<std::string(const T&)>& hex) {
    INFO(type);
    const std::vector<T> read = cells.round_trip(type, values);
    const std::vector<std::string> stored = cells.stored("encode(" + send + "(value), 'hex')");
    REQUIRE(read.size() == values.size());
    REQUIRE(stored.size() == values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        INFO(Mapping<T>::print(values[i]));
        CHECK(hex(read[i]) == hex(values[i]));
        CHECK(stored[i] == hex(values[i]));
    }
}

// Equal values come back, and the database holds the same text.
template <class T>
void check_texts(Cells& cells, const std::string& type, const std::vector<T>& values) {
    INFO(type);
    CHECK(cells.round_trip(type, values) == values);
    std::vector<std::string> texts;
    for (const T& value : values)
        texts.push_back(Mapping<T>::print(value));
    // By the type's own output function; a cast to text is not the same for every type.
    CHECK(cells.stored("format('%s', value)") == texts);
}

std::mt19937_64& random_bits() {
    static std::mt19937_64 bits(20'250'708);
    return bits;
}

constexpr int random_values = 60;

template <class Number>
std::vector<Number> extremes_and_random() {
    std::vector<Number> numbers = {0, 1, static_cast<Number>(-1), std::numeric_limits<Number>::min(),
                                   std::numeric_limits<Number>::max()};
    for (int i = 0; i < random_values; ++i)
        numbers.push_back(static_cast<Number>(random_bits()()));
    return numbers;
}

// Any bits that are a number or an infinity, and one NaN.
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

long long between(long long low, long long high) {
    return std::uniform_int_distribution<long long>(low, high)(random_bits());
}

std::string random_text(const std::vector<std::string>& characters) {
    std::string text;
    for (long long left = between(0, 40); left > 0; --left)
        text += characters[static_cast<std::size_t>(between(0, static_cast<long long>(characters.size()) - 1))];
    return text;
}

std::vector<std::string> texts() {
    const std::vector<std::string> characters = {"a",  " ",  "'", "\"", "\\", ":x", "::", "{",    "}",    ",",  "NULL",
                                                 "\n", "\t", "%", "$1", "日", "é",  "😀",  "\x01", "\x7f", "--", "/*"};
    std::vector<std::string> list = {"", " ", "NULL", "null", "'", "\\x00", ":p1", std::string(100'000, 'x')};
    for (int i = 0; i < random_values; ++i)
        list.push_back(random_text(characters));
    return list;
}

constexpr long long first_day = -2'451'545;  // 4714-11-24 BC, Julian day 0
constexpr long long microseconds_a_day = 86'400'000'000;

}  // namespace

TEST_CASE("integers and booleans of every width") {
    Cells cells;
    check_bits<bool>(cells, "boolean", {true, false}, "boolsend", [](bool b) { return b ? "01" : "00"; });
    check_bits<short>(cells, "smallint", extremes_and_random<short>(), "int2send", hex_of<short>);
    check_bits<int>(cells, "integer", extremes_and_random<int>(), "int4send", hex_of<int>);
    check_bits<long>(cells, "bigint", extremes_and_random<long>(), "int8send", hex_of<long>);
    check_bits<long long>(cells, "bigint", extremes_and_random<long long>(), "int8send", hex_of<long long>);
}

TEST_CASE("floating-point numbers, with their infinities, negative zero and NaN") {
    Cells cells;
    check_bits<float>(cells, "real", floats<float, std::uint32_t>(), "float4send", hex_of<float>);
    check_bits<double>(cells, "double precision", floats<double, std::uint64_t>(), "float8send", hex_of<double>);
}

TEST_CASE("exact decimals keep every digit") {
    Cells cells;
    check_texts<Decimal>(cells, "numeric",
                         {{"0"},
                          {"-0.10"},
                          {"12345678901234567890.123456789012345678901234567890"},
                          {std::string(131'072, '9')},
                          {"0." + std::string(16'382, '0') + "1"},
                          {"NaN"},
                          {"Infinity"},
                          {"-Infinity"}});
    check_texts<Decimal>(cells, "numeric(12,2)", {{"9999999999.99"}, {"-9999999999.99"}, {"0.10"}});
}

TEST_CASE("texts of any characters") {
    Cells cells;
    check_texts<std::string>(cells, "text", texts());
    check_texts<std::string>(cells, "varchar(100000)", texts());
    check_texts<Json>(cells, "json", {{"null"}, {" [1 , 2]"}, {R"({"b": 1, "a": "\u0041:x", "b": 2})"}, {"\"\\\\\""}});
    check_texts<Json>(cells, "jsonb", {{"null"}, {R"({"a": [1, null, "x:y"], "b": 1.50})"}, {"[]"}});
    check_texts<Inet>(
        cells, "inet",
        {{"0.0.0.0"}, {"255.255.255.255"}, {"10.0.0.0/8"}, {"::"}, {"2001:db8::1/64"}, {"::ffff:1.2.3.4"}});
    check_texts<Weather>(cells, "weather", {Weather::sunny, Weather::rainy, Weather::odd});
}

TEST_CASE("char(n) keeps the blanks that fill it up") {
    const testing::TestDatabase database;
    soci::session session(soci::postgresql, database.url());
    session << "CREATE TABLE codes (id character(5) PRIMARY KEY)";
    for (const char* id : {"     ", "ab   ", "abcde"}) {
        REQUIRE(insert(session, types::Code{id}).has_value());
        CHECK(select_first(session, Selection<types::Code>().where<&types::Code::id>(id)).value()->id == id);
    }
}

TEST_CASE("bytes of any kind, zero ones too") {
    Cells cells;
    std::vector<Bytes> values = {{""}, {std::string(1, '\0')}, {std::string("a\0b\xff", 4)}};
    std::string all;
    for (int byte = 0; byte < 256; ++byte)
        all += static_cast<char>(byte);
    values.push_back({all});
    check_bits<Bytes>(cells, "bytea", values, "", [](const Bytes& bytes) { return to_text(bytes).substr(2); });
}

TEST_CASE("UUIDs") {
    Cells cells;
    std::vector<Uuid> values(2);
    values[1].bytes.fill(0xff);
    for (int i = 0; i < random_values; ++i) {
        values.emplace_back();
        for (unsigned char& byte : values.back().bytes)
            byte = static_cast<unsigned char>(random_bits()());
    }
    check_bits<Uuid>(cells, "uuid", values, "uuid_send", [](const Uuid& uuid) {
        std::string hex = to_text(uuid);
        std::erase(hex, '-');
        return hex;
    });
}

TEST_CASE("dates and times over PostgreSQL's whole calendar") {
    Cells cells;
    std::vector<Date> dates = {{0},
                               {-1},
                               Date::infinity(),
                               Date::minus_infinity(),
                               {first_day},
                               {2'145'031'948},
                               Date::of(0, 2, 29),
                               Date::of(1, 1, 1),
                               Date::of(2000, 2, 29)};
    std::vector<TimeOfDay> times = {{0}, {1}, {microseconds_a_day - 1}, {microseconds_a_day}};
    std::vector<Timestamp> moments = {{0},
                                      {1},
                                      {-1},
                                      Timestamp::infinity(),
                                      Timestamp::minus_infinity(),
                                      {first_day * microseconds_a_day},
                                      {9'223'371'331'199'999'999},
                                      Timestamp::from_unix_seconds(0)};
    for (int i = 0; i < random_values; ++i) {
        dates.push_back({static_cast<int>(between(first_day, 2'145'031'948))});
        times.push_back({between(0, microseconds_a_day)});
        moments.push_back({between(first_day * microseconds_a_day, 9'223'371'331'199'999'999)});
    }
    check_bits<Date>(cells, "date", dates, "date_send", [](Date date) { return hex_of(date.days); });
    check_bits<TimeOfDay>(cells, "time", times, "time_send", [](TimeOfDay time) { return hex_of(time.microseconds); });
    const auto hex = [](Timestamp moment) { return hex_of(moment.microseconds); };
    check_bits<Timestamp>(cells, "timestamptz", moments, "timestamptz_send", hex);
    check_bits<Timestamp>(cells, "timestamp", moments, "timestamp_send", hex);
}

TEST_CASE("intervals keep months, days and microseconds apart") {
    Cells cells;
    constexpr int most = std::numeric_limits<int>::max();
    std::vector<Interval> values = {{},
                                    {1, 1, 1},
                                    {-1, 1, -1},
                                    {13, -31, -3'600'000'000},
                                    {most, most, std::numeric_limits<long long>::max()},
                                    {-most, -most, -std::numeric_limits<long long>::max()}};
    for (int i = 0; i < random_values; ++i)
        values.push_back({static_cast<int>(between(-most, most)), static_cast<int>(between(-most, most)),
                          static_cast<long long>(random_bits()() >> 1) * (i % 2 == 0 ? 1 : -1)});
    check_bits<Interval>(cells, "interval", values, "interval_send", [](const Interval& interval) {
        return hex_of(interval.microseconds) + hex_of(interval.days) + hex_of(interval.months);
    });
}

TEST_CASE("arrays, with NULLs and with elements that look like their syntax") {
    Cells cells;
    using Texts = std::vector<std::optional<std::string>>;
    Texts odd;
    for (const std::string& text : texts())
        odd.emplace_back(text);
    odd.emplace_back();
    const std::vector<Texts> arrays = {{}, {std::nullopt}, {"NULL"}, {"a", std::nullopt, "{b,c}"}, odd};
    CHECK(cells.round_trip<Texts>("text[]", arrays) == arrays);
    const std::vector<std::vector<int>> numbers = {{}, extremes_and_random<int>()};
    CHECK(cells.round_trip<std::vector<int>>("integer[]", numbers) == numbers);
    const std::vector<std::vector<bool>> flags = {{true, false, true}};
    CHECK(cells.round_trip<std::vector<bool>>("boolean[]", flags) == flags);
    const std::vector<std::vector<Bytes>> bytes = {{{std::string("\0\\\"", 3)}, {""}}};
    CHECK(cells.round_trip<std::vector<Bytes>>("bytea[]", bytes) == bytes);
    const std::vector<std::vector<Timestamp>> moments = {
        {{0}, Timestamp::infinity(), {first_day * microseconds_a_day}}};
    CHECK(cells.round_trip<std::vector<Timestamp>>("timestamptz[]", moments) == moments);
    const std::vector<std::vector<Weather>> weathers = {{Weather::odd, Weather::sunny}};
    CHECK(cells.round_trip<std::vector<Weather>>("weather[]", weathers) == weathers);
    const std::vector<std::vector<Json>> documents = {{{R"({"a": "b,\"c"})"}}};
    CHECK(cells.round_trip<std::vector<Json>>("jsonb[]", documents) == documents);
}

TEST_CASE("a type of the program's own needs one specialisation") {
    using Vector = types::Vector<3>;
    CHECK(Mapping<Vector>::type() == named_type("vector_3"));
    Cells cells;
    const std::vector<Vector> vectors = {{}, {{0.1F, -1e30F, std::numeric_limits<float>::denorm_min()}}};
    CHECK(cells.round_trip<Vector>("vector_3", vectors) == vectors);
}

TEST_CASE("a value that a member cannot hold is an error that names the column, never another value") {
    CHECK_FALSE(Mapping<short>::parse("32768").has_value());
    CHECK_FALSE(Mapping<float>::parse("1e400").has_value());
    CHECK_FALSE(parse_uuid("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1g").has_value());
    CHECK_FALSE(parse_bytes("\\x0").has_value());
    CHECK_FALSE(parse_bytes("abc").has_value());
    CHECK_FALSE(parse_date("2025-02-30x").has_value());
    CHECK_FALSE(parse_time_of_day("24:00:01").has_value());
    CHECK_FALSE(parse_interval("P1Y").has_value());
    CHECK_FALSE(parse_interval("").has_value());
    for (const char* bad : {"", "{", "}", "{a", "{a,}", "{{1},{2}}", "[0:1]={1,2}", "{\"a}", "{a}b"}) {
        INFO(bad);
        CHECK_FALSE(parse_array(bad).has_value());
    }
    CHECK_FALSE(Mapping<std::vector<int>>::parse("{1,NULL}").has_value());
}
