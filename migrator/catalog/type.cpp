// The spellings of PostgreSQL's built-in types.
#include "migrator/catalog/type.hpp"

#include <utility>

namespace migrator {

namespace {

SqlType spelled(std::string text) {
    SqlType type;
    type.text = std::move(text);
    return type;
}

SqlType serial_of(const char* integer_type) {
    SqlType type = spelled(integer_type);
    type.serial = true;
    return type;
}

}  // namespace

SqlType boolean() {
    return spelled("boolean");
}
SqlType smallint() {
    return spelled("smallint");
}
SqlType integer() {
    return spelled("integer");
}
SqlType bigint() {
    return spelled("bigint");
}
SqlType real() {
    return spelled("real");
}
SqlType double_precision() {
    return spelled("double precision");
}
SqlType numeric() {
    return spelled("numeric");
}
SqlType numeric(int precision, int scale) {
    return spelled("numeric(" + std::to_string(precision) + "," + std::to_string(scale) + ")");
}
SqlType text() {
    return spelled("text");
}
SqlType varchar() {
    return spelled("character varying");
}
SqlType varchar(int length) {
    return spelled("character varying(" + std::to_string(length) + ")");
}
SqlType character(int length) {
    return spelled("character(" + std::to_string(length) + ")");
}
SqlType bytea() {
    return spelled("bytea");
}
SqlType uuid() {
    return spelled("uuid");
}
SqlType json() {
    return spelled("json");
}
SqlType jsonb() {
    return spelled("jsonb");
}
SqlType date() {
    return spelled("date");
}
SqlType time_of_day() {
    return spelled("time without time zone");
}
SqlType timestamp() {
    return spelled("timestamp without time zone");
}
SqlType timestamptz() {
    return spelled("timestamp with time zone");
}
SqlType interval() {
    return spelled("interval");
}
SqlType inet() {
    return spelled("inet");
}
SqlType smallserial() {
    return serial_of("smallint");
}
SqlType serial() {
    return serial_of("integer");
}
SqlType bigserial() {
    return serial_of("bigint");
}

SqlType array_of(SqlType element) {
    element.array = true;
    return element;
}

SqlType named_type(ObjectName name) {
    SqlType type;
    type.named = std::move(name);
    return type;
}

SqlType sql_type(std::string spelling) {
    return spelled(std::move(spelling));
}

}  // namespace migrator
