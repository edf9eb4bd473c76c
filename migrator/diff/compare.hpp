// Catalog x catalog -> the operations that lead from one to the other.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "migrator/catalog/catalog.hpp"
#include "migrator/catalog/rename_hints.hpp"
#include "migrator/operation/operation.hpp"

namespace migrator {

/// Which catalog a hook is asked about.
enum class Side { from, to };

/// What a program can decide about a comparison. Everything is compared unless something is set here.
struct CompareOptions {
    bool compare_type = true;
    bool compare_server_default = true;
    /// Kinds that are left alone: "comments", "constraints", "indexes", "enums", "sequences", "objects", "others", or
    /// the kind of an OtherObject, e.g. "grant".
    std::set<std::string> switched_off = {};
    /// Asked for each name on both sides; false leaves it alone. Kinds: "table", "column", "index", "constraint",
    /// "enum", "sequence", "object". `table` is empty for what belongs to none.
    std::function<bool(const char* kind, const ObjectName& table, const std::string& name)> include_name = {};
    /// Asked for each whole table on both sides; false leaves it alone.
    std::function<bool(const Table& table, Side side)> include_object = {};
    /// Changes the list of operations before it is returned.
    std::function<void(std::vector<Operation>& operations)> rewrite = {};
    RenameHints renames = {};
};

/// What leads from one catalog to the other.
struct Difference {
    std::vector<Operation> operations = {};  ///< in an order that works, in one transaction
    std::vector<std::string> notes = {};     ///< what was left alone, and what to look at
    std::vector<std::string> refusals = {};  ///< differences that no operation reaches, by name

    bool is_empty() const { return operations.empty() && refusals.empty(); }
};

/// Compares two catalogs that were read from PostgreSQL of the same major version.
/// What is dropped carries its definition, so that `invert` leads back. Partitions and inheritance children that only
/// `from` has are never dropped, but noted.
Difference compare(const Catalog& from, const Catalog& to, const CompareOptions& options = {});

}  // namespace migrator
