// Operations as the C++ statements that record them.
#include "migrator/author/statement_source.hpp"

#include "migrator/author/braces.hpp"
#include "migrator/author/source_text.hpp"

namespace migrator::author {

namespace {

// `op.verb(a, b);`; arguments that are empty are left out.
std::string call(const char* verb, const std::vector<std::string>& arguments) {
    std::string statement = std::string("op.") + verb + "(";
    const char* separator = "";
    for (const std::string& argument : arguments) {
        if (argument.empty()) continue;
        statement += separator + argument;
        separator = ", ";
    }
    return statement + ");";
}

std::string text(const std::string& value) {
    return source_of_text(value);
}

std::string keys_of(const Index& index) {
    Braces braces;
    for (const IndexKey& key : index.keys)
        braces.add(source_of(key));
    return braces.text();
}

struct StatementSource {
    std::string operator()(const CreateSchema& o) const { return call("create_schema", {text(o.name)}); }
    std::string operator()(const DropSchema& o) const { return call("drop_schema", {text(o.name)}); }

    std::string operator()(const CreateTable& o) const {
        if (o.table.row_security != RowSecurity::off) return call("create_table", {source_of(o.table)});
        Braces columns(Braces::Layout::one_a_line);
        for (const Column& column : o.table.columns)
            columns.add(source_of(column));
        Braces constraints(Braces::Layout::one_a_line);
        for (const Constraint& constraint : o.table.constraints)
            constraints.add(source_of(constraint, o.table.name));
        const std::string options = source_of_options(o.table);
        const bool has_constraints = !constraints.empty() || !options.empty();
        return call("create_table",
                    {source_of(o.table.name), columns.text(), has_constraints ? constraints.text() : "", options});
    }
    std::string operator()(const DropTable& o) const {
        return call("drop_table", {o.definition ? source_of(*o.definition) : source_of(o.table)});
    }
    std::string operator()(const AlterTable& o) const {
        return call("alter_table", {source_of(o.table), source_of(o.to), source_of(o.from)});
    }
    std::string operator()(const RenameTable& o) const { return call("rename_table", {source_of(o.from), text(o.to)}); }

    std::string operator()(const AddColumn& o) const {
        return call("add_column", {source_of(o.table), source_of(o.column)});
    }
    std::string operator()(const DropColumn& o) const {
        return call("drop_column", {source_of(o.table), o.definition ? source_of(*o.definition) : text(o.column)});
    }
    std::string operator()(const RenameColumn& o) const {
        return call("rename_column", {source_of(o.table), text(o.from), text(o.to)});
    }
    std::string operator()(const AlterColumn& o) const {
        return call("alter_column", {source_of(o.table), text(o.column), change_of(o)});
    }

    std::string operator()(const DropExpression& o) const {
        return call("drop_expression", {source_of(o.table), o.definition ? source_of(*o.definition) : text(o.column)});
    }
    std::string operator()(const AddExpression& o) const {
        return call("add_expression", {source_of(o.table), source_of(o.column)});
    }

    std::string operator()(const AddConstraint& o) const {
        return call("add_constraint", {source_of(o.table), source_of(o.constraint, o.table)});
    }
    std::string operator()(const DropConstraint& o) const {
        return call("drop_constraint",
                    {source_of(o.table), o.definition ? source_of(*o.definition, o.table) : text(o.name)});
    }
    std::string operator()(const RenameConstraint& o) const {
        return call("rename_constraint", {source_of(o.table), text(o.from), text(o.to)});
    }
    std::string operator()(const ValidateConstraint& o) const {
        return call("validate_constraint", {source_of(o.table), text(o.name)});
    }

    std::string operator()(const CreateIndex& o) const {
        if (!o.index.comment.empty()) return call("create_index", {source_of(o.index)});
        const bool is_plain = o.index.options == IndexOptions{};
        return call(o.concurrently ? "create_index_concurrently" : "create_index",
                    {text(o.index.name), source_of(o.index.table), keys_of(o.index),
                     is_plain ? "" : source_of(o.index.options)});
    }
    std::string operator()(const DropIndex& o) const {
        return call(o.concurrently ? "drop_index_concurrently" : "drop_index",
                    {o.definition ? source_of(*o.definition) : source_of(o.name)});
    }
    std::string operator()(const RenameIndex& o) const { return call("rename_index", {source_of(o.from), text(o.to)}); }

