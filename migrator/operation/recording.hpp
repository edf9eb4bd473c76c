// What a step recorded.
#pragma once

#include <string>
#include <vector>

#include "migrator/operation/operation.hpp"

namespace migrator {

struct Recording {
    std::vector<Operation> operations = {};
    std::vector<std::string> problems = {};  ///< what cannot work, in words; empty when the step is sound
};

}  // namespace migrator
