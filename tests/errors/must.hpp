// Results in tests: the value or the error that a case expects; anything else fails the case with the error's text.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "migrator/support/result.hpp"

namespace migrator::testing {

/// The value of a Result that must have one.
template <class T>
T must(Result<T> result) {
    if (!result.has_value()) throw std::runtime_error(full_text(result.assume_error()));
    return std::move(result).assume_value();
}

inline void must(Result<void> result) {
    if (!result.has_value()) throw std::runtime_error(full_text(result.assume_error()));
}

/// The error of a Result that must have one.
template <class T>
Error error_of(Result<T> result) {
    if (result.has_value()) throw std::runtime_error("an error was expected");
    return std::move(result).assume_error();
}

}  // namespace migrator::testing
