// The labels of a C++ enum: how its values are spelled in a PostgreSQL enum or varchar column.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migrator/catalog/enum_type.hpp"

namespace migrator::model {

template <class Enum>
struct Label {
    Enum value;
    std::string_view text;
    std::string_view was = {};  ///< the label's name before, while a rename is on its way
};

/// To be specialised for each enum that is a member of a model, in the order of the labels in the database:
///     template <>
///     struct migrator::model::Labels<Outcome> {
///         static constexpr Label<Outcome> all[] = {{Outcome::victory, "VICTORY"}, {Outcome::defeat, "DEFEAT"}};
///     };
/// With `static ObjectName type() { return "outcome"; }` beside it, members are columns of this PostgreSQL enum;
/// without, they are varchar columns, whose values `ColumnBuilder::check_labels` restricts. The enum may have a
/// comment: `static constexpr std::string_view comment = "how a battle ended"`.
template <class Enum>
struct Labels;

template <class Enum>
concept Labelled = requires {
    Labels<Enum>::all;
};

/// An enum that says which PostgreSQL enum type it is.
template <class Enum>
concept NamedEnum = Labelled<Enum> && requires {
    Labels<Enum>::type();
};

/// The comment on the enum type; empty: none.
template <Labelled Enum>
constexpr std::string_view comment_of() {
    if constexpr (requires { Labels<Enum>::comment; })
        return Labels<Enum>::comment;
    else
        return {};
}

/// The label of `value`; empty for a value that has none.
template <Labelled Enum>
constexpr std::string_view label_of(Enum value) {
    for (const Label<Enum>& label : Labels<Enum>::all)
        if (label.value == value) return label.text;
    return {};
}

/// The value that is spelled `text`.
template <Labelled Enum>
constexpr std::optional<Enum> value_of_label(std::string_view text) {
    for (const Label<Enum>& label : Labels<Enum>::all)
        if (label.text == text) return label.value;
    return {};
}

/// Each value has one label, and each label one value.
template <Labelled Enum>
constexpr bool labels_are_distinct() {
    for (const Label<Enum>& label : Labels<Enum>::all)
        for (const Label<Enum>& other : Labels<Enum>::all)
            if (&label != &other && (label.text == other.text || label.value == other.value)) return false;
    return true;
}

/// PostgreSQL can hold the labels in an enum type.
template <Labelled Enum>
constexpr bool labels_are_short() {
    constexpr std::size_t longest = 63;
    for (const Label<Enum>& label : Labels<Enum>::all)
        if (label.text.size() > longest) return false;
    return true;
}

/// The PostgreSQL enum type of these labels.
template <Labelled Enum>
EnumType enum_type(ObjectName name) {
    std::vector<std::string> texts;
    for (const Label<Enum>& label : Labels<Enum>::all)
        texts.emplace_back(label.text);
    return {.name = std::move(name), .labels = std::move(texts), .comment = std::string(comment_of<Enum>())};
}

}  // namespace migrator::model
