// A small program's revisions: a line that forks into two labelled branches, and a merge that may be left out.
//
//   guests - mood - rooms (rooms) ------- merge - forget
//               \-- temper (moods) -----/
//   bills: a tree of its own that depends on guests
#pragma once

#include <string>

#include "migrator/environment.hpp"

namespace migrator::testing {

/// guests, mood and the two branches: two heads.
const Environment& forked_tavern();
/// With the merge, an irreversible revision on it, and the tree that depends on the line.
const Environment& tavern();
/// guests and mood only.
const Environment& small_tavern();

}  // namespace migrator::testing
