// What `revision` and `merge` have in common: where the new revision stands, what it is called, where its file goes.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "migrator/author/revision_file.hpp"
#include "migrator/cli/command.hpp"
#include "migrator/revision/placement.hpp"

namespace migrator::cli {

struct NewRevisionOptions {
    std::string message = {};
    std::vector<std::string> branch_labels = {};
    std::string id = {};
    std::string directory = {};
    bool splice = false;
    bool json = false;
};

/// Declares --message, --branch-label, --rev-id, --directory, --splice and --json.
void declare_new_revision(CLI::App& line, NewRevisionOptions& options);

struct GraphOptions {
    std::vector<std::string> heads = {"head"};
    std::vector<std::string> depends_on = {};
};

/// Declares --head and --depends-on, for a revision that is no merge.
void declare_graph_options(CLI::App& line, GraphOptions& options);

/// The new revision without its steps. Errors: usage; see place_revision, check_revision_id, require_usable_id.
Result<author::NewRevision> start_revision(const NewRevisionOptions& options, const GraphOptions& graph,
                                           const Registry& registry);
/// As start_revision, of a merge of `revisions`. Errors: also fewer than two.
Result<author::NewRevision> start_merge(const NewRevisionOptions& options, const std::vector<std::string>& revisions,
                                        const Registry& registry);

/// Writes the file into --directory, else beside the file of its first parent. Errors: usage; see author::save.
Result<std::filesystem::path> save_revision(const author::NewRevision& revision, const NewRevisionOptions& options,
                                            const Context& context);

}  // namespace migrator::cli
