// What describe() is written with: columns, keys, constraints and indexes of a struct's table.
#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "migrator/model/description.hpp"
#include "migrator/model/member.hpp"
#include "migrator/model/member_name.hpp"

namespace migrator::model {

/// The key of an index that is a member's column: `key<&BattleLog::started_at>().desc()`.
template <auto Member>
IndexKey key() {
    return IndexKey(std::string(member_name<Member>()));
}

/// Columns by their members, for keys of several columns: `columns<&Fragment::log_id, &Fragment::position>()`.
template <auto... Members>
std::vector<std::string> columns() {
    return {std::string(member_name<Members>())...};
}

/// Refines one column. Valid until the next call of the table's builder. Names left empty are filled in by the naming
/// convention.
class ColumnBuilder {
 public:
    ColumnBuilder(Description& description, std::size_t position) : description_(description), position_(position) {}

    /// Joins the table's primary key, in the order of these calls.
    ColumnBuilder& primary_key();
    /// A UNIQUE constraint on this column.
    ColumnBuilder& unique(std::string constraint_name = {});
    ColumnBuilder& unique_index(std::string index_name = {});
    ColumnBuilder& index(std::string index_name = {}, IndexOptions options = {});
    /// A CHECK constraint; `expression` is SQL.
    ColumnBuilder& check(std::string constraint_name, std::string expression);
    ColumnBuilder& check(std::string expression) { return check({}, std::move(expression)); }
    /// A CHECK constraint that allows the labels of the member's enum and nothing else.
    ColumnBuilder& check_labels(std::string constraint_name = {});
    ColumnBuilder& references(ObjectName table, std::string column = "id", std::string constraint_name = {},
                              ForeignKeyOptions options = {});
    /// `sql` is an expression, e.g. "now()".
    ColumnBuilder& server_default(std::string sql);
    /// GENERATED ALWAYS AS (sql) STORED. Read, never written.
    ColumnBuilder& generated_as(std::string sql);
    /// GENERATED ALWAYS AS IDENTITY. Read, never written.
    ColumnBuilder& identity_always(SequenceOptions options = {});
    ColumnBuilder& identity_by_default(SequenceOptions options = {});
    ColumnBuilder& collate(std::string collation);
    ColumnBuilder& comment(std::string text);
    /// The column's name before, while a rename is on its way.
    ColumnBuilder& was(std::string former_name);

 private:
    Column& column();

    Description& description_;
    std::size_t position_;
};

/// The part of TableBuilder that does not depend on the struct.
class TableBuilderBase {
 public:
    explicit TableBuilderBase(Description& description) : description_(description) {}

    void name(ObjectName table_name) { description_.table.name = std::move(table_name); }
    void comment(std::string text) { description_.table.comment = std::move(text); }
    /// The table's name before, while a rename is on its way.
    void was(std::string former_name);
    void unlogged() { description_.table.unlogged = true; }
    void storage(std::vector<StorageParameter> parameters) { description_.table.with = std::move(parameters); }
    /// SQL after PARTITION BY, e.g. "RANGE (created_at)".
    void partition_by(std::string sql) { description_.table.partition_by = std::move(sql); }

    // Constraints of several columns. Names left empty are filled in by the naming convention.
    void primary_key(std::vector<std::string> columns, std::string constraint_name = {});
    void unique(std::vector<std::string> columns, std::string constraint_name = {});
    void check(std::string constraint_name, std::string expression);
    void foreign_key(std::vector<std::string> columns, ObjectName references,
                     std::vector<std::string> referenced_columns, ForeignKeyOptions options = {},
                     std::string constraint_name = {});
    /// Any other form, e.g. `Constraint{"one_stay", Exclude{…}}`.
    void constraint(Constraint constraint) { description_.table.constraints.push_back(std::move(constraint)); }
    void index(std::string index_name, std::vector<IndexKey> keys, IndexOptions options = {});

 protected:
    ColumnBuilder add(std::string_view column_name, SqlType type, bool nullable, Field field);

 private:
    Description& description_;
};

/// Given to `void describe(TableBuilder<T>& table)`, which the struct's source file defines.
template <class T>
class TableBuilder : public TableBuilderBase {
 public:
    using TableBuilderBase::TableBuilderBase;

    /// The column of a member: it has the member's name, and allows NULL if the member is a std::optional.
    template <auto Member>
    ColumnBuilder column(SqlType type) {
        using Value = detail::value_of<Member>;
        static_assert(std::is_same_v<detail::struct_of<Member>, T>, "the member belongs to another struct");
        static_assert(Mapped<Value>,
                      "this member's type has no column type: specialise migrator::model::Mapping for it, or "
                      "migrator::model::Labels if it is an enum");
        Field field;
        // Without the conditions a wrong type would be told in pages, not in the one sentence above.
        if constexpr (std::is_same_v<detail::struct_of<Member>, T> && Mapped<Value>) {
            field.read = detail::read_member<Member>;
            field.write = detail::write_member<Member>;
            field.labels = detail::labels_of_type<Value>();
        }
        return add(member_name<Member>(), std::move(type), detail::Optional<detail::member_of<Member>>::is_optional,
                   std::move(field));
    }

    /// Likewise, with the column type that the member's type stands for.
    template <auto Member>
    ColumnBuilder column() {
        if constexpr (Mapped<detail::value_of<Member>>)
            return column<Member>(Mapping<detail::value_of<Member>>::type());
        else
            return column<Member>(SqlType{});
    }
};

}  // namespace migrator::model
