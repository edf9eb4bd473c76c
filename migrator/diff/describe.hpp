// Operations as people and programs read them.
#pragma once

#include <string>
#include <vector>

#include "migrator/operation/operation.hpp"

namespace migrator {

/// An operation in a stable form: the names of docs/diff.md.
struct OperationSummary {
    std::string operation = {};  ///< e.g. "create_unique_constraint"
    std::string table = {};      ///< with its schema, e.g. "public.users"; empty where the operation names none
    std::string name = {};       ///< of the column, constraint, index …; with its schema where `table` is empty
    std::string detail = {};     ///< for people: what changes, e.g. "type text -> character varying(5)"
};

/// `home_schema` is written where a name has no schema.
OperationSummary summarize(const Operation& operation, const std::string& home_schema = "public");

/// Statements ready for psql: one transaction with a pinned search path. Empty when there is nothing to do.
std::string psql_script(const std::vector<Operation>& operations, const std::string& home_schema = "public");

}  // namespace migrator
