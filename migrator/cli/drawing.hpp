// The graph drawn beside a list of revisions, a line each.
#pragma once

#include <string>
#include <vector>

#include "migrator/revision/registry.hpp"

namespace migrator::cli {

/// A line of the drawing: of a revision, or between two where lanes come together or part.
struct DrawnLine {
    std::string drawing = {};
    const RevisionNode* node = nullptr;  ///< null between two
};

/// Requires: children before parents, as Graph::newest_first gives. A lane goes from a revision down to its parent:
///
///   *    m
///   |-.
///   | *  c2
///   * |  c1
///   |-'
///   *    a
std::vector<DrawnLine> draw(const Registry& registry, const RevisionList& newest_first);

}  // namespace migrator::cli
