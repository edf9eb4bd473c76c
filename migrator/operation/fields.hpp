// The fields of each operation and of the values in it, listed once for everything that walks over them.
#pragma once

#include "migrator/operation/operation.hpp"

namespace migrator {

// For each type: the name of an operation (operations only), and fields(value, visit), which calls visit(name, field)
// for each field in the order of the declaration.

template <class Visit>
void fields(const ObjectName& v, Visit&& visit) {
    visit("schema", v.schema);
    visit("name", v.name);
}
template <class Visit>
void fields(const SqlText& v, Visit&& visit) {
    visit("sql", v.text);
}
template <class Visit>
void fields(const SqlType& v, Visit&& visit) {
    visit("text", v.text);
    visit("named", v.named);
    visit("array", v.array);
    visit("serial", v.serial);
}
template <class Visit>
void fields(const SequenceOptions& v, Visit&& visit) {
    visit("start", v.start);
    visit("increment", v.increment);
    visit("min_value", v.min_value);
    visit("max_value", v.max_value);
    visit("cache", v.cache);
    visit("cycle", v.cycle);
}
template <class Visit>
void fields(const Sequence& v, Visit&& visit) {
    visit("name", v.name);
    visit("type", v.type);
    visit("options", v.options);
    visit("owned_by_table", v.owned_by_table);
    visit("owned_by_column", v.owned_by_column);
    visit("comment", v.comment);
}
template <class Visit>
void fields(const Identity& v, Visit&& visit) {
    visit("kind", static_cast<long long>(v.kind));
    visit("options", v.options);
}
template <class Visit>
void fields(const Column& v, Visit&& visit) {
    visit("name", v.name);
    visit("type", v.type);
    visit("not_null", !v.nullable);
    visit("default", v.default_expression);
    visit("generated", v.generated_expression);
    visit("identity", v.identity);
    visit("collation", v.collation);
    visit("comment", v.comment);
}
template <class Visit>
void fields(const StorageParameter& v, Visit&& visit) {
    visit("name", v.name);
    visit("value", v.value);
}
template <class Visit>
void fields(const PrimaryKey& v, Visit&& visit) {
    visit("columns", v.columns);
    visit("include", v.include);
    visit("deferral", static_cast<long long>(v.deferral));
    visit("using_index", v.using_index);
    visit("with", v.with);
}
template <class Visit>
void fields(const Unique& v, Visit&& visit) {
    visit("columns", v.columns);
    visit("include", v.include);
    visit("nulls_not_distinct", v.nulls_not_distinct);
    visit("deferral", static_cast<long long>(v.deferral));
    visit("using_index", v.using_index);
    visit("with", v.with);
}
template <class Visit>
void fields(const Check& v, Visit&& visit) {
    visit("expression", v.expression);
    visit("no_inherit", v.no_inherit);
    visit("not_valid", v.not_valid);
}
template <class Visit>
void fields(const ForeignKey& v, Visit&& visit) {
    visit("columns", v.columns);
    visit("references", v.references);
    visit("referenced_columns", v.referenced_columns);
    visit("on_delete", static_cast<long long>(v.on_delete));
    visit("on_update", static_cast<long long>(v.on_update));
    visit("match", static_cast<long long>(v.match));
    visit("deferral", static_cast<long long>(v.deferral));
    visit("not_valid", v.not_valid);
    visit("on_delete_columns", v.on_delete_columns);
}
template <class Visit>
void fields(const ExcludeElement& v, Visit&& visit) {
    visit("expression", v.expression);
    visit("operator", v.operator_);
    visit("operator_class", v.operator_class);
}
template <class Visit>
void fields(const Exclude& v, Visit&& visit) {
    visit("method", v.method);
    visit("elements", v.elements);
    visit("where", v.where);
    visit("deferral", static_cast<long long>(v.deferral));
    visit("with", v.with);
}
template <class Visit>
void fields(const Constraint& v, Visit&& visit) {
    constexpr const char* kinds[] = {"primary_key", "unique", "check", "foreign_key", "exclude"};
    visit("name", v.name);
    std::visit([&](const auto& kind) { visit(kinds[v.kind.index()], kind); }, v.kind);
    visit("comment", v.comment);
}
template <class Visit>
void fields(const IndexKey& v, Visit&& visit) {
    visit("column", v.column);
    visit("expression", v.expression);
    visit("collation", v.collation);
    visit("operator_class", v.operator_class);
    visit("descending", v.descending);
    visit("nulls", static_cast<long long>(v.nulls));
}
template <class Visit>
void fields(const IndexOptions& v, Visit&& visit) {
    visit("unique", v.unique);
    visit("nulls_not_distinct", v.nulls_not_distinct);
    visit("method", v.method);
    visit("include", v.include);
    visit("where", v.where);
    visit("with", v.with);
    visit("tablespace", v.tablespace);
}
template <class Visit>
void fields(const Index& v, Visit&& visit) {
    visit("name", v.name);
    visit("table", v.table);
    visit("keys", v.keys);
    visit("options", v.options);
    visit("comment", v.comment);
}
template <class Visit>
void fields(const PartitionOf& v, Visit&& visit) {
    visit("parent", v.parent);
    visit("bound", v.bound);
}
template <class Visit>
void fields(const Table& v, Visit&& visit) {
    visit("name", v.name);
    visit("columns", v.columns);
    visit("constraints", v.constraints);
    visit("unlogged", v.unlogged);
    visit("partition_by", v.partition_by);
    visit("with", v.with);
    visit("tablespace", v.tablespace);
    visit("comment", v.comment);
    visit("partition_of", v.partition_of);
    visit("inherits", v.inherits);
    visit("row_security", static_cast<long long>(v.row_security));
}
template <class Visit>
void fields(const TableAttributes& v, Visit&& visit) {
    visit("unlogged", v.unlogged);
    visit("with", v.with);
    visit("row_security", static_cast<long long>(v.row_security));
}
template <class Visit>
void fields(const RawObject& v, Visit&& visit) {
    visit("kind", static_cast<long long>(v.kind));
    visit("name", v.name);
    visit("table", v.table);
    visit("arguments", v.arguments);
    visit("definition", v.definition);
    visit("comment", v.comment);
}
template <class Visit>
void fields(const SequenceOwner& v, Visit&& visit) {
    visit("table", v.table);
    visit("column", v.column);
}
template <class Visit>
void fields(const EnumType& v, Visit&& visit) {
    visit("name", v.name);
    visit("labels", v.labels);
    visit("comment", v.comment);
}
template <class Visit>
void fields(const EnumUse& v, Visit&& visit) {
    visit("table", v.table);
    visit("column", v.column);
    visit("default", v.default_expression);
    visit("array", v.array);
}
template <class Visit>
void fields(const TypeChange& v, Visit&& visit) {
    visit("to", v.to);
    visit("using", v.using_expression);
    visit("collation", v.collation);
}
template <class Visit>
void fields(const DefaultChange& v, Visit&& visit) {
    visit("to", v.to);
}
template <class Visit>
void fields(const NullabilityChange& v, Visit&& visit) {
    visit("not_null", v.to == Nullability::not_null);
}
template <class Visit>
void fields(const IdentityChange& v, Visit&& visit) {
    visit("to", v.to);
    visit("alters", v.to.has_value() && v.from.has_value());
}

// What an operation keeps only for the way back (a definition, former labels) does not change what it does, so it is
// no field here.

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
#undef MIGRATOR_OPERATION_NAME

template <class Visit>
void fields(const CreateSchema& v, Visit&& visit) {
    visit("name", v.name);
}
template <class Visit>
void fields(const DropSchema& v, Visit&& visit) {
    visit("name", v.name);
}
template <class Visit>
void fields(const CreateTable& v, Visit&& visit) {
    visit("table", v.table);
}
template <class Visit>
void fields(const DropTable& v, Visit&& visit) {
    visit("table", v.table);
}
template <class Visit>
void fields(const AlterTable& v, Visit&& visit) {
    visit("table", v.table);
    visit("to", v.to);
    visit("from", v.from);
}
template <class Visit>
void fields(const RenameTable& v, Visit&& visit) {
    visit("from", v.from);
    visit("to", v.to);
}
template <class Visit>
void fields(const AddColumn& v, Visit&& visit) {
    visit("table", v.table);
    visit("column", v.column);
}
template <class Visit>
void fields(const DropColumn& v, Visit&& visit) {
    visit("table", v.table);
    visit("column", v.column);
}
template <class Visit>
void fields(const RenameColumn& v, Visit&& visit) {
    visit("table", v.table);
    visit("from", v.from);
    visit("to", v.to);
}
template <class Visit>
void fields(const AlterColumn& v, Visit&& visit) {
    visit("table", v.table);
    visit("column", v.column);
    visit("type", v.type);
    visit("default", v.server_default);
    visit("nullability", v.nullability);
    visit("identity", v.identity);
}
template <class Visit>
void fields(const AddConstraint& v, Visit&& visit) {
    visit("table", v.table);
    visit("constraint", v.constraint);
}
template <class Visit>
void fields(const DropConstraint& v, Visit&& visit) {
    visit("table", v.table);
    visit("name", v.name);
}
template <class Visit>
void fields(const RenameConstraint& v, Visit&& visit) {
    visit("table", v.table);
    visit("from", v.from);
    visit("to", v.to);
}
template <class Visit>
void fields(const ValidateConstraint& v, Visit&& visit) {
    visit("table", v.table);
    visit("name", v.name);
}
template <class Visit>
void fields(const CreateIndex& v, Visit&& visit) {
    visit("index", v.index);
}
template <class Visit>
void fields(const DropIndex& v, Visit&& visit) {
    visit("name", v.name);
}
template <class Visit>
void fields(const RenameIndex& v, Visit&& visit) {
    visit("from", v.from);
    visit("to", v.to);
}
template <class Visit>
void fields(const CreateEnum& v, Visit&& visit) {
    visit("type", v.type);
}
template <class Visit>
void fields(const DropEnum& v, Visit&& visit) {
    visit("name", v.name);
}
template <class Visit>
void fields(const AddEnumValue& v, Visit&& visit) {
    visit("type", v.type);
    visit("label", v.label);
    visit("place", static_cast<long long>(v.place));
    visit("neighbour", v.neighbour);
}
template <class Visit>
void fields(const RenameEnumValue& v, Visit&& visit) {
    visit("type", v.type);
    visit("from", v.from);
    visit("to", v.to);
}
template <class Visit>
void fields(const RecreateEnum& v, Visit&& visit) {
    visit("name", v.name);
    visit("labels", v.labels);
    visit("used_by", v.used_by);
}
template <class Visit>
void fields(const CreateSequence& v, Visit&& visit) {
    visit("sequence", v.sequence);
}
template <class Visit>
void fields(const AlterSequence& v, Visit&& visit) {
    visit("name", v.name);
    visit("options", v.options);
    visit("type", v.type);
    visit("owner", v.owner);
}
template <class Visit>
void fields(const DropSequence& v, Visit&& visit) {
    visit("name", v.name);
}
template <class Visit>
void fields(const SetComment& v, Visit&& visit) {
    visit("table", v.table);
    visit("column", v.column);
    visit("comment", v.comment);
    visit("on", static_cast<long long>(v.on));
}
template <class Visit>
void fields(const CreateObject& v, Visit&& visit) {
    visit("object", v.object);
}
template <class Visit>
void fields(const ReplaceObject& v, Visit&& visit) {
    visit("object", v.object);
}
template <class Visit>
void fields(const DropObject& v, Visit&& visit) {
    visit("kind", static_cast<long long>(v.object.kind));
    visit("name", v.object.name);
    visit("table", v.object.table);
    visit("arguments", v.object.arguments);
}
template <class Visit>
void fields(const SyncSequence& v, Visit&& visit) {
    visit("table", v.table);
    visit("column", v.column);
}
template <class Visit>
void fields(const Execute& v, Visit&& visit) {
    visit("sql", v.sql);
}
template <class Visit>
void fields(const RunFunction& v, Visit&& visit) {
    visit("name", v.name);
}
template <class Visit>
void fields(const BulkInsert& v, Visit&& visit) {
    visit("table", v.table);
    visit("columns", v.columns);
    visit("rows", v.rows);
}

}  // namespace migrator
