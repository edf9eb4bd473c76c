// How a member that is a std::vector is stored: as an array of PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migrator/model/array_text.hpp"
#include "migrator/model/mapping.hpp"

namespace migrator::model {

namespace detail {

template <class T>
inline constexpr bool is_array = false;
template <class T>
inline constexpr bool is_array<std::vector<T>> = true;

}  // namespace detail

/// A type whose values can be the elements of an array: any but an array, since arrays are of one dimension here.
template <class T>
concept ArrayElement = Mapped<T> && !detail::is_array<T>;

/// An array of elements that may not be NULL. Of one dimension; PostgreSQL's are not limited to it.
template <ArrayElement Element>
struct Mapping<std::vector<Element>> {
    static SqlType type() { return array_of(Mapping<Element>::type()); }
    static std::string print(const std::vector<Element>& values) {
        std::vector<std::optional<std::string>> texts;
        for (const Element& value : values)
            texts.push_back(Mapping<Element>::print(value));
        return print_array(texts);
    }
    static std::optional<std::vector<Element>> parse(std::string_view text) {
        const auto texts = parse_array(text);
        if (!texts) return {};
        std::vector<Element> values;
        for (const auto& element : *texts) {
            auto value = element ? Mapping<Element>::parse(*element) : std::nullopt;
            if (!value) return {};
            values.push_back(std::move(*value));
        }
        return values;
    }
};

/// An array of elements that may be NULL.
template <ArrayElement Element>
struct Mapping<std::vector<std::optional<Element>>> {
    using Values = std::vector<std::optional<Element>>;

    static SqlType type() { return array_of(Mapping<Element>::type()); }
    static std::string print(const Values& values) {
        std::vector<std::optional<std::string>> texts;
        for (const std::optional<Element>& value : values)
            texts.push_back(value ? std::optional<std::string>(Mapping<Element>::print(*value)) : std::nullopt);
        return print_array(texts);
    }
    static std::optional<Values> parse(std::string_view text) {
        const auto texts = parse_array(text);
        if (!texts) return {};
        Values values;
        for (const auto& element : *texts) {
            if (values.emplace_back(); !element) continue;
            values.back() = Mapping<Element>::parse(*element);
            if (!values.back()) return {};
        }
        return values;
    }
};

}  // namespace migrator::model
