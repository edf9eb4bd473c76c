// The schema changes of schemas, tables, columns, constraints and indexes; part of the list in operation.hpp.
#pragma once

#include <optional>
#include <string>

#include "migrator/catalog/table.hpp"
#include "migrator/operation/argument.hpp"

namespace migrator {

// What a drop removed is kept where the author gave it, so that the drop can be undone exactly.

struct CreateSchema {
    std::string name = {};
    bool operator==(const CreateSchema&) const = default;
};

struct DropSchema {
    std::string name = {};
    bool operator==(const DropSchema&) const = default;
};

struct CreateTable {
    Table table = {};
    bool operator==(const CreateTable&) const = default;
};

struct DropTable {
    ObjectName table = {};
    std::optional<Table> definition = {};  ///< what it was, without its indexes
    bool operator==(const DropTable&) const = default;
};

/// Changes of the table itself: its storage parameters, whether it is logged, row security.
struct AlterTable {
    ObjectName table = {};
    TableAttributes to = {};
    TableAttributes from = {};
    bool operator==(const AlterTable&) const = default;
};

struct RenameTable {
    ObjectName from = {};
    std::string to = {};
    bool operator==(const RenameTable&) const = default;
};

struct AddColumn {
    ObjectName table = {};
    Column column = {};
    bool operator==(const AddColumn&) const = default;
};

struct DropColumn {
    ObjectName table = {};
    std::string column = {};
    std::optional<Column> definition = {};  ///< what it was
    bool operator==(const DropColumn&) const = default;
};

struct RenameColumn {
    ObjectName table = {};
    std::string from = {};
    std::string to = {};
    bool operator==(const RenameColumn&) const = default;
};

/// Makes a generated column a plain one that keeps its values. Since PostgreSQL 13.
struct DropExpression {
    ObjectName table = {};
    std::string column = {};
    std::optional<Column> definition = {};  ///< what it was, with the expression
    bool operator==(const DropExpression&) const = default;
};

/// Makes a plain column a generated one. PostgreSQL can only build it anew, so its values go, and it becomes the last
/// column. Requires: nothing depends on the column.
struct AddExpression {
    ObjectName table = {};
    Column column = {};  ///< what it becomes; apart from the expression, what it is
    bool operator==(const AddExpression&) const = default;
};

struct AddConstraint {
    ObjectName table = {};
    Constraint constraint = {};
    bool operator==(const AddConstraint&) const = default;
};

struct DropConstraint {
    ObjectName table = {};
    std::string name = {};
    std::optional<Constraint> definition = {};  ///< what it was
    bool operator==(const DropConstraint&) const = default;
};

struct RenameConstraint {
    ObjectName table = {};
    std::string from = {};
    std::string to = {};
    bool operator==(const RenameConstraint&) const = default;
};

struct ValidateConstraint {
    ObjectName table = {};
    std::string name = {};
    bool operator==(const ValidateConstraint&) const = default;
};

struct CreateIndex {
    Index index = {};
    bool concurrently = false;  ///< without keeping writers out, and outside a transaction
    bool operator==(const CreateIndex&) const = default;
};

struct DropIndex {
    ObjectName name = {};
    std::optional<Index> definition = {};  ///< what it was
    bool concurrently = false;
    bool operator==(const DropIndex&) const = default;
};

struct RenameIndex {
    ObjectName from = {};
    std::string to = {};
    bool operator==(const RenameIndex&) const = default;
};

}  // namespace migrator