    std::string operator()(const CreateEnum& o) const {
        return call("create_enum", {source_of(o.type.name), source_of_texts(o.type.labels)});
    }
    std::string operator()(const DropEnum& o) const {
        return call("drop_enum", {source_of(o.name), o.labels.empty() ? "" : source_of_texts(o.labels)});
    }
    std::string operator()(const AddEnumValue& o) const {
        switch (o.place) {
            case AddEnumValue::Place::before:
                return call("add_enum_value_before", {source_of(o.type), text(o.label), text(o.neighbour)});
            case AddEnumValue::Place::after:
                return call("add_enum_value_after", {source_of(o.type), text(o.label), text(o.neighbour)});
            case AddEnumValue::Place::end:
                break;
        }
        return call("add_enum_value", {source_of(o.type), text(o.label)});
    }
    std::string operator()(const RenameEnumValue& o) const {
        return call("rename_enum_value", {source_of(o.type), text(o.from), text(o.to)});
    }
    std::string operator()(const RecreateEnum& o) const {
        Braces uses;
        for (const EnumUse& use : o.used_by)
            uses.add(source_of(use));
        return call("recreate_enum", {source_of(o.name), source_of_texts(o.labels), uses.text(),
                                      o.former_labels.empty() ? "" : source_of_texts(o.former_labels)});
    }

    std::string operator()(const CreateSequence& o) const { return call("create_sequence", {source_of(o.sequence)}); }
    std::string operator()(const AlterSequence& o) const {
        return call("alter_sequence",
                    {source_of(o.name), source_of(o.options), o.former_options ? source_of(*o.former_options) : ""});
    }
    std::string operator()(const DropSequence& o) const {
        return call("drop_sequence", {o.definition ? source_of(*o.definition) : source_of(o.name)});
    }

