// The fields of constraints, indexes, tables and of what operations take beside them; see fields.hpp.
#pragma once

#include "migrator/operation/column_fields.hpp"

namespace migrator {

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

}  // namespace migrator
