// The SQL of reading and writing rows of a described struct.
#include "migrator/model/statement.hpp"

namespace migrator::model {

namespace {

// Appends the placeholder of a further value. Not called `bind`: for a std::string, std::bind would be the better
// match.
void add_value(Statement& statement, std::optional<std::string> value) {
    statement.values.push_back(std::move(value));
    statement.sql += ":p" + std::to_string(statement.values.size());
}

void add_where(Statement& statement, const std::vector<Condition>& conditions) {
    const char* word = "\nWHERE ";
    for (const Condition& condition : conditions) {
        statement.sql += word;
        word = "\n  AND ";
        if (condition.values.empty()) {
            statement.sql += "FALSE";
            continue;
        }
        statement.sql += quote_name(condition.column) + " IN (";
        for (std::size_t i = 0; i < condition.values.size(); ++i) {
            if (i > 0) statement.sql += ", ";
            add_value(statement, condition.values[i]);
        }
        statement.sql += ')';
    }
}

// Without the table, the name would be that of the output column, which is text: 10 would come before 9.
void add_order(Statement& statement, const ObjectName& table, const std::vector<Ordering>& orderings) {
    const char* word = "\nORDER BY ";
    for (const Ordering& ordering : orderings) {
        statement.sql += word + quote_table(table) + '.' + quote_name(ordering.column);
        if (ordering.order == Order::descending) statement.sql += " DESC";
        word = ", ";
    }
}

}  // namespace

std::string quote_name(std::string_view name) {
    std::string quoted = "\"";
    for (const char c : name) {
        if (c == '"') quoted += c;
        quoted += c;
    }
    return quoted + '"';
}

std::string quote_table(const ObjectName& name) {
    return name.schema.empty() ? quote_name(name.name) : quote_name(name.schema) + '.' + quote_name(name.name);
}

Statement insert_statement(const Description& description, const void* row) {
    std::string columns;
    Statement values;
    for (const Field& field : description.fields) {
        if (field.generated) continue;
        if (!columns.empty()) {
            columns += ", ";
            values.sql += ", ";
        }
        columns += quote_name(field.column);
        add_value(values, field.read(row));
    }
    values.sql =
        "INSERT INTO " + quote_table(description.table.name) + " (" + columns + ")\nVALUES (" + values.sql + ')';
    return values;
}

Statement update_statement(const Description& description, const void* row) {
    Statement statement{.sql = "UPDATE " + quote_table(description.table.name)};
    const char* word = "\nSET ";
    for (const Field& field : description.fields) {
        if (field.in_primary_key || field.generated) continue;
        statement.sql += word + quote_name(field.column) + " = ";
        add_value(statement, field.read(row));
        word = ", ";
    }
    word = "\nWHERE ";
    for (const Field& field : description.fields) {
        if (!field.in_primary_key) continue;
        statement.sql += word + quote_name(field.column) + " = ";
        add_value(statement, field.read(row));
        word = "\n  AND ";
    }
    return statement;
}

Statement select_statement(const Description& description, const SelectionParts& parts) {
    Statement statement{.sql = "SELECT "};
    const char* separator = "";
    for (std::size_t i = 0; i < description.fields.size(); ++i) {
        statement.sql += separator + quote_name(description.fields[i].column);
        // char(n) loses its blanks in the cast; SOCI takes it as text without one.
        if (!description.table.columns[i].type.text.starts_with("character(")) statement.sql += "::text";
        separator = ", ";
    }
    statement.sql += "\nFROM " + quote_table(description.table.name);
    add_where(statement, parts.conditions);
    add_order(statement, description.table.name, parts.orderings);
    if (parts.limit) {
        statement.sql += "\nLIMIT ";
        add_value(statement, std::to_string(*parts.limit));
    }
    if (parts.offset) {
        statement.sql += "\nOFFSET ";
        add_value(statement, std::to_string(*parts.offset));
    }
    if (parts.lock_rows) statement.sql += "\nFOR UPDATE";
    return statement;
}

Statement count_statement(const Description& description, const SelectionParts& parts) {
    Statement statement{.sql = "SELECT count(*)::text\nFROM " + quote_table(description.table.name)};
    add_where(statement, parts.conditions);
    return statement;
}

}  // namespace migrator::model
