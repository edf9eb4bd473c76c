// The graphs of the scenarios, each named as there: `a -> b` means that b revises a.
#pragma once

#include "chains.hpp"
#include "migrator/revision/target.hpp"

namespace migrator::testing {

Chain l3();  ///< a -> b -> c
Chain l5();  ///< a -> b -> c -> d -> e, with ids that have beginnings: see l5_long
Chain l5_long();
Chain br();  ///< a -> b, b -> c1(c1branch) -> d1, b -> c2(c2branch) -> d2
Chain bm();  ///< two chains to c1 and c2, merged by d1; c2 -> d2
Chain b3();  ///< three chains to c1, c2, c3, merged by d1; c2 -> d2, c3 -> d3
Chain tw();  ///< a -> b1, b2, b3; c1 and c2 both merge all three
Chain nt();  ///< a -> b1, b2, b3; c1 merges b1 b2, c2 merges b2 b3
Chain d1();  ///< a1(lib1) … f1; a2 -> b2 -> c2, c2 depends on c1
Chain d2();  ///< three merges; d1 depends on a part of each
Chain d3();  ///< two chains that depend on each other criss-cross
Chain d4();  ///< b2 and b4 both depend on a3
Chain d5();  ///< b1 depends on a1, bmerge merges both
Chain d6();  ///< as d1, c2 depends on the label c1lib
Chain fo();  ///< two trees
Chain mp();  ///< c1 -> d1 and c2(c2branch) -> d2, merged by e -> f
Chain xd();  ///< as br, d2 depends on c1
Chain lb();  ///< a(abranch) -> b -> somelongername -> c; d -> e(ebranch) -> someothername -> f
Chain mb();  ///< branches on branches, d1d2cb2 merges two
Chain bt();  ///< two long branches of a3, merged; fe1b1 beside
Chain xo();  ///< three trees, two of which depend on the third
Chain xt();  ///< three trees, each of which depends on the one before
Chain nr();  ///< dependencies that an ancestor has already

/// "a b c" as its words.
std::vector<std::string> words(const std::string& text);

/// The upgrade from a database at the heads `state` to `targets`: "d e -> e", its steps and the heads after them, or
/// "! " and the refusal. Heads in the order of the registry.
std::string up(const Chain& chain, const std::string& state, const std::string& targets);

/// The downgrade, likewise; `state` names the heads, the one from which "-N" counts first. A warning follows after " ?
/// ".
std::string down(const Chain& chain, const std::string& state, const std::string& target);

}  // namespace migrator::testing
