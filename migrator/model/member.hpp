// What follows from a pointer to a member: its types, and how its value is read and written as text.
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "migrator/model/array_mapping.hpp"
#include "migrator/model/description.hpp"
#include "migrator/model/labels.hpp"
#include "migrator/model/mapping.hpp"

namespace migrator::model {

namespace detail {

template <class Pointer>
struct MemberPointer;
template <class Struct, class Member>
struct MemberPointer<Member Struct::*> {
    using struct_type = Struct;
    using member_type = Member;
};

template <class T>
struct Optional {
    using value_type = T;
    static constexpr bool is_optional = false;
};
template <class T>
struct Optional<std::optional<T>> {
    using value_type = T;
    static constexpr bool is_optional = true;
};

template <auto Member>
using struct_of = typename MemberPointer<decltype(Member)>::struct_type;
template <auto Member>
using member_of = typename MemberPointer<decltype(Member)>::member_type;
/// The member's type, without the optional around it.
template <auto Member>
using value_of = typename Optional<member_of<Member>>::value_type;

// The enum of a member that is one, or of the elements of an array.
template <class T>
struct EnumOf {
    using type = T;
};
template <class T>
struct EnumOf<std::vector<T>> {
    using type = typename Optional<T>::value_type;
};

template <class Enum>
std::vector<LabelText> label_texts() {
    std::vector<LabelText> texts;
    for (const Label<Enum>& label : Labels<Enum>::all)
        texts.push_back({label.text, label.was});
    return texts;
}

using LabelList = std::vector<LabelText> (*)();

/// The list of labels of a member's type; null when it is no enum.
template <class Value>
constexpr LabelList labels_of_type() {
    using Enum = typename EnumOf<Value>::type;
    if constexpr (Labelled<Enum>)
        return label_texts<Enum>;
    else
        return nullptr;
}

/// The comment of that enum.
template <class Value>
constexpr std::string_view comment_of_type() {
    using Enum = typename EnumOf<Value>::type;
    if constexpr (Labelled<Enum>)
        return comment_of<Enum>();
    else
        return {};
}

template <class Value>
constexpr bool labels_of_value_are_distinct() {
    using Enum = typename EnumOf<Value>::type;
    if constexpr (Labelled<Enum>)
        return labels_are_distinct<Enum>();
    else
        return true;
}

template <class Value>
constexpr bool labels_of_value_are_short() {
    using Enum = typename EnumOf<Value>::type;
    if constexpr (NamedEnum<Enum>)
        return labels_are_short<Enum>();
    else
        return true;
}

template <auto Member>
std::optional<std::string> read_member(const void* row) {
    const auto& member = static_cast<const struct_of<Member>*>(row)->*Member;
    if constexpr (Optional<member_of<Member>>::is_optional) {
        if (!member) return std::nullopt;
        return Mapping<value_of<Member>>::print(*member);
    } else {
        return Mapping<value_of<Member>>::print(member);
    }
}

template <auto Member>
bool write_member(void* row, const std::optional<std::string>& text) {
    auto& member = static_cast<struct_of<Member>*>(row)->*Member;
    if (!text) {
        if constexpr (Optional<member_of<Member>>::is_optional) member.reset();
        return Optional<member_of<Member>>::is_optional;
    }
    auto value = Mapping<value_of<Member>>::parse(*text);
    if (!value) return false;
    member = std::move(*value);
    return true;
}

}  // namespace detail

}  // namespace migrator::model
