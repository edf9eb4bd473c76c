// Names of database objects, kept apart from text that is already SQL.
#pragma once

#include <string>
#include <utility>

namespace migrator {

/// The name of a table, type, sequence, index or the like, as the catalog holds it: not quoted, not folded.
/// A name made from one string is resolved through the pinned search_path (by default the schema `public`).
struct ObjectName {
    std::string schema = {};  ///< empty: the search path decides
    std::string name = {};

    ObjectName() = default;
    ObjectName(std::string object) : name(std::move(object)) {}
    ObjectName(const char* object) : name(object) {}
    ObjectName(std::string in_schema, std::string object) : schema(std::move(in_schema)), name(std::move(object)) {}

    bool operator==(const ObjectName&) const = default;
};

/// Text that is SQL already and is written as it is. Made explicitly, so that no name becomes SQL by accident.
struct SqlText {
    std::string text = {};

    bool operator==(const SqlText&) const = default;
};

}  // namespace migrator
