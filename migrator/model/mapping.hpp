// How a member's C++ type is stored: its default column type, and its text form as PostgreSQL reads and prints it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "migrator/catalog/type.hpp"
#include "migrator/model/calendar.hpp"
#include "migrator/model/labels.hpp"
#include "migrator/model/timestamp.hpp"
#include "migrator/model/values.hpp"

namespace migrator::model {

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
struct Mapping<short> {
    static SqlType type() { return smallint(); }
    static std::string print(short value) { return std::to_string(value); }
    static std::optional<short> parse(std::string_view text);
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

/// std::int64_t on Linux.
template <>
struct Mapping<long> {
    static SqlType type() { return bigint(); }
    static std::string print(long value) { return std::to_string(value); }
    static std::optional<long> parse(std::string_view text);
};

template <>
struct Mapping<float> {
    static SqlType type() { return real(); }
    /// The shortest text that reads back as the same value.
    static std::string print(float value);
    static std::optional<float> parse(std::string_view text);
};

template <>
struct Mapping<double> {
    static SqlType type() { return double_precision(); }
    /// The shortest text that reads back as the same value.
    static std::string print(double value);
    static std::optional<double> parse(std::string_view text);
};

template <>
struct Mapping<Decimal> {
    static SqlType type() { return numeric(); }
    static std::string print(const Decimal& value) { return value.text; }
    static std::optional<Decimal> parse(std::string_view text) { return Decimal{std::string(text)}; }
};

template <>
struct Mapping<Uuid> {
    static SqlType type() { return uuid(); }
    static std::string print(const Uuid& value) { return to_text(value); }
    static std::optional<Uuid> parse(std::string_view text) { return parse_uuid(text); }
};

template <>
struct Mapping<Bytes> {
    static SqlType type() { return bytea(); }
    static std::string print(const Bytes& value) { return to_text(value); }
    static std::optional<Bytes> parse(std::string_view text) { return parse_bytes(text); }
};

template <>
struct Mapping<Inet> {
    static SqlType type() { return inet(); }
    static std::string print(const Inet& value) { return value.text; }
    static std::optional<Inet> parse(std::string_view text) { return parse_inet(text); }
};

template <>
struct Mapping<Date> {
    static SqlType type() { return date(); }
    static std::string print(Date value) { return to_text(value); }
    static std::optional<Date> parse(std::string_view text) { return parse_date(text); }
};

template <>
struct Mapping<TimeOfDay> {
    static SqlType type() { return time_of_day(); }
    static std::string print(TimeOfDay value) { return to_text(value); }
    static std::optional<TimeOfDay> parse(std::string_view text) { return parse_time_of_day(text); }
};

template <>
struct Mapping<Interval> {
    static SqlType type() { return interval(); }
    static std::string print(const Interval& value) { return to_text(value); }
    static std::optional<Interval> parse(std::string_view text) { return parse_interval(text); }
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

/// An enum with labels.
template <Labelled Enum>
struct Mapping<Enum> {
    static SqlType type() {
        if constexpr (NamedEnum<Enum>)
            return named_type(Labels<Enum>::type());
        else
            return varchar();
    }
    static std::string print(Enum value) { return std::string(label_of(value)); }
    static std::optional<Enum> parse(std::string_view text) { return value_of_label<Enum>(text); }
};

}  // namespace migrator::model
