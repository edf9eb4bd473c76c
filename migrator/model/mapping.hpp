// How a member's C++ type is stored: its default column type, and its text form as PostgreSQL reads and prints it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "migrator/catalog/type.hpp"
#include "migrator/model/labels.hpp"
#include "migrator/model/timestamp.hpp"

namespace migrator::model {

/// A JSON document as text; the database checks that it is JSON. Maps to `json` and `jsonb`.
struct Json {
    std::string text = "null";

    bool operator==(const Json&) const = default;
};

/// Specialise to let members have a further type:
///     static SqlType type();                                            the column type when none is named
///     static std::string print(const T&);                               text that PostgreSQL reads as a value
///     static std::optional<T> parse(std::string_view);                  what PostgreSQL prints; not set: no such value
/// All values travel as text, since SOCI 4.0 cuts timestamps to seconds and turns numeric into double.
template <class T>
struct Mapping;

template <class T>
concept Mapped = requires(const T& value, std::string_view text) {
    Mapping<T>::type();
    Mapping<T>::print(value);
    Mapping<T>::parse(text);
};

template <>
struct Mapping<std::string> {
    static SqlType type() { return migrator::text(); }
    static std::string print(const std::string& value) { return value; }
    static std::optional<std::string> parse(std::string_view text) { return std::string(text); }
};

template <>
struct Mapping<bool> {
    static SqlType type() { return boolean(); }
    static std::string print(bool value) { return value ? "t" : "f"; }
    static std::optional<bool> parse(std::string_view text);
};

template <>
struct Mapping<int> {
    static SqlType type() { return integer(); }
    static std::string print(int value) { return std::to_string(value); }
    static std::optional<int> parse(std::string_view text);
};

template <>
struct Mapping<long long> {
    static SqlType type() { return bigint(); }
    static std::string print(long long value) { return std::to_string(value); }
    static std::optional<long long> parse(std::string_view text);
};

template <>
struct Mapping<double> {
    static SqlType type() { return double_precision(); }
    /// The shortest text that reads back as the same value.
    static std::string print(double value);
    static std::optional<double> parse(std::string_view text);
};

template <>
struct Mapping<Timestamp> {
    static SqlType type() { return timestamptz(); }
    static std::string print(Timestamp value) { return to_text(value); }
    static std::optional<Timestamp> parse(std::string_view text) { return parse_timestamp(text); }
};

template <>
struct Mapping<Json> {
    static SqlType type() { return jsonb(); }
    static std::string print(const Json& value) { return value.text; }
    static std::optional<Json> parse(std::string_view text) { return Json{std::string(text)}; }
};

/// An enum with labels; name the column's type where it is a PostgreSQL enum.
template <Labelled Enum>
struct Mapping<Enum> {
    static SqlType type() { return varchar(); }
    static std::string print(Enum value) { return std::string(label_of(value)); }
    static std::optional<Enum> parse(std::string_view text) { return value_of_label<Enum>(text); }
};

}  // namespace migrator::model
