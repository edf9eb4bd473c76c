// The text forms of numbers and booleans.
#include "migrator/model/mapping.hpp"

#include <charconv>
#include <cmath>

namespace migrator::model {

namespace {

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
    Number value{};
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, value);
    if (error != std::errc{} || end != last) return {};
    return value;
}

template <class Number>
std::string print_number(Number value) {
    // The sign of a NaN means nothing to PostgreSQL, which does not read "-nan".
    if (std::isnan(value)) return "NaN";
    char buffer[64];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
    return error == std::errc{} ? std::string(buffer, end) : std::string();
}

}  // namespace

std::optional<bool> Mapping<bool>::parse(std::string_view text) {
    // The cast boolean::text prints whole words, the type's own output function one letter.
    if (text == "t" || text == "true") return true;
    if (text == "f" || text == "false") return false;
    return {};
}

std::optional<short> Mapping<short>::parse(std::string_view text) {
    return parse_number<short>(text);
}

std::optional<int> Mapping<int>::parse(std::string_view text) {
    return parse_number<int>(text);
}

std::optional<long long> Mapping<long long>::parse(std::string_view text) {
    return parse_number<long long>(text);
}

std::optional<long> Mapping<long>::parse(std::string_view text) {
    return parse_number<long>(text);
}

std::string Mapping<float>::print(float value) {
    return print_number(value);
}

std::optional<float> Mapping<float>::parse(std::string_view text) {
    return parse_number<float>(text);
}

std::string Mapping<double>::print(double value) {
    return print_number(value);
}

std::optional<double> Mapping<double>::parse(std::string_view text) {
    return parse_number<double>(text);
}

}  // namespace migrator::model
