// How many members an aggregate has, to find one that was left out of its description.
#pragma once

#include <cstddef>
#include <utility>

namespace migrator::model {

namespace detail {

struct ConvertsToAnything {
    template <class T>
    operator T() const noexcept;
};

template <class T, class Indices>
struct TakesInitialisers;

template <class T, std::size_t... Index>
struct TakesInitialisers<T, std::index_sequence<Index...>> {
    static constexpr bool value = requires { T{(static_cast<void>(Index), ConvertsToAnything{})...}; };
};

}  // namespace detail

/// The number of members of the aggregate T.
template <class T, std::size_t Count = 0>
constexpr std::size_t arity() {
    if constexpr (detail::TakesInitialisers<T, std::make_index_sequence<Count + 1>>::value)
        return arity<T, Count + 1>();
    else
        return Count;
}

}  // namespace migrator::model
