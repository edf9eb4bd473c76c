// Result<T>: a value or an Error. The only header that includes Boost.Outcome.
#pragma once

#include <boost/outcome/basic_result.hpp>
#include <boost/outcome/policy/terminate.hpp>

#include "migrator/support/error.hpp"

namespace migrator {

/// A T or an Error. Reading the wrong one ends the process, so look first, or use TRY (support/try.hpp).
template <class T>
using Result = BOOST_OUTCOME_V2_NAMESPACE::basic_result<T, Error, BOOST_OUTCOME_V2_NAMESPACE::policy::terminate>;

/// What a `Result<void>` function returns when all went well.
inline auto success() {
    return BOOST_OUTCOME_V2_NAMESPACE::success();
}

/// The failed Result of any value type.
inline auto failure(Error error) {
    return BOOST_OUTCOME_V2_NAMESPACE::failure(std::move(error));
}
inline auto failure(ErrorKind kind, std::string message) {
    return failure(Error(kind, std::move(message)));
}

}  // namespace migrator
