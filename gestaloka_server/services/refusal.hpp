// What a service answers instead of a value: a refusal that the player is told, and TRY for it.
#pragma once

#include <string>
#include <utility>

#include "migrator/support/result.hpp"

namespace gestaloka::services {

enum class RefusalKind {
    invalid,          ///< the request is malformed or breaks a rule
    unauthenticated,  ///< no valid token, or wrong credentials
    not_found,        ///< there is no such thing, or it belongs to another player
    conflict,         ///< it contradicts what is there already
    unavailable,      ///< the database or the server cannot serve it now; the same request may succeed later
    internal,         ///< a defect; the log tells more
};

/// Safe to show to the player: no SQL, no values of other rows, no secret.
struct Refusal {
    RefusalKind kind = RefusalKind::internal;
    std::string code = {};     ///< for programs, e.g. "username_taken"
    std::string message = {};  ///< for people
    std::string field = {};    ///< of the request, where one is to blame
};

/// A T, or the reason why there is none.
template <class T>
using Answer = BOOST_OUTCOME_V2_NAMESPACE::basic_result<T, Refusal, BOOST_OUTCOME_V2_NAMESPACE::policy::terminate>;

/// The refused Answer of any value type.
inline auto refuse(Refusal refusal) {
    return BOOST_OUTCOME_V2_NAMESPACE::failure(std::move(refusal));
}
inline auto refuse(RefusalKind kind, std::string code, std::string message, std::string field = {}) {
    return refuse(Refusal{kind, std::move(code), std::move(message), std::move(field)});
}

/// What the player is told of an error of the database; the error itself goes to the log.
Refusal refusal_of(const migrator::Error& error);
inline auto refuse(const migrator::Error& error) {
    return refuse(refusal_of(error));
}

}  // namespace gestaloka::services

#define GESTALOKA_CONCAT_(a, b) a##b
#define GESTALOKA_CONCAT(a, b) GESTALOKA_CONCAT_(a, b)
#define GESTALOKA_TRY_ANSWER_(answer, declaration, ...)                                                \
    auto answer = (__VA_ARGS__);                                                                       \
    if (!(answer).has_value()) return ::gestaloka::services::refuse(std::move(answer).assume_error()); \
    declaration = std::move(answer).assume_value()

/// `TRY_ANSWER(auto user, find_user(id));`: declares `user`, or returns the refusal. Takes an Answer or a Result.
#define TRY_ANSWER(declaration, ...) \
    GESTALOKA_TRY_ANSWER_(GESTALOKA_CONCAT(try_answer_, __COUNTER__), declaration, __VA_ARGS__)

/// `TRY_ANSWERV(transaction.commit());`: for an Answer or a Result whose value is not wanted.
#define TRY_ANSWERV(...)                                                                                         \
    do {                                                                                                         \
        auto try_answer = (__VA_ARGS__);                                                                         \
        if (!try_answer.has_value()) return ::gestaloka::services::refuse(std::move(try_answer).assume_error()); \
    } while (false)
