// What a run will do, as a value.
#pragma once

#include <string>
#include <vector>

#include "migrator/revision/registry.hpp"

namespace migrator {

enum class Direction { upgrade, downgrade };

/// One step to run.
struct PlannedStep {
    const RevisionNode* revision = nullptr;
    Direction direction = Direction::upgrade;
    std::vector<Operation> operations = {};
    std::string checksum = {};  ///< of the upgrade
    bool breaking = false;
};

struct Plan {
    std::vector<PlannedStep> steps = {};
    /// Applied revisions that this binary does not know, all of them additive: it may serve.
    std::vector<std::string> ahead = {};
};

}  // namespace migrator
