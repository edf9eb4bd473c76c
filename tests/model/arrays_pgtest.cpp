// Arrays of every type of element, through SOCI and PostgreSQL and back, with NULLs and with what looks like syntax.
#include "tests/model/cells.hpp"

using namespace migrator;
using namespace migrator::model;
using namespace types;

namespace {

template <class T>
using Nullable = std::vector<std::optional<T>>;

// None, only NULLs, each value, and all of them with NULLs between.
template <class T>
std::vector<Nullable<T>> arrays_of(const std::vector<T>& elements) {
    std::vector<Nullable<T>> arrays = {{}, {std::nullopt}, {std::nullopt, std::nullopt}};
    Nullable<T> mixed;
    for (const T& element : elements) {
        arrays.push_back({element});
        mixed.emplace_back(element);
        if (between(0, 3) == 0) mixed.emplace_back();
    }
    arrays.push_back(mixed);
    return arrays;
}

template <class T>
std::string printed(const std::vector<T>& values) {
    std::string text;
    for (const T& value : values)
        text += Mapping<T>::print(value) + "\n";
    return text;
}

// What PostgreSQL counts: "65 of them 13".
template <class T>
std::vector<std::string> counts(const std::vector<Nullable<T>>& arrays) {
    std::vector<std::string> counts;
    for (const Nullable<T>& array : arrays)
        counts.push_back(std::to_string(array.size()) + " of them " +
                         std::to_string(std::count(array.begin(), array.end(), std::nullopt)));
    return counts;
}

// Equal arrays come back, whether their elements may be NULL or not; the database has as many elements and NULLs.
// The text of an element is exact, and has but one NaN: the tests of single values hold that.
template <class T>
void check_arrays(Cells& cells, const std::vector<T>& elements, const std::string& type = type_of<std::vector<T>>()) {
    INFO("seed " << random_seed << ", " << type);
    const auto arrays = arrays_of(elements);
    CHECK(printed(cells.round_trip(arrays, type)) == printed(arrays));
    CHECK(cells.stored("cardinality(value) || ' of them ' || "
                       "(SELECT count(*) FROM unnest(value) AS element WHERE element IS NULL)") == counts(arrays));
    const std::vector<std::vector<T>> without_null = {{}, elements, {elements.rbegin(), elements.rend()}};
    CHECK(printed(cells.round_trip(without_null, type)) == printed(without_null));
    if constexpr (requires(const T& a) { a == a; } && !std::is_floating_point_v<T>)
        CHECK(cells.round_trip(without_null, type) == without_null);
}

}  // namespace

TEST_CASE("arrays of integers, booleans and floating-point numbers") {
    Cells cells;
    check_arrays<bool>(cells, {true, false, true});
    check_arrays(cells, extremes_and_random<short>());
    check_arrays(cells, extremes_and_random<int>());
    check_arrays(cells, extremes_and_random<long>());
    check_arrays(cells, extremes_and_random<long long>());
    check_arrays(cells, floats<float, std::uint32_t>());
    check_arrays(cells, floats<double, std::uint64_t>());
}

TEST_CASE("arrays of exact decimals") {
    Cells cells;
    check_arrays(cells, decimals());
    check_arrays<Decimal>(cells, {{"9999999999.99"}, {"-0.10"}, {"NaN"}}, "numeric(12,2)[]");
}

TEST_CASE("arrays of texts that look like the syntax of arrays") {
    Cells cells;
    std::vector<std::string> odd = texts();
    for (const char* text :
         {"NULL", "null", "{}", "{a,b}", "a,b", "\"", "\\", "\\\"", " a ", "\n", "(1,2)", "[0:1]={}"})
        odd.emplace_back(text);
    check_arrays(cells, odd);
    check_arrays(cells, odd, "varchar[]");
    check_arrays(cells, odd, "varchar(100000)[]");
    check_arrays<std::string>(cells, {"     ", "ab   ", "a\"b\\c", "{,}' ", "NULL "}, "character(5)[]");
}

TEST_CASE("arrays of enums, documents, bytes, UUIDs and addresses") {
    Cells cells;
    check_arrays<Weather>(cells, {Weather::odd, Weather::sunny, Weather::rainy, Weather::odd});
    check_arrays(cells, documents());
    check_arrays<Json>(cells, {{" [1 , 2]"}, {R"({"b": 1, "a": "A:x", "b": 2})"}, {"null"}}, "json[]");
    check_arrays(cells, byte_strings());
    check_arrays(cells, uuids());
    check_arrays(cells, addresses());
}

TEST_CASE("arrays of dates, times and intervals") {
    Cells cells;
    check_arrays(cells, dates());
    check_arrays(cells, times());
    check_arrays(cells, moments());
    check_arrays(cells, moments(), "timestamp[]");
    check_arrays(cells, intervals());
}
