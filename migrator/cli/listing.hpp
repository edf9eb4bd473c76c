// Revisions as the reading commands show them: a line, a block or an object each.
#pragma once

#include <iosfwd>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "migrator/revision/branch_labels.hpp"

namespace CLI {
class App;
}

namespace migrator::cli {

/// What every reading command offers.
struct ListOptions {
    bool verbose = false;
    bool json = false;
};

/// Declares --verbose and --json.
void declare_list_options(CLI::App& line, ListOptions& options);

/// A revision to be shown, and what a command has found out about it.
struct ListedRevision {
    const RevisionNode* node = nullptr;
    std::vector<std::string> marks = {};  ///< "head", "branch point", "merge", "current"
    std::string state = {};               ///< "applied", "pending", "torn"; empty: nobody asked the database
    std::string applied_at = {};
    std::string prefix = {};  ///< before the line: a piece of a drawing
};

/// "head", "branch point", "merge", "squash", as far as they hold.
std::vector<std::string> marks_of(const Registry& registry, const RevisionNode& node);

/// The members that each command's JSON has in common: revision, revises, depends_on, branch_labels, message, file; of
/// a squash replaces, of what one stands for replaced_on_new_databases_by.
nlohmann::ordered_json describe(const Registry& registry, const RevisionNode& node, const BranchLabels& labels);

/// An array; each object also has marks, and state and applied_at where the database was asked.
nlohmann::ordered_json describe_list(const Registry& registry, const std::vector<ListedRevision>& list);

/// One line a revision: state, time, labels and marks only where a revision of the list has them.
void print_lines(const std::vector<ListedRevision>& list, const BranchLabels& labels, std::ostream& out);

/// One block of names and values.
void print_block(const Registry& registry, const ListedRevision& listed, const BranchLabels& labels, std::ostream& out);

/// As the options say. JSON is an array.
void print_list(const Registry& registry, const std::vector<ListedRevision>& list, const ListOptions& options,
                std::ostream& out);

}  // namespace migrator::cli
