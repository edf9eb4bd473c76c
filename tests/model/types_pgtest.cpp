// Every type of a member, at its extremes and at random, bit for bit through SOCI and PostgreSQL and back. Columns have
// the type that the member's type stands for, unless another is named.
#include "tests/model/cells.hpp"

using namespace migrator;
using namespace migrator::model;
using namespace types;

namespace types {

struct Code {
    std::string id = {};
};

inline void describe(TableBuilder<Code>& table) {
    table.name("codes");
    table.column<&Code::id>(character(5)).primary_key();
}

/// A type of the test's own, as pgvector's vector(n) is one: a domain in the database, a list of numbers here.
template <std::size_t Dimensions>
struct Vector {
    std::array<float, Dimensions> numbers = {};

    bool operator==(const Vector&) const = default;
};

}  // namespace types

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

TEST_CASE("integers and booleans of every width") {
    Cells cells;
    check_bits<bool>(cells, {true, false}, "boolsend", [](bool b) { return b ? "01" : "00"; });
    check_bits<short>(cells, extremes_and_random<short>(), "int2send", hex_of<short>);
    check_bits<int>(cells, extremes_and_random<int>(), "int4send", hex_of<int>);
    check_bits<long>(cells, extremes_and_random<long>(), "int8send", hex_of<long>);
    check_bits<long long>(cells, extremes_and_random<long long>(), "int8send", hex_of<long long>);
}

TEST_CASE("floating-point numbers, with their infinities, negative zero and NaN") {
    Cells cells;
    check_bits<float>(cells, floats<float, std::uint32_t>(), "float4send", hex_of<float>);
    check_bits<double>(cells, floats<double, std::uint64_t>(), "float8send", hex_of<double>);
}

TEST_CASE("every NaN is stored and read as the one that PostgreSQL prints") {
    Cells cells;
    std::vector<float> singles;
    for (const std::uint32_t bits : {0x7fc00001U, 0xffc00000U, 0x7fffffffU, 0xff800001U})
        std::memcpy(&singles.emplace_back(), &bits, sizeof bits);
    for (const float number : cells.round_trip(singles))
        CHECK(hex_of(number) == "7fc00000");
    CHECK(cells.stored("encode(float4send(value), 'hex')") == std::vector<std::string>(4, "7fc00000"));
    std::vector<double> doubles;
    for (const std::uint64_t bits :
         {0x7ff8000000000001U, 0xfff8000000000000U, 0x7fffffffffffffffU, 0xfff0000000000001U})
        std::memcpy(&doubles.emplace_back(), &bits, sizeof bits);
    for (const double number : cells.round_trip(doubles))
        CHECK(hex_of(number) == "7ff8000000000000");
    CHECK(cells.stored("encode(float8send(value), 'hex')") == std::vector<std::string>(4, "7ff8000000000000"));
}

TEST_CASE("exact decimals keep every digit") {
    Cells cells;
    check_texts(cells, decimals());
    check_texts<Decimal>(cells, {{"9999999999.99"}, {"-9999999999.99"}, {"0.10"}}, "numeric(12,2)");
}

TEST_CASE("texts of any characters") {
    Cells cells;
    check_texts(cells, texts());
    check_texts(cells, texts(), "varchar(100000)");
    check_texts(cells, documents());
    check_texts(cells, documents(), "json");
    check_texts<Json>(cells, {{" [1 , 2]"}, {R"({"b": 1, "a": "\u0041:x", "b": 2})"}}, "json");
    check_texts(cells, addresses());
    check_texts<Weather>(cells, {Weather::sunny, Weather::rainy, Weather::odd});
}

TEST_CASE("bytes of any kind, zero ones too") {
    Cells cells;
    check_bits<Bytes>(cells, byte_strings(), "", [](const Bytes& bytes) { return to_text(bytes).substr(2); });
}

TEST_CASE("UUIDs") {
    Cells cells;
    check_bits<Uuid>(cells, uuids(), "uuid_send", [](const Uuid& uuid) {
        std::string hex = to_text(uuid);
        std::erase(hex, '-');
        return hex;
    });
}

TEST_CASE("dates and times over PostgreSQL's whole calendar") {
    Cells cells;
    check_bits<Date>(cells, dates(), "date_send", [](Date date) { return hex_of(date.days); });
    check_bits<TimeOfDay>(cells, times(), "time_send", [](TimeOfDay time) { return hex_of(time.microseconds); });
    const auto hex = [](Timestamp moment) { return hex_of(moment.microseconds); };
    check_bits<Timestamp>(cells, moments(), "timestamptz_send", hex);
    check_bits<Timestamp>(cells, moments(), "timestamp_send", hex, "timestamp");
}

TEST_CASE("intervals keep months, days and microseconds apart") {
    Cells cells;
    check_bits<Interval>(cells, intervals(), "interval_send", [](const Interval& interval) {
        return hex_of(interval.microseconds) + hex_of(interval.days) + hex_of(interval.months);
    });
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

TEST_CASE("a type of the program's own needs one specialisation") {
    using Vector = types::Vector<3>;
    CHECK(Mapping<Vector>::type() == named_type("vector_3"));
    Cells cells;
    const std::vector<Vector> vectors = {{}, {{0.1F, -1e30F, std::numeric_limits<float>::denorm_min()}}};
    CHECK(cells.round_trip(vectors) == vectors);
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
