// The closed list of schema changes. One value is recorded by a step, rendered as SQL, inverted, classed and hashed.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "migrator/catalog/enum_type.hpp"
#include "migrator/catalog/raw_object.hpp"
#include "migrator/operation/table_operation.hpp"

namespace migrator {

// What a drop removed is kept where the author gave it, so that the drop can be undone exactly.

struct CreateEnum {
    EnumType type = {};
    bool operator==(const CreateEnum&) const = default;
};

struct DropEnum {
    ObjectName name = {};
    std::vector<std::string> labels = {};  ///< what it was; empty when not told
    std::string comment = {};              ///< what it was
    bool operator==(const DropEnum&) const = default;
};

/// Adds a label at the end, or beside another one.
struct AddEnumValue {
    enum class Place { end, before, after };
    ObjectName type = {};
    std::string label = {};
    Place place = Place::end;
    std::string neighbour = {};
    std::vector<std::string> former_labels = {};  ///< for the way back, which builds the type anew
    std::vector<EnumUse> used_by = {};            ///< likewise
    bool operator==(const AddEnumValue&) const = default;
};

struct RenameEnumValue {
    ObjectName type = {};
    std::string from = {};
    std::string to = {};
    bool operator==(const RenameEnumValue&) const = default;
};

/// Gives an enum type another list of labels by building it anew and converting the columns that use it.
/// The only way to remove a label. Fails when a row holds a label that is no longer in the list.
struct RecreateEnum {
    ObjectName name = {};
    std::vector<std::string> labels = {};
    std::vector<EnumUse> used_by = {};
    std::vector<std::string> former_labels = {};  ///< for the way back; empty when not told
    bool operator==(const RecreateEnum&) const = default;
};

struct CreateSequence {
    Sequence sequence = {};
    bool operator==(const CreateSequence&) const = default;
};

/// The column that takes its sequence along when it is dropped; nothing in it: no such column.
struct SequenceOwner {
    ObjectName table = {};
    std::string column = {};
    bool operator==(const SequenceOwner&) const = default;
};

struct AlterSequence {
    ObjectName name = {};
    SequenceOptions options = {};
    std::optional<SequenceOptions> former_options = {};
    std::optional<SqlType> type = {};
    std::optional<SqlType> former_type = {};
    std::optional<SequenceOwner> owner = {};
    std::optional<SequenceOwner> former_owner = {};
    bool operator==(const AlterSequence&) const = default;
};

struct DropSequence {
    ObjectName name = {};
    std::optional<Sequence> definition = {};  ///< what it was
    bool operator==(const DropSequence&) const = default;
};

/// A comment on a table, on one of its columns, or on another object; an empty text removes it.
struct SetComment {
    enum class On { table, index, constraint, enum_type, sequence };
    ObjectName table = {};    ///< of another object: its own name; of a constraint: its table
    std::string column = {};  ///< empty: on the table; of a constraint: its name
    std::string comment = {};
    std::optional<std::string> former_comment = {};
    On on = On::table;
    bool operator==(const SetComment&) const = default;
};

/// A view, function, trigger or the like, by its whole CREATE statement.
struct CreateObject {
    RawObject object = {};
    bool operator==(const CreateObject&) const = default;
};

/// Another definition or comment in place. Requires: a definition that changes is a CREATE OR REPLACE that can run.
struct ReplaceObject {
    RawObject object = {};
    std::optional<RawObject> former = {};  ///< what it was
    bool operator==(const ReplaceObject&) const = default;
};

struct DropObject {
    RawObject object = {};  ///< its definition, where told, is what it was
    bool operator==(const DropObject&) const = default;
};

/// Moves the sequence of a serial or identity column behind the largest value of the column.
struct SyncSequence {
    ObjectName table = {};
    std::string column = {};
    bool operator==(const SyncSequence&) const = default;
};

/// SQL as it is, one or several statements, without BEGIN or COMMIT.
struct Execute {
    SqlText sql = {};
    std::optional<SqlText> reverse = {};  ///< what undoes it
    bool operator==(const Execute&) const = default;
};

/// Work that has to look at data. The name stands for the code in the checksum: give a new name to new code.
struct RunFunction {
    std::string name = {};
    StepFunction function = nullptr;
    std::optional<SqlText> offline_sql = {};  ///< what a script holds in its place
    bool operator==(const RunFunction&) const = default;
};

struct BulkInsert {
    ObjectName table = {};
    std::vector<std::string> columns = {};
    std::vector<std::vector<Value>> rows = {};
    bool operator==(const BulkInsert&) const = default;
};

using Operation =
    std::variant<CreateSchema, DropSchema, CreateTable, DropTable, AlterTable, RenameTable, AddColumn, DropColumn,
                 RenameColumn, AlterColumn, DropExpression, AddExpression, AddConstraint, DropConstraint,
                 RenameConstraint, ValidateConstraint, CreateIndex, DropIndex, RenameIndex, CreateEnum, DropEnum,
                 AddEnumValue, RenameEnumValue, RecreateEnum, CreateSequence, AlterSequence, DropSequence, SetComment,
                 CreateObject, ReplaceObject, DropObject, SyncSequence, Execute, RunFunction, BulkInsert, Backfill,
                 OutsideTransaction>;

}  // namespace migrator
