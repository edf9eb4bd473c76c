// The name of each operation, as it is hashed and shown.
#pragma once

#include "migrator/operation/operation.hpp"

namespace migrator {

#define MIGRATOR_OPERATION_NAME(type, text)      \
    constexpr const char* name_of(const type&) { \
        return text;                             \
    }

MIGRATOR_OPERATION_NAME(CreateSchema, "create_schema")
MIGRATOR_OPERATION_NAME(DropSchema, "drop_schema")
MIGRATOR_OPERATION_NAME(CreateTable, "create_table")
MIGRATOR_OPERATION_NAME(DropTable, "drop_table")
MIGRATOR_OPERATION_NAME(AlterTable, "alter_table")
MIGRATOR_OPERATION_NAME(RenameTable, "rename_table")
MIGRATOR_OPERATION_NAME(AddColumn, "add_column")
MIGRATOR_OPERATION_NAME(DropColumn, "drop_column")
MIGRATOR_OPERATION_NAME(RenameColumn, "rename_column")
MIGRATOR_OPERATION_NAME(AlterColumn, "alter_column")
MIGRATOR_OPERATION_NAME(DropExpression, "drop_expression")
MIGRATOR_OPERATION_NAME(AddExpression, "add_expression")
MIGRATOR_OPERATION_NAME(AddConstraint, "add_constraint")
MIGRATOR_OPERATION_NAME(DropConstraint, "drop_constraint")
MIGRATOR_OPERATION_NAME(RenameConstraint, "rename_constraint")
MIGRATOR_OPERATION_NAME(ValidateConstraint, "validate_constraint")
MIGRATOR_OPERATION_NAME(CreateIndex, "create_index")
MIGRATOR_OPERATION_NAME(DropIndex, "drop_index")
MIGRATOR_OPERATION_NAME(RenameIndex, "rename_index")
MIGRATOR_OPERATION_NAME(CreateEnum, "create_enum")
MIGRATOR_OPERATION_NAME(DropEnum, "drop_enum")
MIGRATOR_OPERATION_NAME(AddEnumValue, "add_enum_value")
MIGRATOR_OPERATION_NAME(RenameEnumValue, "rename_enum_value")
MIGRATOR_OPERATION_NAME(RecreateEnum, "recreate_enum")
MIGRATOR_OPERATION_NAME(CreateSequence, "create_sequence")
MIGRATOR_OPERATION_NAME(AlterSequence, "alter_sequence")
MIGRATOR_OPERATION_NAME(DropSequence, "drop_sequence")
MIGRATOR_OPERATION_NAME(SetComment, "set_comment")
MIGRATOR_OPERATION_NAME(CreateObject, "create_object")
MIGRATOR_OPERATION_NAME(ReplaceObject, "replace_object")
MIGRATOR_OPERATION_NAME(DropObject, "drop_object")
MIGRATOR_OPERATION_NAME(SyncSequence, "sync_sequence")
MIGRATOR_OPERATION_NAME(Execute, "execute")
MIGRATOR_OPERATION_NAME(RunFunction, "run")
MIGRATOR_OPERATION_NAME(BulkInsert, "bulk_insert")
MIGRATOR_OPERATION_NAME(Backfill, "backfill")
MIGRATOR_OPERATION_NAME(OutsideTransaction, "execute_outside_transaction")
#undef MIGRATOR_OPERATION_NAME

}  // namespace migrator
