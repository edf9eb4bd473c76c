// A history row for a revision that is recorded without being run: stamped, adopted, repaired.
#pragma once

#include <string>

#include "migrator/run/step_script.hpp"

namespace migrator {

/// What such a row needs to know of a revision. Errors: as RevisionNode::upgrade_operations.
Result<PlannedStep> plan_record(const RevisionNode& revision);

/// One statement without a semicolon. Attempts are 0: nothing was run.
std::string insert_row_sql(const PlannedStep& step, const HistoryTable& table, const StepAuthor& author);
std::string delete_row_sql(const std::string& revision, const HistoryTable& table);
std::string delete_rows_sql(const PlannedStep& step, const HistoryTable& table);

}  // namespace migrator
