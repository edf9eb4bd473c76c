// The rows that a step writes or deletes.
#pragma once

#include "migrator/run/plan.hpp"

namespace migrator {

/// In the order of the history.
std::vector<StepRow> rows_of(const PlannedStep& step);

/// "revision = 'a'", or "revision IN ('a', 'b')".
std::string where_rows_sql(const PlannedStep& step);

/// The rows of what `node` replaces, when it is a squash; else none.
std::vector<StepRow> replaced_rows_of(const RevisionNode& node);

}  // namespace migrator
