// The revisions that are compiled into this binary, checked as a graph.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "migrator/operation/recording.hpp"
#include "migrator/revision/graph.hpp"
#include "migrator/revision/replaced.hpp"
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
    /// Of a squash, else empty. In the history its rows are theirs; it has none of its own.
    std::vector<ReplacedRevision> replaces = {};
    const Revision* definition = nullptr;
    /// In Registry::revisions(), unless it is a shortcut.
    std::size_t position = 0;
    struct KnownChecksum {
        std::mutex mutex = {};
        std::string text = {};
    };
    /// Copies share it, since they share the definition.
    std::shared_ptr<KnownChecksum> known_checksum = std::make_shared<KnownChecksum>();

    /// What other revisions and the history call it: a squash by the last one that it replaces.
    const std::string& history_id() const { return replaces.empty() ? id : replaces.back().id; }
    /// Records the upgrade. Errors: usage, with what the recorder found wrong.
    Result<std::vector<Operation>> upgrade_operations() const;
    /// The checksum of the upgrade, computed at the first call; any thread. Errors: as upgrade_operations.
    Result<std::string> upgrade_checksum() const;
    /// Records the downgrade, or inverts the upgrade. Errors: usage, when there is no way back, with the reason.
    Result<std::vector<Operation>> downgrade_operations() const;
};

using RevisionList = std::vector<const RevisionNode*>;

/// A squash whose replaced revisions are still compiled in. It stands beside the graph, as another way through a part
/// of it, which only a new database takes.
struct Shortcut {
    RevisionNode node = {};
    std::vector<std::size_t> replaced = {};  ///< positions, ascending
};

/// All revisions, parents before children; revisions without order between them in the order of their files.
class Registry {
 public:
    /// Checks the graph without a database.
    /// Errors: usage, naming both files: duplicate id or label, malformed id or label, unknown parent or dependency,
    /// a revision that revises or depends on itself, a cycle, a squash of which only some replaced revisions are there.
    static Result<Registry> create(const std::vector<RegisteredRevision>& revisions);

    const std::vector<RevisionNode>& revisions() const { return revisions_; }
    const Graph& graph() const { return graph_; }
    /// Null when this binary does not know the id.
    const RevisionNode* find(std::string_view id) const;
    /// The revision whose file gives this branch label; null when none does.
    const RevisionNode* find_label(std::string_view label) const;
    /// The squash in the graph that stands for a revision whose file is gone; null when none does.
    const RevisionNode* find_replacing(std::string_view id) const;
    /// True when a revision of the graph stands for others whose files are gone.
    bool replaces_any() const { return !replaced_position_.empty(); }
    /// Squashes whose replaced revisions are all in the graph.
    const std::vector<Shortcut>& shortcuts() const { return shortcuts_; }
    /// The same without shortcuts: every database goes the long way.
    Registry without_shortcuts() const;
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
    std::unordered_map<std::string, std::size_t> replaced_position_;
    std::vector<Shortcut> shortcuts_;
    Graph graph_;
};

/// "2bbcec8822fa (schema/revisions/….cpp)"
std::string with_file(const RevisionNode& node);

/// What an error says of heads where there should be one.
struct SeveralHeads {
    std::string files = {};
    std::string merge = {};  ///< the command that makes them one, without the program
};

SeveralHeads words_about(const RevisionList& heads);

/// Errors: usage, naming the files of the heads and the merge command to copy, when there is more than one.
/// `program` is what the user calls to run commands, e.g. "gestaloka_server".
Result<void> require_single_head(const Registry& registry, const std::string& program = {});

/// Checks every step without a database: its operations are sound, it has a way back or says why not, an overridden
/// compatibility has a reason, a squash stands for its replaced revisions as they are. Errors: usage, naming the first
/// file that fails.
Result<void> check_steps(const Registry& registry);

}  // namespace migrator