    std::string operator()(const SetComment& o) const {
        const std::string former = o.former_comment ? text(*o.former_comment) : "";
        const std::string object = source_of(o.table);
        switch (o.on) {
            case SetComment::On::index:
                return call("set_index_comment", {object, text(o.comment), former});
            case SetComment::On::constraint:
                return call("set_constraint_comment", {object, text(o.column), text(o.comment), former});
            case SetComment::On::enum_type:
                return call("set_enum_comment", {object, text(o.comment), former});
            case SetComment::On::sequence:
                return call("set_sequence_comment", {object, text(o.comment), former});
            case SetComment::On::table:
                break;
        }
        if (o.column.empty()) return call("set_table_comment", {object, text(o.comment), former});
        return call("set_column_comment", {object, text(o.column), text(o.comment), former});
    }
    std::string operator()(const CreateObject& o) const { return call("create_object", {source_of(o.object)}); }
    std::string operator()(const ReplaceObject& o) const {
        return call("replace_object", {source_of(o.object), o.former ? source_of(*o.former) : "{}"});
    }
    std::string operator()(const DropObject& o) const { return call("drop_object", {source_of(o.object)}); }
    std::string operator()(const SyncSequence& o) const {
        return call("sync_sequence", {source_of(o.table), text(o.column)});
    }
    std::string operator()(const Execute& o) const {
        return call("execute", {text(o.sql.text), o.reverse ? text(o.reverse->text) : ""});
    }
    std::string operator()(const Backfill& o) const {
        return call("backfill", {"{" + source_of(o.table) + ", " + source_of_texts(o.key) + ", " + text(o.set) + ", " +
                                 text(o.where) + "}"});
    }
    std::string operator()(const OutsideTransaction& o) const {
        return call("execute_outside_transaction", {"{SqlText{" + text(o.sql.text) + "}, SqlText{" + text(o.done.text) +
                                                    "}, SqlText{" + text(o.cleanup.text) + "}}"});
    }
    std::string operator()(const RunFunction& o) const {
        return "UNDECIDED(" + text("the C++ step \"" + o.name + "\" has to be written here: op.run(…)") + ");";
    }
    std::string operator()(const BulkInsert& o) const {
        Braces rows(Braces::Layout::one_a_line);
        for (const std::vector<Value>& row : o.rows) {
            Braces values;
            for (const Value& value : row)
                values.add(source_of(value));
            rows.add(values.text());
        }
        return call("bulk_insert", {source_of(o.table), source_of_texts(o.columns), rows.text()});
    }
    static std::string change_of(const AlterColumn& o);
};

std::string StatementSource::change_of(const AlterColumn& o) {
    const auto to_type = [](const char* verb, const SqlType& type, const std::string& using_expression) {
        return std::string(verb) + "(" + source_of(type) +
               (using_expression.empty() ? "" : ", " + source_of_text(using_expression)) + ")";
    };
    std::string change = "change()";
    if (o.type) change += to_type(".type", o.type->to, o.type->using_expression);
    if (o.type && (!o.type->collation.empty() || !o.type->from_collation.empty()))
        change += ".collate(" + source_of_text(o.type->collation) + ", " + source_of_text(o.type->from_collation) + ")";
    if (o.type && o.type->from) change += to_type(".from_type", *o.type->from, o.type->using_expression_back);
    if (o.server_default) {
        const DefaultChange& value = *o.server_default;
        change += value.to ? ".set_default(" + source_of_text(*value.to) + ")" : ".drop_default()";
        if (value.from_is_known)
            change += value.from ? ".from_default(" + source_of_text(*value.from) + ")" : ".from_no_default()";
    }
    if (o.nullability) change += o.nullability->to == Nullability::not_null ? ".set_not_null()" : ".drop_not_null()";
    if (o.identity && o.identity->to) {
        change += ".set_identity(" + source_of(*o.identity->to) + ")";
        if (o.identity->from) change += ".from_identity(" + source_of(*o.identity->from) + ")";
    } else if (o.identity && o.identity->from) {
        change += ".drop_identity(" + source_of(*o.identity->from) + ")";
    }
    return change;
}

bool is_narrower(const SqlType& type, const SqlType& former) {
    const auto rank = [](const SqlType& of) { return of == smallint() ? 0 : of == integer() ? 1 : 2; };
    return rank(type) < rank(former);
}

// The bounds have to fit the type at each moment: a narrower one comes after them, both ways.
std::vector<std::string> sequence_statements(const AlterSequence& o) {
    std::vector<std::string> statements;
    const SqlType former_type = o.former_type.value_or(bigint());
    if (o.type)
        statements.push_back(
            call("set_sequence_type", {source_of(o.name), source_of(*o.type), source_of(former_type)}));
    const bool has_options =
        !(o.options == SequenceOptions{}) || !(o.former_options.value_or(SequenceOptions{}) == SequenceOptions{});
    if (has_options || (!o.type && !o.owner)) {
        const bool comes_first = o.type && is_narrower(*o.type, former_type);
        statements.insert(comes_first ? statements.begin() : statements.end(), StatementSource{}(o));
    }
    if (o.owner) {
        const SequenceOwner former = o.former_owner.value_or(SequenceOwner{});
        statements.push_back(
            call("set_sequence_owner", {source_of(o.name), source_of(o.owner->table), text(o.owner->column),
                                        source_of(former.table), text(former.column)}));
    }
    return statements;
}

}  // namespace

std::vector<std::string> statements_of(const Operation& operation) {
    if (const auto* sequence = std::get_if<AlterSequence>(&operation)) return sequence_statements(*sequence);
    std::vector<std::string> statements = {std::visit(StatementSource{}, operation)};
    if (const auto* created = std::get_if<CreateEnum>(&operation); created && !created->type.comment.empty())
        statements.push_back(
            call("set_enum_comment", {source_of(created->type.name), text(created->type.comment), text("")}));
    if (const auto* dropped = std::get_if<DropEnum>(&operation); dropped && !dropped->comment.empty())
        statements.insert(statements.begin(),
                          call("set_enum_comment", {source_of(dropped->name), text(""), text(dropped->comment)}));
    return statements;
}

bool keeps_way_back(const Operation& operation) {
    return !std::holds_alternative<AddEnumValue>(operation);
}

}  // namespace migrator::author
