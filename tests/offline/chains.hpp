// The small graphs that the scripts of these tests go through.
#pragma once

#include <string>
#include <vector>

#include "migrator/revision/registry.hpp"

namespace migrator::testing {

using RegisteredRevisions = std::vector<RegisteredRevision>;

/// a -> b -> c; each step makes a table of its name.
const RegisteredRevisions& three_in_a_row();

/// a -> b -> c, b -> d -> e, b -> f: the heads c, e and f.
const RegisteredRevisions& three_heads();

inline const char* const a = "aaaa00000001";
inline const char* const b = "bbbb00000002";
inline const char* const c = "cccc00000003";
inline const char* const d = "dddd00000004";
inline const char* const e = "eeee00000005";
inline const char* const f = "ffff00000006";

}  // namespace migrator::testing
