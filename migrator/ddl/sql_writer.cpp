// Quoting by PostgreSQL's rules.
#include "migrator/ddl/sql_writer.hpp"

#include <algorithm>
#include <iterator>

namespace migrator {

namespace {

// Keywords that cannot be a plain column or table name: pg_get_keywords() where catcode <> 'U', PostgreSQL 13 to 17.
constexpr std::string_view keywords[] = {"all",
                                         "analyse",
                                         "analyze",
                                         "and",
                                         "any",
                                         "array",
                                         "as",
                                         "asc",
                                         "asymmetric",
                                         "authorization",
                                         "between",
                                         "bigint",
                                         "binary",
                                         "bit",
                                         "boolean",
                                         "both",
                                         "case",
                                         "cast",
                                         "char",
                                         "character",
                                         "check",
                                         "coalesce",
                                         "collate",
                                         "collation",
                                         "column",
                                         "concurrently",
                                         "constraint",
                                         "create",
                                         "cross",
                                         "current_catalog",
                                         "current_date",
                                         "current_role",
                                         "current_schema",
                                         "current_time",
                                         "current_timestamp",
                                         "current_user",
                                         "dec",
                                         "decimal",
                                         "default",
                                         "deferrable",
                                         "desc",
                                         "distinct",
                                         "do",
                                         "else",
                                         "end",
                                         "except",
                                         "exists",
                                         "extract",
                                         "false",
                                         "fetch",
                                         "float",
                                         "for",
                                         "foreign",
                                         "freeze",
                                         "from",
                                         "full",
                                         "grant",
                                         "greatest",
                                         "group",
                                         "grouping",
                                         "having",
                                         "ilike",
                                         "in",
                                         "initially",
                                         "inner",
                                         "inout",
                                         "int",
                                         "integer",
                                         "intersect",
                                         "interval",
                                         "into",
                                         "is",
                                         "isnull",
                                         "join",
                                         "json",
                                         "json_array",
                                         "json_arrayagg",
                                         "json_exists",
                                         "json_object",
                                         "json_objectagg",
                                         "json_query",
                                         "json_scalar",
                                         "json_serialize",
                                         "json_table",
                                         "json_value",
                                         "lateral",
                                         "leading",
                                         "least",
                                         "left",
                                         "like",
                                         "limit",
                                         "localtime",
                                         "localtimestamp",
                                         "merge_action",
                                         "national",
                                         "natural",
                                         "nchar",
                                         "none",
                                         "normalize",
                                         "not",
                                         "notnull",
                                         "null",
                                         "nullif",
                                         "numeric",
                                         "offset",
                                         "on",
                                         "only",
                                         "or",
                                         "order",
                                         "out",
                                         "outer",
                                         "overlaps",
                                         "overlay",
                                         "placing",
                                         "position",
                                         "precision",
                                         "primary",
                                         "real",
                                         "references",
                                         "returning",
                                         "right",
                                         "row",
                                         "select",
                                         "session_user",
                                         "setof",
                                         "similar",
                                         "smallint",
                                         "some",
                                         "substring",
                                         "symmetric",
                                         "system_user",
                                         "table",
                                         "tablesample",
                                         "then",
                                         "time",
                                         "timestamp",
                                         "to",
                                         "trailing",
                                         "treat",
                                         "trim",
                                         "true",
                                         "union",
                                         "unique",
                                         "user",
                                         "using",
                                         "values",
                                         "varchar",
                                         "variadic",
                                         "verbose",
                                         "when",
                                         "where",
                                         "window",
                                         "with",
                                         "xmlattributes",
                                         "xmlconcat",
                                         "xmlelement",
                                         "xmlexists",
                                         "xmlforest",
                                         "xmlnamespaces",
                                         "xmlparse",
                                         "xmlpi",
                                         "xmlroot",
                                         "xmlserialize",
                                         "xmltable"};

bool is_plain(std::string_view name) {
    const auto starts = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
    const auto goes_on = [&](char c) { return starts(c) || (c >= '0' && c <= '9'); };
    return !name.empty() && starts(name.front()) && std::all_of(name.begin(), name.end(), goes_on) &&
           !std::binary_search(std::begin(keywords), std::end(keywords), name);
}

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
    return is_plain(identifier.name) ? std::string(identifier.name) : enclosed(identifier.name, '"');
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
