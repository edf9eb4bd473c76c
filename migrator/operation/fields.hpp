// The fields of each operation and of the values in it, listed once for everything that walks over them.
#pragma once

#include "migrator/operation/operation_names.hpp"
#include "migrator/operation/table_operation_fields.hpp"

namespace migrator {

// For each type: the name of an operation (operations only), and fields(value, visit), which calls visit(name, field)
// for each field in the order of the declaration.

// What an operation keeps only for the way back (a definition, former labels) does not change what it does, so it is
// no field here.

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
template <class Visit>
void fields(const Backfill& v, Visit&& visit) {
    visit("table", v.table);
    visit("key", v.key);
    visit("set", v.set);
    visit("where", v.where);
}
template <class Visit>
void fields(const OutsideTransaction& v, Visit&& visit) {
    visit("sql", v.sql);
    visit("done", v.done);
    visit("cleanup", v.cleanup);
}

}  // namespace migrator
