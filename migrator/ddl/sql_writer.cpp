// Quoting by PostgreSQL's rules.
#include "migrator/ddl/sql_writer.hpp"

#include "migrator/catalog/plain_name.hpp"

namespace migrator {

namespace {

std::string enclosed(std::string_view text, char quote) {
    std::string out(1, quote);
    for (const char c : text) {
        out += c;
        if (c == quote) out += quote;
    }
    return out + quote;
}

const char* serial_name(const SqlType& type) {
    if (type.text == "smallint") return "smallserial";
    return type.text == "bigint" ? "bigserial" : "serial";
}

}  // namespace

std::string quoted(Identifier identifier) {
    return is_plain_name(identifier.name) ? std::string(identifier.name) : enclosed(identifier.name, '"');
}

std::string quoted(Literal literal) {
    return enclosed(literal.value, '\'');
}

SqlWriter& SqlWriter::operator<<(const ObjectName& name) {
    if (!name.schema.empty()) *this << Identifier{name.schema} << ".";
    return *this << Identifier{name.name};
}

SqlWriter& SqlWriter::operator<<(const SqlType& type) {
    if (!type.named.name.empty())
        *this << type.named;
    else
        append(type.serial ? serial_name(type) : type.text);
    return type.array ? append("[]") : *this;
}

SqlWriter& SqlWriter::names(const std::vector<std::string>& names) {
    const char* separator = "(";
    for (const std::string& name : names) {
        *this << separator << Identifier{name};
        separator = ", ";
    }
    return append(")");
}

SqlWriter& SqlWriter::literals(const std::vector<std::string>& values) {
    append("(");
    const char* separator = "";
    for (const std::string& value : values) {
        *this << separator << Literal{value};
        separator = ", ";
    }
    return append(")");
}

}  // namespace migrator
