// TRY and TRYV: go on with the value, or return the error to the caller.
// Boost 1.74 and 1.81 spell BOOST_OUTCOME_TRY in two incompatible ways; these few lines work with both.
#pragma once

#include "migrator/support/result.hpp"

#define MIGRATOR_CONCAT_(a, b) a##b
#define MIGRATOR_CONCAT(a, b) MIGRATOR_CONCAT_(a, b)
#define MIGRATOR_TRY_(result, declaration, ...)                                              \
    auto result = (__VA_ARGS__);                                                             \
    if (!(result).has_value()) return ::migrator::failure(std::move(result).assume_error()); \
    declaration = std::move(result).assume_value()

/// `TRY(auto lock, acquire());`: declares `lock`, or returns the error of `acquire()`.
#define TRY(declaration, ...) MIGRATOR_TRY_(MIGRATOR_CONCAT(try_result_, __COUNTER__), declaration, __VA_ARGS__)

/// `TRYV(commit());`: for a Result<void>.
#define TRYV(...)                                                                                      \
    do {                                                                                               \
        auto try_result = (__VA_ARGS__);                                                               \
        if (!try_result.has_value()) return ::migrator::failure(std::move(try_result).assume_error()); \
    } while (false)
