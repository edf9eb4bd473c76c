// What all models of a program describe together.
#pragma once

#include <string>
#include <vector>

#include "migrator/catalog/catalog.hpp"
#include "migrator/catalog/rename_hints.hpp"
#include "migrator/model/description.hpp"

namespace migrator::model {

/// What the database holds beside the tables of structs, and how unnamed objects are called.
struct ModelOptions {
    NamingConvention naming = {};
    std::vector<std::string> schemas = {};  ///< beside `public`; those of the tables are added by themselves
    std::vector<Sequence> sequences = {};   ///< that no column owns
    std::vector<RawObject> objects = {};    ///< views, functions, triggers, policies, extensions
    std::vector<Index> indexes = {};        ///< of materialized views
    std::vector<EnumType> enums = {};       ///< that no member has
};

/// The models as one value.
struct Models {
    Catalog catalog = {};
    RenameHints renames = {};
    std::vector<std::string> structs = {};  ///< the names of the described structs, in the order of the list
};

/// Puts descriptions together. Errors: internal: a description that is wrong in itself (`check_description`), two
/// structs for one table, two enums of one name with other labels, an inherited column that is not like the parent's.
Result<Models> join_models(std::vector<Description> descriptions, ModelOptions options);

}  // namespace migrator::model
