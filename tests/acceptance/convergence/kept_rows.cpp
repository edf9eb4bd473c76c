// Whole rows are compared, so that values that changed places are seen as well.
#include "kept_rows.hpp"

#include <algorithm>
#include <set>

#include "migrator/ddl/sql_writer.hpp"
#include "tests/errors/must.hpp"

namespace convergence {

using namespace migrator;
using migrator::testing::must;

namespace {

const Table* find_table(const Catalog& catalog, const ObjectName& name) {
    const auto found = std::ranges::find(catalog.tables, name, &Table::name);
    return found == catalog.tables.end() ? nullptr : &*found;
}

// By name: the order of columns is no difference.
std::set<std::string> kept_columns(const Table& table, const Table& other) {
    std::set<std::string> names;
    for (const Column& column : table.columns)
        if (std::ranges::find(other.columns, column.name, &Column::name) != other.columns.end())
            names.insert(column.name);
    return names;
}

std::string rows_query(const ObjectName& table, const std::set<std::string>& columns) {
    SqlWriter sql;
    sql << "SELECT string_agg(ROW(";
    const char* separator = "";
    for (const std::string& column : columns) {
        sql << separator << Identifier{column} << "::text";
        separator = ", ";
    }
    sql << ")::text, ' ' ORDER BY tableoid::regclass::text, ctid) FROM " << table;
    return sql.take();
}

}  // namespace

std::map<std::string, std::string> kept_rows(postgres::Session& session, const Catalog& now, const Catalog& other) {
    std::map<std::string, std::string> rows;
    for (const Table& table : now.tables) {
        const Table* const same = find_table(other, table.name);
        if (same == nullptr) continue;
        const ObjectName name(table.name.schema.empty() ? "public" : table.name.schema, table.name.name);
        const auto answer = must(session.query(rows_query(name, kept_columns(table, *same))));
        rows[name.schema + "." + name.name] = answer.text(0, 0);
    }
    return rows;
}

std::string difference_of_rows(const std::map<std::string, std::string>& before,
                               const std::map<std::string, std::string>& after) {
    std::string text;
    for (const auto& [table, rows] : before) {
        const auto found = after.find(table);
        const std::string now = found == after.end() ? "gone" : found->second;
        if (now != rows) text += table + ": " + rows + " -> " + now + "\n";
    }
    return text;
}

}  // namespace convergence
