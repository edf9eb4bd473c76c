// The revisions that are compiled into this binary, checked as a graph.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "migrator/operation/recording.hpp"
#include "migrator/revision/graph.hpp"
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
    std::vector<std::string> depends_on = {};     ///< as written: ids or labels
    std::vector<std::string> branch_labels = {};  ///< as written; see BranchLabels for those handed on
    const Revision* definition = nullptr;
    /// In Registry::revisions().
    std::size_t position = 0;

    /// Records the upgrade. Errors: usage, with what the recorder found wrong.
    Result<std::vector<Operation>> upgrade_operations() const;
    /// Records the downgrade, or inverts the upgrade. Errors: usage, when there is no way back, with the reason.
    Result<std::vector<Operation>> downgrade_operations() const;
};

using RevisionList = std::vector<const RevisionNode*>;

/// All revisions, parents before children; revisions without order between them in the order of their files.
class Registry {
 public:
    /// Checks the graph without a database.
    /// Errors: usage, naming both files: duplicate id or label, malformed id or label, unknown parent or dependency,
    /// a revision that revises or depends on itself, a cycle.
    static Result<Registry> create(const std::vector<RegisteredRevision>& revisions);

    const std::vector<RevisionNode>& revisions() const { return revisions_; }
    const Graph& graph() const { return graph_; }
    /// Null when this binary does not know the id.
    const RevisionNode* find(std::string_view id) const;
    /// The revision whose file gives this branch label; null when none does.
    const RevisionNode* find_label(std::string_view label) const;
    /// Revisions that no other one revises.
    RevisionList heads() const;
    /// Revisions that revise none.
    RevisionList bases() const;
    /// Revisions that at least two others revise.
    RevisionList branch_points() const;
    /// True when `ancestor` is `node` or lies below it.
    bool is_ancestor_or_self(const RevisionNode& ancestor, const RevisionNode& node) const;

    RevisionList nodes_at(const std::vector<std::size_t>& positions) const;
    static std::vector<std::size_t> positions_of(const RevisionList& nodes);

 private:
    std::vector<RevisionNode> revisions_;
    std::unordered_map<std::string, std::size_t> position_;
    std::unordered_map<std::string, std::size_t> label_position_;
    Graph graph_;
};

/// "2bbcec8822fa (schema/revisions/….cpp)"
std::string with_file(const RevisionNode& node);

/// Errors: usage, naming the files of the heads and the merge command to copy, when there is more than one.
/// `program` is what the user calls to run commands, e.g. "gestaloka_server".
Result<void> require_single_head(const Registry& registry, const std::string& program = {});

/// Checks every step without a database: its operations are sound, it has a way back or says why not, an overridden
/// compatibility has a reason. Errors: usage, naming the first file that fails.
Result<void> check_steps(const Registry& registry);

}  // namespace migrator
