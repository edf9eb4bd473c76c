// Whether the direct URL leads where the pooler leads.
#pragma once

#include "migrator/run/open.hpp"

namespace migrator {

/// Two servers may have databases of one name, and copies of a server share even its system identifier, but no two
/// began at the same moment.
/// Errors: usage, when `direct` is another database than the one behind `pooled`.
Result<void> require_same_database(OpenDatabase& direct, OpenDatabase& pooled);

}  // namespace migrator
