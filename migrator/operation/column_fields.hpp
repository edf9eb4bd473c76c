// The fields of names, types, sequences and columns; see fields.hpp.
#pragma once

#include "migrator/operation/operation.hpp"

namespace migrator {

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

}  // namespace migrator
