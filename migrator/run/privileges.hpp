// Asks before the first step whether the role may do what the plan needs.
#pragma once

#include "migrator/run/open.hpp"

namespace migrator {

/// Checks the history's home, CREATE on the schemas that new objects go to, the ownership of what is altered or
/// dropped, and the privileges on tables whose rows are read, written or referred to. Raw SQL and C++ cannot be judged
/// beforehand. Errors: privilege, with the exact GRANT or ALTER … OWNER that is missing as the hint.
Result<void> require_privileges(OpenDatabase& database, const HistoryTable& table, const Plan& plan);

}  // namespace migrator
