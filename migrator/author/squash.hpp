// One revision for new databases instead of many.
#pragma once

#include "migrator/author/revision_file.hpp"
#include "migrator/environment.hpp"
#include "migrator/revision/squash_range.hpp"

namespace migrator::author {

/// What to do about steps whose effect on rows cannot be seen by comparing catalogs.
enum class DataSteps { refuse, leave_out };

struct Squash {
    NewRevision revision = {};
    std::vector<std::string> left_out = {};  ///< "revision …: run "…"", one a data step
};

/// Compares what the revisions make of an empty database before and after the range, on a private PostgreSQL, and
/// proves that the operations found lead from the one to the other. `id`, `message` and `created_at` are the caller's.
/// Errors: usage, naming each: C++ functions of the range, tables that its steps fill, differences that no operation
/// reaches; as Workbench.
Result<Squash> make_squash(const Environment& environment, const Registry& registry, const SquashRange& range,
                           DataSteps data_steps);

}  // namespace migrator::author
