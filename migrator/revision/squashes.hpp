// Which squashes belong to the graph, and which stand beside it.
#pragma once

#include "migrator/revision/registry.hpp"

namespace migrator {

/// Takes out of `nodes` every squash whose replaced revisions are there. One whose replaced revisions are all gone
/// stays: it is a revision like others. Errors: usage, when some are there and some are not.
Result<std::vector<RevisionNode>> take_shortcuts_out(std::vector<RevisionNode>& nodes);

/// Finds what each shortcut replaces in the sorted graph.
/// Errors: usage: an id that is taken; parents that no file defines.
Result<std::vector<Shortcut>> place_shortcuts(std::vector<RevisionNode> beside, const std::vector<RevisionNode>& nodes);

}  // namespace migrator
