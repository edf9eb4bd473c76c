// A history in the words of this binary: where the files of revisions are gone, the squash that replaces them.
#pragma once

#include "migrator/revision/registry.hpp"
#include "migrator/run/history.hpp"

namespace migrator {

/// The rows of everything that a squash of the graph replaces, settled and as the squash tells, become one row of the
/// squash. Others stay as they are. Without such a squash: the history itself.
History as_compiled(History history, const Registry& registry);

/// Errors: diverged, when a database has only some of what a squash replaces, or something else under their ids. What
/// is torn is left to those who look for it.
Result<void> require_whole_squashes(const History& history, const Registry& registry);

}  // namespace migrator
