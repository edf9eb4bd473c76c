// The kinds of objects and properties that no operation reaches.
#include "migrator/catalog/raw_object.hpp"

namespace migrator {

const std::vector<std::string>& other_object_kinds() {
    static const std::vector<std::string> kinds = {
        "access method",
        "aggregate",
        "base type",
        "cast",
        "clustering",
        "collation",
        "collation of a constraint",
        "column default of partition",
        "column settings",
        "column storage",
        "comment",
        "comment on a column of partition",
        "comment on a schema",
        "comment on a view column",
        "comment on an identity sequence",
        "comment on the index of a constraint",
        "composite type",
        "conversion",
        "default of a view column",
        "default privileges",
        "event trigger",
        "extended statistics",
        "foreign data wrapper",
        "foreign server",
        "foreign table",
        "grant",
        "language",
        "name of an identity sequence",
        "NOT NULL of partition",
        "operator",
        "operator class",
        "operator family",
        "persistence of a sequence",
        "publication",
        "range type",
        "replica identity",
        "row security",
        "rule",
        "security label",
        "state of a trigger",
        "storage parameters of toast",
        "table access method",
        "tablespace of a constraint",
        "text search configuration",
        "text search dictionary",
        "text search parser",
        "text search template",
        "transform",
        "typed table",
        "user mapping",
        "version of extension",
    };
    return kinds;
}

}  // namespace migrator
