// The fields of the operations in table_operation.hpp; see fields.hpp.
#pragma once

#include "migrator/operation/table_fields.hpp"

namespace migrator {

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
void fields(const DropExpression& v, Visit&& visit) {
    visit("table", v.table);
    visit("column", v.column);
}
template <class Visit>
void fields(const AddExpression& v, Visit&& visit) {
    visit("table", v.table);
    visit("column", v.column);
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
    visit("concurrently", v.concurrently);
}
template <class Visit>
void fields(const DropIndex& v, Visit&& visit) {
    visit("name", v.name);
    visit("concurrently", v.concurrently);
}
template <class Visit>
void fields(const RenameIndex& v, Visit&& visit) {
    visit("from", v.from);
    visit("to", v.to);
}

}  // namespace migrator
