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
template <auto First, auto... Others>
std::vector<std::string> columns() {
    static_assert((std::is_same_v<detail::struct_of<First>, detail::struct_of<Others>> && ...),
                  "the members belong to different structs");
    return {std::string(member_name<First>()), std::string(member_name<Others>())...};
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
    /// A CHECK constraint that allows the labels of the member's enum and nothing else. Requires: it is an enum.
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

/// Refines a constraint or an index of several columns. Valid until the next call of the table's builder.
class PartBuilder {
 public:
    explicit PartBuilder(std::string& comment) : comment_(comment) {}

    void comment(std::string text) { comment_ = std::move(text); }

 private:
    std::string& comment_;
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
    /// Policies decide who sees which rows; without one that says so, nobody but the owner sees any. `forced`: nor does
    /// the owner.
    void row_security(RowSecurity security = RowSecurity::on) { description_.table.row_security = security; }
    /// SQL after PARTITION BY, e.g. "RANGE (created_at)".
    void partition_by(std::string sql) { description_.table.partition_by = std::move(sql); }
    /// The table is a partition, which has the columns of `parent`. `bound` is SQL, e.g. "FOR VALUES FROM (1) TO (10)".
    void partition_of(ObjectName parent, std::string bound);
    /// Members of the struct that a described parent has as columns are read and written, but are the parent's.
    void inherits(ObjectName parent) { description_.table.inherits.push_back(std::move(parent)); }

    // Constraints of several columns. Names left empty are filled in by the naming convention.
    PartBuilder primary_key(std::vector<std::string> columns, std::string constraint_name = {});
    PartBuilder unique(std::vector<std::string> columns, std::string constraint_name = {});
    PartBuilder check(std::string constraint_name, std::string expression);
    PartBuilder foreign_key(std::vector<std::string> columns, ObjectName references,
                            std::vector<std::string> referenced_columns, ForeignKeyOptions options = {},
                            std::string constraint_name = {});
    /// Any other form, e.g. `Constraint{"one_stay", Exclude{…}}`.
    PartBuilder constraint(Constraint constraint);
    PartBuilder index(std::string index_name, std::vector<IndexKey> keys, IndexOptions options = {});

 protected:
    ColumnBuilder add(std::string_view column_name, SqlType type, bool nullable, Field field);

 private:
    Description& description_;
};

/// Given to `void describe(TableBuilder<T>& table)`, which the struct's source file defines.
template <class T>
class TableBuilder : public TableBuilderBase {
 public:
    using TableBuilderBase::inherits;
    using TableBuilderBase::partition_of;
    using TableBuilderBase::TableBuilderBase;

    /// Of the table of another described struct.
    template <class Parent>
    void inherits() {
        inherits(name_of<Parent>());
    }
    template <class Parent>
    void partition_of(std::string bound) {
        partition_of(name_of<Parent>(), std::move(bound));
    }

    /// The column of a member: it has the member's name, and allows NULL if the member is a std::optional.
    template <auto Member>
    ColumnBuilder column(SqlType type) {
        using Value = detail::value_of<Member>;
        static_assert(std::is_same_v<detail::struct_of<Member>, T>, "the member belongs to another struct");
        static_assert(Mapped<Value>,
                      "this member's type has no column type: specialise migrator::model::Mapping for it, or "
                      "migrator::model::Labels if it is an enum");
        static_assert(detail::labels_of_value_are_distinct<Value>(),
                      "two labels of this enum, or the values that they are of, are the same");
        static_assert(detail::labels_of_value_are_short<Value>(),
                      "a label of this enum is longer than the 63 bytes that a label of PostgreSQL can have");
        Field field;
        // Without the conditions a wrong type would be told in pages, not in the one sentence above.
        if constexpr (std::is_same_v<detail::struct_of<Member>, T> && Mapped<Value>) {
            field.read = detail::read_member<Member>;
            field.write = detail::write_member<Member>;
            field.labels = detail::labels_of_type<Value>();
            field.enum_comment = detail::comment_of_type<Value>();
            field.standard_type = Mapping<Value>::type;
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

 private:
    template <class Described>
    static ObjectName name_of() {
        static_assert(!std::is_same_v<Described, T>, "a table is no parent of itself");
        constexpr bool is_described = requires(TableBuilder<Described> & table) {
            describe(table);
        };
        static_assert(is_described, "this struct has no `void describe(migrator::model::TableBuilder<Struct>&)`");
        Description description;
        if constexpr (is_described) {
            TableBuilder<Described> table(description);
            describe(table);
        }
        return std::move(description.table.name);
    }
};

}  // namespace migrator::model
