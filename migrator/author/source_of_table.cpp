// Tables, constraints, indexes and whole objects as C++ source.
#include "migrator/author/braces.hpp"
#include "migrator/author/source_text.hpp"

namespace migrator::author {

namespace {

const char* word_of(Deferral deferral) {
    return deferral == Deferral::initially_deferred ? "Deferral::initially_deferred" : "Deferral::initially_immediate";
}

const char* word_of(ReferentialAction action) {
    switch (action) {
        case ReferentialAction::restrict:
            return "ReferentialAction::restrict";
        case ReferentialAction::cascade:
            return "ReferentialAction::cascade";
        case ReferentialAction::set_null:
            return "ReferentialAction::set_null";
        case ReferentialAction::set_default:
            return "ReferentialAction::set_default";
        case ReferentialAction::no_action:
            break;
    }
    return "ReferentialAction::no_action";
}

void add_storage_parameters(Braces& braces, const std::vector<StorageParameter>& parameters) {
    if (parameters.empty()) return;
    Braces list;
    for (const StorageParameter& parameter : parameters)
        list.add("{" + source_of_text(parameter.name) + ", " + source_of_text(parameter.value) + "}");
    braces.field("with", list.text());
}

// A constraint that the short functions of catalog/constraint.hpp can make is written with them, others in full.
struct ConstraintSource {
    std::string operator()(const PrimaryKey& key) const {
        const PrimaryKey plain{.columns = key.columns};
        if (key == plain) return "primary_key(" + source_of_texts(key.columns) + ")";
        Braces braces("PrimaryKey");
        braces.texts("columns", key.columns).texts("include", key.include);
        if (key.deferral != Deferral::not_deferrable) braces.field("deferral", word_of(key.deferral));
        braces.quoted("using_index", key.using_index);
        add_storage_parameters(braces, key.with);
        return in_full(braces);
    }
    std::string operator()(const Unique& key) const {
        const Unique plain{.columns = key.columns};
        if (key == plain) return "unique(" + source_of_texts(key.columns) + ")";
        Braces braces("Unique");
        braces.texts("columns", key.columns).texts("include", key.include);
        braces.flag("nulls_not_distinct", key.nulls_not_distinct);
        if (key.deferral != Deferral::not_deferrable) braces.field("deferral", word_of(key.deferral));
        braces.quoted("using_index", key.using_index);
        add_storage_parameters(braces, key.with);
        return in_full(braces);
    }
    std::string operator()(const Check& rule) const {
        if (!rule.no_inherit && !rule.not_valid) return "check(" + source_of_text(rule.expression) + ")";
        Braces braces("Check");
        braces.quoted("expression", rule.expression);
        braces.flag("no_inherit", rule.no_inherit).flag("not_valid", rule.not_valid);
        return in_full(braces);
    }
    std::string operator()(const ForeignKey& key) const {
        Braces options;
        if (key.on_delete != ReferentialAction::no_action) options.field("on_delete", word_of(key.on_delete));
        if (key.on_update != ReferentialAction::no_action) options.field("on_update", word_of(key.on_update));
        if (key.match == MatchKind::full) options.field("match", "MatchKind::full");
        if (key.deferral != Deferral::not_deferrable) options.field("deferral", word_of(key.deferral));
        options.flag("not_valid", key.not_valid);
        if (!key.on_delete_columns.empty()) {
            Braces braces("ForeignKey");
            braces.texts("columns", key.columns).field("references", source_of(key.references));
            braces.texts("referenced_columns", key.referenced_columns);
            braces.append(options).texts("on_delete_columns", key.on_delete_columns);
            return in_full(braces);
        }
        return "foreign_key(" + source_of_texts(key.columns) + ", " + source_of(key.references) + ", " +
               source_of_texts(key.referenced_columns) + (options.empty() ? "" : ", " + options.text()) + ")";
    }
    std::string operator()(const Exclude& rule) const {
        Braces elements;
        for (const ExcludeElement& element : rule.elements) {
            Braces braces;
            braces.quoted("expression", element.expression).quoted("operator_", element.operator_);
            braces.quoted("operator_class", element.operator_class);
            elements.add(braces.text());
        }
        if (rule.deferral == Deferral::not_deferrable && rule.with.empty())
            return "exclude(" + elements.text() + ", " + source_of_text(rule.method) +
                   (rule.where.empty() ? "" : ", " + source_of_text(rule.where)) + ")";
        Braces braces("Exclude");
        braces.quoted("method", rule.method).field("elements", elements.text()).quoted("where", rule.where);
        if (rule.deferral != Deferral::not_deferrable) braces.field("deferral", word_of(rule.deferral));
        add_storage_parameters(braces, rule.with);
        return in_full(braces);
    }

