// Who may do what, where it is nobody's business but the operator's.
#pragma once

#include "migrator/catalog/catalog.hpp"

namespace migrator {

/// Leaves out of `catalog` the grants and default privileges on what `wanted` gives none on. Whoever operates a
/// database gives them, and roles differ from place to place; no model describes them.
void leave_out_rights_beside(const Catalog& wanted, Catalog& catalog);

}  // namespace migrator
