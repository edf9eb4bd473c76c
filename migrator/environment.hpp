// What a program tells the migrator about itself: its revisions and its models. What env.py is to Alembic.
#pragma once

#include <string>
#include <vector>

#include "migrator/diff/compare.hpp"
#include "migrator/model/models.hpp"
#include "migrator/revision/registry.hpp"

namespace migrator {

/// How the files of new revisions are written.
struct AuthorOptions {
    /// Where they go, from the root of the source tree.
    std::string revisions_directory = "schema/revisions";
    /// A program that is called with a new file's path as its last argument, e.g. a formatter. Empty: none. One that is
    /// not installed is passed over.
    std::vector<std::string> post_write = {"clang-format", "-i"};
};

struct Environment {
    /// The revisions that the build registered.
    const std::vector<RegisteredRevision>& revisions;
    /// Builds the catalog that the program's models describe. A function, since a boot has no use for it. Null: the
    /// program has no models.
    Result<model::Models> (*models)() = nullptr;
    /// What is compared, and what is left alone. The hints of renames come from the models.
    CompareOptions compare = {};
    AuthorOptions author = {};
};

}  // namespace migrator