    static std::string in_full(const Braces& kind) {
        Braces braces("Constraint");
        braces.field("kind", kind.text());
        return braces.text();
    }
};

}  // namespace

std::string source_of(const Constraint& constraint, const ObjectName& table) {
    std::string source = std::visit(ConstraintSource{}, constraint.kind);
    if (!constraint.comment.empty()) source += ".with_comment(" + source_of_text(constraint.comment) + ")";
    if (constraint.name.empty() || constraint.name == default_constraint_name(table.name, constraint.kind))
        return source;
    return source + ".named(" + source_of_text(constraint.name) + ")";
}

std::string source_of(const IndexKey& key) {
    const bool is_plain =
        key.collation.empty() && key.operator_class.empty() && !key.descending && key.nulls == NullsOrder::standard;
    if (is_plain && key.expression.empty()) return source_of_text(key.column);
    std::string source = key.expression.empty() ? "IndexKey(" + source_of_text(key.column) + ")"
                                                : "on_expression(" + source_of_text(key.expression) + ")";
    if (!key.collation.empty()) source += ".collate(" + source_of_text(key.collation) + ")";
    if (!key.operator_class.empty()) source += ".with_operator_class(" + source_of_text(key.operator_class) + ")";
    if (key.descending) source += ".desc()";
    if (key.nulls == NullsOrder::first) source += ".nulls_order(NullsOrder::first)";
    if (key.nulls == NullsOrder::last) source += ".nulls_order(NullsOrder::last)";
    return source;
}

std::string source_of(const IndexOptions& options) {
    Braces braces;
    braces.flag("unique", options.unique).flag("nulls_not_distinct", options.nulls_not_distinct);
    if (options.method != "btree") braces.quoted("method", options.method);
    braces.texts("include", options.include).quoted("where", options.where);
    add_storage_parameters(braces, options.with);
    braces.quoted("tablespace", options.tablespace);
    return braces.text();
}

namespace {

std::string source_of_keys(const std::vector<IndexKey>& keys) {
    Braces braces;
    for (const IndexKey& key : keys)
        braces.add(source_of(key));
    return braces.text();
}

}  // namespace

std::string source_of(const Index& index) {
    Braces braces("Index");
    braces.quoted("name", index.name).field("table", source_of(index.table));
    braces.field("keys", source_of_keys(index.keys));
    if (!(index.options == IndexOptions{})) braces.field("options", source_of(index.options));
    return braces.quoted("comment", index.comment).text();
}

namespace {

// What TableOptions holds, too.
void add_options(Braces& braces, const Table& table) {
    braces.flag("unlogged", table.unlogged).quoted("partition_by", table.partition_by);
    add_storage_parameters(braces, table.with);
    braces.quoted("tablespace", table.tablespace).quoted("comment", table.comment);
    if (table.partition_of) {
        Braces parent("PartitionOf");
        parent.field("parent", source_of(table.partition_of->parent)).quoted("bound", table.partition_of->bound);
        braces.field("partition_of", parent.text());
    }
    if (table.inherits.empty()) return;
    Braces parents;
    for (const ObjectName& parent : table.inherits)
        parents.add("ObjectName(" + (parent.schema.empty() ? "" : source_of_text(parent.schema) + ", ") +
                    source_of_text(parent.name) + ")");
    braces.field("inherits", parents.text());
}

const char* word_of(RowSecurity security) {
    switch (security) {
        case RowSecurity::on:
            return "RowSecurity::on";
        case RowSecurity::forced:
            return "RowSecurity::forced";
        case RowSecurity::off:
            break;
    }
    return "RowSecurity::off";
}

}  // namespace

std::string source_of_options(const Table& table) {
    Braces braces;
    add_options(braces, table);
    return braces.empty() ? std::string() : braces.text();
}

std::string source_of(const Table& table) {
    Braces columns(Braces::Layout::one_a_line);
    for (const Column& column : table.columns)
        columns.add(source_of(column));
    Braces braces("Table");
    braces.field("name", source_of(table.name)).field("columns", columns.text());
    if (!table.constraints.empty()) {
        Braces constraints(Braces::Layout::one_a_line);
        for (const Constraint& constraint : table.constraints)
            constraints.add(source_of(constraint, table.name));
        braces.field("constraints", constraints.text());
    }
    add_options(braces, table);
    if (table.row_security != RowSecurity::off) braces.field("row_security", word_of(table.row_security));
    return braces.text();
}

std::string source_of(const TableAttributes& attributes) {
    Braces braces;
    braces.flag("unlogged", attributes.unlogged);
    add_storage_parameters(braces, attributes.with);
    if (attributes.row_security != RowSecurity::off) braces.field("row_security", word_of(attributes.row_security));
    return braces.text();
}

namespace {

const char* word_of(RawObject::Kind kind) {
    switch (kind) {
        case RawObject::Kind::extension:
            return "RawObject::Kind::extension";
        case RawObject::Kind::domain:
            return "RawObject::Kind::domain";
        case RawObject::Kind::function:
            return "RawObject::Kind::function";
        case RawObject::Kind::procedure:
            return "RawObject::Kind::procedure";
        case RawObject::Kind::view:
            return "RawObject::Kind::view";
        case RawObject::Kind::materialized_view:
            return "RawObject::Kind::materialized_view";
        case RawObject::Kind::trigger:
            return "RawObject::Kind::trigger";
        case RawObject::Kind::policy:
            break;
    }
    return "RawObject::Kind::policy";
}

}  // namespace

std::string source_of(const RawObject& object) {
    Braces braces("RawObject");
    braces.field("kind", word_of(object.kind)).field("name", source_of(object.name));
    if (!object.table.name.empty()) braces.field("table", source_of(object.table));
    braces.quoted("arguments", object.arguments);
    braces.field("definition", "{" + source_of_text(object.definition.text) + "}");
    return braces.quoted("comment", object.comment).text();
}

}  // namespace migrator::author
