// The file of a new revision: its name, its text, and writing it.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "migrator/operation/operation.hpp"
#include "migrator/revision/replaced.hpp"
#include "migrator/support/result.hpp"

namespace migrator::author {

/// What a new revision shall be.
struct NewRevision {
    std::string id = {};
    std::string message = {};
    std::chrono::system_clock::time_point created_at = std::chrono::system_clock::now();
    std::vector<std::string> parents = {};
    std::vector<std::string> depends_on = {};
    std::vector<std::string> branch_labels = {};
    std::vector<Operation> upgrade = {};
    /// Not set: left out where the upgrade can be inverted, which is checked.
    std::optional<std::vector<Operation>> downgrade = {};
    /// Why there is no way back; then no downgrade is written.
    std::string irreversible = {};
    /// Of a squash. On a new database nothing can be lost, so that its steps have nothing to decide.
    std::vector<ReplacedRevision> replaces = {};
    std::string new_databases_only = {};
};

struct RevisionFile {
    std::string name = {};  ///< YYYYMMDD_HHMM_<id>_<slug>.cpp, in UTC
    std::string text = {};  ///< C++ source
};

/// The file as a developer would write it. What can lose data or break a running server (author/decision.hpp) stands
/// behind a stop that does not compile. A revision without operations and with one parent or none is an empty step: a
/// stop asks to fill it. One with several parents is a merge and has no steps.
RevisionFile write_revision(const NewRevision& revision);

/// Writes the file into `directory`, which must be there, and returns its path.
/// Errors: usage, when the directory is missing, cannot be written, or has the file already.
Result<std::filesystem::path> save(const RevisionFile& file, const std::filesystem::path& directory);

}  // namespace migrator::author
