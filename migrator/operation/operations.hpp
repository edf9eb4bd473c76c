// The recorder that a step writes to: every call appends one operation, nothing touches a database.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "migrator/catalog/enum_type.hpp"
#include "migrator/catalog/raw_object.hpp"
#include "migrator/catalog/table.hpp"
#include "migrator/operation/argument.hpp"

namespace migrator {

/// Column changes for `alter_column`, in a chain:
/// `op.alter_column("quests", "description", change().type(varchar(500)).from_type(text()))`.
class ColumnChange {
 public:
    ColumnChange&& type(SqlType to, std::string using_expression = "") &&;
    /// The type before, so that the step can be undone by itself.
    ColumnChange&& from_type(SqlType from, std::string using_expression_back = "") &&;
    ColumnChange&& set_default(std::string sql) &&;
    ColumnChange&& drop_default() &&;
    /// The collation of the new type, and of the one before; empty: the type's default.
    ColumnChange&& collate(std::string to, std::string from = "") &&;
    /// The default before, so that the step can be undone by itself.
    ColumnChange&& from_default(std::string sql) &&;
    ColumnChange&& from_no_default() &&;
    ColumnChange&& set_not_null() &&;
    ColumnChange&& drop_not_null() &&;
    ColumnChange&& set_identity(Identity to) &&;
    ColumnChange&& drop_identity(Identity from) &&;
    ColumnChange&& from_identity(Identity from) &&;

    AlterColumn operation;
};

inline ColumnChange change() {
    return {};
}

/// What a step recorded; in operation/recording.hpp, since a revision file need not know the list of operations.
struct Recording;

/// Records the operations of one step, in order. Reference: docs/operations.md.
/// A name that PostgreSQL would cut (over 63 bytes), an empty name and the like are noted as a problem, which the
/// chain check reports with the file of the revision.
class Operations {
 public:
    Operations();
    ~Operations();

    void create_schema(std::string name);
    void drop_schema(std::string name);

    void create_table(ObjectName name, std::vector<Column> columns, std::vector<Constraint> constraints = {},
                      TableOptions options = {});
    void create_table(Table definition);
    /// Drops a table. Not undone by itself, unless the definition is given.
    void drop_table(ObjectName name);
    void drop_table(Table definition);
    /// Sets storage parameters, logging and row security to `to`; what `from` has and `to` has not is reset.
    void alter_table(ObjectName table, TableAttributes to, TableAttributes from);
    void rename_table(ObjectName from, std::string to);

    void add_column(ObjectName table, Column column);
    void drop_column(ObjectName table, std::string column);
    void drop_column(ObjectName table, Column definition);
    void rename_column(ObjectName table, std::string from, std::string to);
    void alter_column(ObjectName table, std::string column, ColumnChange change);
    /// Makes a generated column a plain one that keeps its values.
    void drop_expression(ObjectName table, std::string column);
    void drop_expression(ObjectName table, Column definition);
    /// Makes a plain column the generated one that is given: it is built anew, and its values go.
    void add_expression(ObjectName table, Column definition);

    void add_constraint(ObjectName table, Constraint constraint);
    void drop_constraint(ObjectName table, std::string name);
    void drop_constraint(ObjectName table, Constraint definition);
    void rename_constraint(ObjectName table, std::string from, std::string to);
    void validate_constraint(ObjectName table, std::string name);

    void create_index(std::string name, ObjectName table, std::vector<IndexKey> keys, IndexOptions options = {});
    void create_index(Index definition);
    /// Builds the index without keeping writers out. Runs outside a transaction, see docs/operations.md.
    void create_index_concurrently(std::string name, ObjectName table, std::vector<IndexKey> keys,
                                   IndexOptions options = {});
    void drop_index(ObjectName name);
    void drop_index(Index definition);
    void drop_index_concurrently(ObjectName name);
    void drop_index_concurrently(Index definition);
    void rename_index(ObjectName from, std::string to);

    void create_enum(ObjectName name, std::vector<std::string> labels);
    /// With the labels given, the drop can be undone by itself.
    void drop_enum(ObjectName name, std::vector<std::string> labels = {});
    void add_enum_value(ObjectName type, std::string label);
    void add_enum_value_before(ObjectName type, std::string label, std::string neighbour);
    void add_enum_value_after(ObjectName type, std::string label, std::string neighbour);
    void rename_enum_value(ObjectName type, std::string from, std::string to);
    void recreate_enum(ObjectName name, std::vector<std::string> labels, std::vector<EnumUse> used_by,
                       std::vector<std::string> former_labels = {});

    void create_sequence(Sequence sequence);
    void alter_sequence(ObjectName name, SequenceOptions options);
    void alter_sequence(ObjectName name, SequenceOptions options, SequenceOptions former_options);
    void set_sequence_type(ObjectName name, SqlType type, SqlType former_type);
    /// The column that takes the sequence along when it is dropped; with empty names: none.
    void set_sequence_owner(ObjectName name, ObjectName table, std::string column, ObjectName former_table = {},
                            std::string former_column = {});
    /// Moves the sequence of a serial or identity column behind the largest value of the column.
    void sync_sequence(ObjectName table, std::string column);
    void drop_sequence(ObjectName name);
    void drop_sequence(Sequence definition);

    void set_table_comment(ObjectName table, std::string comment);
    void set_table_comment(ObjectName table, std::string comment, std::string former_comment);
    void set_column_comment(ObjectName table, std::string column, std::string comment);
    void set_column_comment(ObjectName table, std::string column, std::string comment, std::string former_comment);

    void set_index_comment(ObjectName index, std::string comment, std::string former_comment);
    void set_constraint_comment(ObjectName table, std::string constraint, std::string comment,
                                std::string former_comment);
    void set_enum_comment(ObjectName type, std::string comment, std::string former_comment);
    void set_sequence_comment(ObjectName sequence, std::string comment, std::string former_comment);

    /// Views, functions, triggers and the like, by their whole CREATE statement.
    void create_object(RawObject object);
    /// In place, by a CREATE OR REPLACE statement.
    void replace_object(RawObject object, RawObject former);
    void drop_object(RawObject definition);

    /// Runs SQL as it is: one or several statements, no BEGIN or COMMIT.
    void execute(std::string sql);
    void execute(std::string sql, std::string reverse);
    /// Runs C++ inside the step's transaction; see StepFunction.
    void run(std::string name, StepFunction function);
    /// With the SQL that does the same, which a script of `--sql` holds in its place.
    void run(std::string name, StepFunction function, std::string offline_sql);
    void bulk_insert(ObjectName table, std::vector<std::string> columns, std::vector<std::vector<Value>> rows);
    /// Sets columns of many rows, in batches that other sessions hardly notice; resumed after a crash.
    void backfill(Backfill backfill);
    /// Runs one statement that PostgreSQL refuses inside a transaction, e.g. REINDEX INDEX CONCURRENTLY.
    void execute_outside_transaction(OutsideTransaction statement);

    const Recording& recording() const { return *recording_; }
    /// Moves the recording out; the recorder is empty afterwards.
    Recording take();

 private:
    std::unique_ptr<Recording> recording_;
};

}  // namespace migrator
