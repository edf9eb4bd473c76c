// The chain of revisions that is compiled into this binary, checked as a graph.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "migrator/operation/recording.hpp"
#include "migrator/revision/revision.hpp"

namespace migrator {

/// One line of the list that the build generates.
struct RegisteredRevision {
    const char* id;
    const char* file;  ///< as the build found it, relative to the source tree
    const Revision* revision;
};

/// A revision in the graph.
struct RevisionNode {
    std::string id = {};
    std::string message = {};
    std::string file = {};
    std::vector<std::string> parents = {};
    std::vector<std::string> depends_on = {};
    std::vector<std::string> branch_labels = {};
    const Revision* definition = nullptr;

    /// Records the upgrade. Errors: usage, with what the recorder found wrong.
    Result<std::vector<Operation>> upgrade_operations() const;
    /// Records the downgrade, or inverts the upgrade. Errors: usage, when there is no way back, with the reason.
    Result<std::vector<Operation>> downgrade_operations() const;
};

/// All revisions, parents before children; revisions without order between them in the order of their files.
class Registry {
 public:
    /// Checks the graph without a database.
    /// Errors: usage, naming both files: duplicate id, malformed id, unknown parent, cycle.
    static Result<Registry> create(const std::vector<RegisteredRevision>& revisions);

    const std::vector<RevisionNode>& revisions() const { return revisions_; }
    /// Null when this binary does not know the id.
    const RevisionNode* find(std::string_view id) const;
    /// Revisions that no other one revises.
    std::vector<const RevisionNode*> heads() const;
    /// True when `ancestor` is `node` or lies below it.
    bool is_ancestor_or_self(const RevisionNode& ancestor, const RevisionNode& node) const;

 private:
    std::vector<RevisionNode> revisions_;
    std::unordered_map<std::string, std::size_t> position_;
};

/// Errors: usage, naming the files of the heads, when there is more than one.
Result<void> require_single_head(const Registry& registry);

/// Checks every step without a database: its operations are sound, it has a way back or says why not, an overridden
/// compatibility has a reason. Errors: usage, naming the first file that fails.
Result<void> check_steps(const Registry& registry);

}  // namespace migrator
