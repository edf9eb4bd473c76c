// Recording what describe() says.
#include "migrator/model/table_builder.hpp"

namespace migrator::model {

Column& ColumnBuilder::column() {
    return description_.table.columns[position_];
}

ColumnBuilder& ColumnBuilder::primary_key() {
    column().nullable = false;
    for (Constraint& constraint : description_.table.constraints)
        if (auto* key = std::get_if<PrimaryKey>(&constraint.kind)) {
            key->columns.push_back(column().name);
            return *this;
        }
    description_.table.constraints.push_back(migrator::primary_key({column().name}));
    return *this;
}

ColumnBuilder& ColumnBuilder::unique(std::string constraint_name) {
    description_.table.constraints.push_back(migrator::unique({column().name}).named(std::move(constraint_name)));
    return *this;
}

ColumnBuilder& ColumnBuilder::unique_index(std::string index_name) {
    description_.indexes.push_back(
        {.name = std::move(index_name), .keys = {IndexKey(column().name)}, .options = {.unique = true}});
    return *this;
}

ColumnBuilder& ColumnBuilder::index(std::string index_name) {
    description_.indexes.push_back({.name = std::move(index_name), .keys = {IndexKey(column().name)}});
    return *this;
}

ColumnBuilder& ColumnBuilder::check(std::string constraint_name, std::string expression) {
    description_.table.constraints.push_back(migrator::check(std::move(expression)).named(std::move(constraint_name)));
    return *this;
}

ColumnBuilder& ColumnBuilder::references(ObjectName table, std::string referenced_column, std::string constraint_name,
                                         ForeignKeyOptions options) {
    description_.table.constraints.push_back(
        foreign_key({column().name}, std::move(table), {std::move(referenced_column)}, options)
            .named(std::move(constraint_name)));
    return *this;
}

ColumnBuilder& ColumnBuilder::server_default(std::string sql) {
    column().default_expression = std::move(sql);
    return *this;
}

ColumnBuilder& ColumnBuilder::generated_as(std::string sql) {
    column().generated_expression = std::move(sql);
    return *this;
}

ColumnBuilder& ColumnBuilder::collate(std::string collation) {
    column().collation = std::move(collation);
    return *this;
}

ColumnBuilder& ColumnBuilder::comment(std::string text) {
    column().comment = std::move(text);
    return *this;
}

void TableBuilderBase::check(std::string constraint_name, std::string expression) {
    constraint(migrator::check(std::move(expression)).named(std::move(constraint_name)));
}

void TableBuilderBase::index(std::string index_name, std::vector<IndexKey> keys, IndexOptions options) {
    description_.indexes.push_back(
        {.name = std::move(index_name), .keys = std::move(keys), .options = std::move(options)});
}

ColumnBuilder TableBuilderBase::add(std::string_view column_name, SqlType type, bool nullable, Field field) {
    Column column = migrator::column(std::string(column_name), std::move(type));
    column.nullable = nullable;
    field.column = column_name;
    description_.table.columns.push_back(std::move(column));
    description_.fields.push_back(std::move(field));
    return {description_, description_.table.columns.size() - 1};
}

}  // namespace migrator::model
