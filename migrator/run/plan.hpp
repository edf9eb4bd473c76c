// What a run will do, as a value.
#pragma once

#include <string>
#include <vector>

#include "migrator/revision/registry.hpp"

namespace migrator {

enum class Direction { upgrade, downgrade };

/// A row that a step writes into the history.
struct StepRow {
    std::string revision = {};
    std::vector<std::string> parents = {};
    std::string message = {};
    std::string checksum = {};  ///< of the upgrade
    bool breaking = false;
};

/// One step to run.
struct PlannedStep {
    const RevisionNode* revision = nullptr;
    Direction direction = Direction::upgrade;
    std::vector<Operation> operations = {};
    std::string checksum = {};  ///< of the upgrade
    bool breaking = false;
    /// Of a squash: the rows of the revisions that it replaces. Empty: one row, of the revision itself.
    std::vector<StepRow> replaced_rows = {};
};

struct Plan {
    std::vector<PlannedStep> steps = {};
    /// Applied revisions that this binary does not know, all of them additive: it may serve.
    std::vector<std::string> ahead = {};
    /// The target in words that mean the same when a part of the steps is done; see RevisionPath.
    std::vector<std::string> destination = {};
    /// What the user should hear although the plan is carried out; empty: nothing.
    std::string warning = {};
};

}  // namespace migrator
