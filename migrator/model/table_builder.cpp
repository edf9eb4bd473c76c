// Recording what describe() says.
#include "migrator/model/table_builder.hpp"

#include "migrator/catalog/plain_name.hpp"

namespace migrator::model {

namespace {

std::string doubled(std::string_view text, char quote) {
    std::string result(1, quote);
    for (const char c : text) {
        if (c == quote) result += c;
        result += c;
    }
    return result + quote;
}

std::string quote_text(std::string_view text) {
    return doubled(text, '\'');
}

std::string quote_column(const std::string& name) {
    return is_plain_name(name) ? name : doubled(name, '"');
}

}  // namespace

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

ColumnBuilder& ColumnBuilder::index(std::string index_name, IndexOptions options) {
    description_.indexes.push_back(
        {.name = std::move(index_name), .keys = {IndexKey(column().name)}, .options = std::move(options)});
    return *this;
}

ColumnBuilder& ColumnBuilder::check_labels(std::string constraint_name) {
    const Field& field = description_.fields[position_];
    description_.labelled_columns.push_back(column().name);
    std::string list;
    if (field.labels != nullptr)
        for (const LabelText& label : field.labels())
            list += (list.empty() ? "" : ", ") + quote_text(label.text);
    return check(std::move(constraint_name), quote_column(column().name) + " IN (" + list + ")");
}

ColumnBuilder& ColumnBuilder::check(std::string constraint_name, std::string expression) {
    description_.checked_columns.emplace(description_.table.constraints.size(), column().name);
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

ColumnBuilder& ColumnBuilder::identity_always(SequenceOptions options) {
    column().identity = Identity{Identity::Kind::always, options};
    return *this;
}

ColumnBuilder& ColumnBuilder::identity_by_default(SequenceOptions options) {
    column().identity = Identity{Identity::Kind::by_default, options};
    return *this;
}

ColumnBuilder& ColumnBuilder::was(std::string former_name) {
    description_.renames.columns.push_back({.was = std::move(former_name), .column = column().name});
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

void TableBuilderBase::was(std::string former_name) {
    description_.renames.tables.push_back({.was = std::move(former_name)});
}

void TableBuilderBase::partition_of(ObjectName parent, std::string bound) {
    description_.table.partition_of = PartitionOf{std::move(parent), std::move(bound)};
}

PartBuilder TableBuilderBase::primary_key(std::vector<std::string> columns, std::string constraint_name) {
    for (const std::string& name : columns)
        for (Column& column : description_.table.columns)
            if (column.name == name) column.nullable = false;
    return constraint(migrator::primary_key(std::move(columns)).named(std::move(constraint_name)));
}

PartBuilder TableBuilderBase::unique(std::vector<std::string> columns, std::string constraint_name) {
    return constraint(migrator::unique(std::move(columns)).named(std::move(constraint_name)));
}

PartBuilder TableBuilderBase::foreign_key(std::vector<std::string> columns, ObjectName references,
                                          std::vector<std::string> referenced_columns, ForeignKeyOptions options,
                                          std::string constraint_name) {
    return constraint(
        migrator::foreign_key(std::move(columns), std::move(references), std::move(referenced_columns), options)
            .named(std::move(constraint_name)));
}

PartBuilder TableBuilderBase::check(std::string constraint_name, std::string expression) {
    return constraint(migrator::check(std::move(expression)).named(std::move(constraint_name)));
}

PartBuilder TableBuilderBase::constraint(Constraint constraint) {
    description_.table.constraints.push_back(std::move(constraint));
    return PartBuilder(description_.table.constraints.back().comment);
}

PartBuilder TableBuilderBase::index(std::string index_name, std::vector<IndexKey> keys, IndexOptions options) {
    description_.indexes.push_back(
        {.name = std::move(index_name), .keys = std::move(keys), .options = std::move(options)});
    return PartBuilder(description_.indexes.back().comment);
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
