// Recording a few operations in a test.
#pragma once

#include <string>
#include <vector>

#include "migrator/operation/operations.hpp"
#include "migrator/operation/recording.hpp"

namespace migrator::testing {

/// What `step` recorded; a step of a test is sound unless the case is about its problems.
template <class Step>
Recording record(Step step) {
    Operations operations;
    step(operations);
    return operations.recording();
}

template <class Step>
std::vector<Operation> recorded(Step step) {
    return record(step).operations;
}

/// The only operation that `step` recorded.
template <class Step>
Operation recorded_one(Step step) {
    return record(step).operations.at(0);
}

inline Result<void> do_nothing(postgres::Session&) {
    return success();
}

inline Result<void> do_nothing_else(postgres::Session&) {
    return success();
}

}  // namespace migrator::testing
