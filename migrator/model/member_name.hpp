// The name of a struct's member, read off a pointer to it, so that a column is never named by a string.
#pragma once

#include <string_view>

namespace migrator::model {

namespace detail {

// No standard C++20 way exists: the compiler's own print of the template argument is cut to size.
// g++: "… [with auto Member = &Skill::id; …]"; clang: "… [Member = &Skill::id]".
template <auto Member>
constexpr std::string_view printed_member() {
    return __PRETTY_FUNCTION__;
}

constexpr std::string_view cut_member_name(std::string_view printed) {
    const std::size_t start = printed.find("Member = ");
    if (start == std::string_view::npos) return {};
    // Not at the first parenthesis: clang writes "(anonymous namespace)" into the name.
    const std::size_t end =
        printed.find(';', start) != std::string_view::npos ? printed.find(';', start) : printed.rfind(']');
    std::string_view argument = printed.substr(start, end - start);
    while (argument.ends_with(')'))
        argument.remove_suffix(1);
    const std::size_t qualifier = argument.rfind("::");
    return qualifier == std::string_view::npos ? std::string_view{} : argument.substr(qualifier + 2);
}

// g++: "… [with T = a::Skill; …]"; clang: "… [T = a::Skill]".
template <class T>
constexpr std::string_view printed_type() {
    return __PRETTY_FUNCTION__;
}

constexpr std::string_view cut_type_name(std::string_view printed) {
    const std::size_t start = printed.find("T = ");
    if (start == std::string_view::npos) return {};
    const std::size_t end = printed.find_first_of(";]", start);
    const std::string_view name = printed.substr(start + 4, end - start - 4);
    const std::size_t qualifier = name.rfind("::");
    return qualifier == std::string_view::npos ? name : name.substr(qualifier + 2);
}

struct Sample {
    int some_member;
};
static_assert(cut_type_name(printed_type<Sample>()) == "Sample",
              "this compiler prints types in a form that migrator/model/member_name.hpp does not know");
static_assert(cut_member_name("[Member = &(anonymous namespace)::Sample::some_member]") == "some_member");
static_assert(cut_member_name(printed_member<&Sample::some_member>()) == "some_member",
              "this compiler prints members in a form that migrator/model/member_name.hpp does not know");

}  // namespace detail

/// The name of the member, e.g. "base_power" for `&Skill::base_power`.
template <auto Member>
constexpr std::string_view member_name() {
    return detail::cut_member_name(detail::printed_member<Member>());
}

/// The name of a struct without its namespaces.
template <class T>
constexpr std::string_view struct_name() {
    return detail::cut_type_name(detail::printed_type<T>());
}

}  // namespace migrator::model
