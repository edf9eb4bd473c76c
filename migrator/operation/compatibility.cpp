// The class of each operation for older servers: empty text is additive, else the reason why it breaks them.
#include "migrator/operation/compatibility.hpp"

#include <set>

namespace migrator {

namespace {

struct Breakage {
    // Tables that the same step created: an older server does not use them.
    std::set<std::string> new_tables = {};

    bool is_new(const ObjectName& table) const { return new_tables.count(table.schema + "." + table.name) != 0; }

    std::string operator()(const CreateSchema&) { return {}; }
    std::string operator()(const DropSchema& o) { return "drop_schema " + o.name + ": an older server may use it"; }
    std::string operator()(const CreateTable& o) {
        new_tables.insert(o.table.name.schema + "." + o.table.name.name);
        return {};
    }
    std::string operator()(const DropTable& o) { return "drop_table " + o.table.name + ": an older server uses it"; }
    std::string operator()(const AlterTable& o) {
        if (is_new(o.table) || o.to.row_security == o.from.row_security) return {};
        return "alter_table " + o.table.name + ": row security decides anew what an older server sees";
    }
    std::string operator()(const RenameTable& o) {
        return "rename_table " + o.from.name + ": an older server's SQL fails";
    }
    std::string operator()(const AddColumn& o) {
        const Column& column = o.column;
        const bool needs_value = !column.nullable && !column.default_expression && !column.generated_expression &&
                                 !column.identity && !column.type.serial;
        if (is_new(o.table) || !needs_value) return {};
        return "add_column " + column.name + ": an older server inserts no value for it";
    }
    std::string operator()(const DropColumn& o) { return "drop_column " + o.column + ": an older server uses it"; }
    std::string operator()(const RenameColumn& o) {
        return "rename_column " + o.from + ": an older server's SQL fails";
    }
    std::string operator()(const AlterColumn& o) {
        if (is_new(o.table)) return {};
        if (o.type) return "alter_column " + o.column + ": an older server expects the former type";
        if (o.nullability && o.nullability->to == Nullability::not_null)
            return "alter_column " + o.column + ": an older server may write NULL";
        if (o.nullability) return "alter_column " + o.column + ": an older server may not expect NULL";
        if (o.server_default && !o.server_default->to)
            return "alter_column " + o.column + ": an older server may rely on the default";
        if (o.identity && !o.identity->to)
            return "alter_column " + o.column + ": an older server relies on the identity";
        return {};
    }
    std::string operator()(const DropExpression& o) {
        if (is_new(o.table)) return {};
        return "drop_expression " + o.column + ": an older server inserts no value for it";
    }
    std::string operator()(const AddExpression& o) {
        if (is_new(o.table)) return {};
        return "add_expression " + o.column.name + ": an older server may write it";
    }
    std::string operator()(const AddConstraint& o) {
        if (is_new(o.table)) return {};
        return "add_constraint " + o.constraint.name + ": what an older server writes may be rejected";
    }
    std::string operator()(const DropConstraint&) { return {}; }
    std::string operator()(const RenameConstraint&) { return {}; }
    std::string operator()(const ValidateConstraint&) { return {}; }
    std::string operator()(const CreateIndex& o) {
        if (!o.index.options.unique || is_new(o.index.table)) return {};
        return "create_index " + o.index.name + ": unique, so what an older server writes may be rejected";
    }
    std::string operator()(const DropIndex&) { return {}; }
    std::string operator()(const RenameIndex&) { return {}; }
    std::string operator()(const CreateEnum&) { return {}; }
    std::string operator()(const DropEnum& o) { return "drop_enum " + o.name.name + ": an older server may use it"; }
    std::string operator()(const AddEnumValue&) { return {}; }
    std::string operator()(const RenameEnumValue& o) {
        return "rename_enum_value " + o.from + ": an older server writes the former label";
    }
    std::string operator()(const RecreateEnum& o) {
        return "recreate_enum " + o.name.name + ": an older server may write a removed label";
    }
    std::string operator()(const CreateSequence&) { return {}; }
    std::string operator()(const AlterSequence&) { return {}; }
    std::string operator()(const DropSequence& o) {
        return "drop_sequence " + o.name.name + ": an older server may use it";
    }
    std::string operator()(const SetComment&) { return {}; }
    std::string operator()(const CreateObject& o) {
        const bool acts_on_writes =
            o.object.kind == RawObject::Kind::trigger || o.object.kind == RawObject::Kind::policy;
        if (!acts_on_writes || is_new(o.object.table)) return {};
        return "create_object " + o.object.name.name + ": it acts on what an older server writes";
    }
    std::string operator()(const ReplaceObject& o) {
        if (o.former && o.former->definition == o.object.definition) return {};
        return "replace_object " + o.object.name.name + ": an older server expects the former definition";
    }
    std::string operator()(const DropObject& o) {
        return "drop_object " + o.object.name.name + ": an older server may use it";
    }
    std::string operator()(const SyncSequence&) { return {}; }
    std::string operator()(const Execute&) { return "execute: raw SQL cannot be judged"; }
    std::string operator()(const RunFunction& o) { return "run \"" + o.name + "\": C++ cannot be judged"; }
    std::string operator()(const BulkInsert&) { return {}; }
    std::string operator()(const Backfill& o) {
        return "backfill of " + o.table.name + ": an older server may use the columns that it sets";
    }
    std::string operator()(const OutsideTransaction&) {
        return "execute_outside_transaction: raw SQL cannot be judged";
    }
};

}  // namespace

CompatibilityFinding find_compatibility(const std::vector<Operation>& operations) {
    Breakage breakage;
    for (const Operation& operation : operations) {
        std::string reason = std::visit(breakage, operation);
        if (!reason.empty()) return {true, std::move(reason)};
    }
    return {};
}

}  // namespace migrator
