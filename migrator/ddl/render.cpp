// The SQL of each operation.
#include "migrator/ddl/render.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "migrator/ddl/clauses.hpp"
#include "migrator/ddl/object_statements.hpp"

namespace migrator {

namespace {

using Statements = std::vector<std::string>;

void write_inherits(SqlWriter& sql, const std::vector<ObjectName>& parents) {
    const char* separator = " INHERITS (";
    for (const ObjectName& parent : parents) {
        sql << separator << parent;
        separator = ", ";
    }
    if (!parents.empty()) sql << ")";
}

// Collects the statements of one operation.
struct Renderer {
    Statements statements = {};

    void add(SqlWriter& sql) { statements.push_back(sql.take()); }

    // Of a new object: nothing, when there is none.
    void comment(SetComment::On on, const ObjectName& object, const std::string& part, const std::string& text) {
        if (!text.empty()) statements.push_back(comment_statement({object, part, text, std::nullopt, on}));
    }

    void append(std::vector<std::string> more) {
        for (std::string& statement : more)
            statements.push_back(std::move(statement));
    }

    void operator()(const CreateSchema& o) {
        SqlWriter sql;
        sql << "CREATE SCHEMA " << Identifier{o.name};
        add(sql);
    }

    void operator()(const DropSchema& o) {
        SqlWriter sql;
        sql << "DROP SCHEMA " << Identifier{o.name};
        add(sql);
    }

    void operator()(const CreateTable& o) {
        const Table& table = o.table;
        SqlWriter sql;
        sql << (table.unlogged ? "CREATE UNLOGGED TABLE " : "CREATE TABLE ") << table.name << " ";
        if (table.partition_of) sql << "PARTITION OF " << table.partition_of->parent << " ";
        const char* const opening = "(\n    ";
        const char* separator = opening;
        if (!table.partition_of)
            for (const Column& column : table.columns) {
                sql << separator;
                write_column(sql, column);
                separator = ",\n    ";
            }
        for (const Constraint& constraint : table.constraints) {
            sql << separator;
            write_constraint(sql, constraint);
            separator = ",\n    ";
        }
        if (separator != opening)
            sql << "\n)";
        else if (!table.partition_of)
            sql << "(\n)";
        if (table.partition_of) sql << " " << SqlText{table.partition_of->bound};
        write_inherits(sql, table.inherits);
        if (!table.partition_by.empty()) sql << " PARTITION BY " << SqlText{table.partition_by};
        write_storage_parameters(sql, table.with);
        if (!table.tablespace.empty()) sql << " TABLESPACE " << Identifier{table.tablespace};
        add(sql);
        comment(SetComment::On::table, table.name, "", table.comment);
        for (const Column& column : table.columns)
            comment(SetComment::On::table, table.name, column.name, column.comment);
        for (const Constraint& constraint : table.constraints)
            comment(SetComment::On::constraint, table.name, constraint.name, constraint.comment);
        append(
            alter_table_statements({table.name, {table.unlogged, {}, table.row_security}, {table.unlogged, {}, {}}}));
    }

    void operator()(const DropTable& o) {
        // A foreign key to the parent depends on each partition.
        if (o.definition && o.definition->partition_of) {
            SqlWriter detach;
            detach << "ALTER TABLE " << o.definition->partition_of->parent << " DETACH PARTITION " << o.table;
            add(detach);
        }
        SqlWriter sql;
        sql << "DROP TABLE " << o.table;
        add(sql);
    }

    void operator()(const AlterTable& o) { append(alter_table_statements(o)); }

    void operator()(const RenameTable& o) {
        SqlWriter sql;
        sql << "ALTER TABLE " << o.from << " RENAME TO " << Identifier{o.to};
        add(sql);
    }

    void operator()(const AddColumn& o) {
        SqlWriter sql;
        sql << "ALTER TABLE " << o.table << " ADD COLUMN ";
        write_column(sql, o.column);
        add(sql);
        comment(SetComment::On::table, o.table, o.column.name, o.column.comment);
    }

    void operator()(const DropColumn& o) {
        SqlWriter sql;
        sql << "ALTER TABLE " << o.table << " DROP COLUMN " << Identifier{o.column};
        add(sql);
    }

    void operator()(const RenameColumn& o) {
        SqlWriter sql;
        sql << "ALTER TABLE " << o.table << " RENAME COLUMN " << Identifier{o.from} << " TO " << Identifier{o.to};
        add(sql);
    }

    void operator()(const AlterColumn& o);

    void operator()(const DropExpression& o) {
        SqlWriter sql;
        sql << "ALTER TABLE " << o.table << " ALTER COLUMN " << Identifier{o.column} << " DROP EXPRESSION";
        add(sql);
    }

    void operator()(const AddExpression& o) {
        SqlWriter sql;
        sql << "ALTER TABLE " << o.table << " DROP COLUMN " << Identifier{o.column.name} << ", ADD COLUMN ";
        write_column(sql, o.column);
        add(sql);
        comment(SetComment::On::table, o.table, o.column.name, o.column.comment);
    }

    void operator()(const AddConstraint& o) {
        SqlWriter sql;
        sql << "ALTER TABLE " << o.table << " ADD ";
        write_constraint(sql, o.constraint);
        add(sql);
        comment(SetComment::On::constraint, o.table, o.constraint.name, o.constraint.comment);
    }

    void operator()(const DropConstraint& o) {
        SqlWriter sql;
        sql << "ALTER TABLE " << o.table << " DROP CONSTRAINT " << Identifier{o.name};
        add(sql);
    }

    void operator()(const RenameConstraint& o) {
        SqlWriter sql;
        sql << "ALTER TABLE " << o.table << " RENAME CONSTRAINT " << Identifier{o.from} << " TO " << Identifier{o.to};
        add(sql);
    }

    void operator()(const ValidateConstraint& o) {
        SqlWriter sql;
        sql << "ALTER TABLE " << o.table << " VALIDATE CONSTRAINT " << Identifier{o.name};
        add(sql);
    }

    void operator()(const CreateIndex& o) {
        SqlWriter sql;
        write_index(sql, o.index, o.concurrently);
        add(sql);
        comment(SetComment::On::index, ObjectName(o.index.table.schema, o.index.name), "", o.index.comment);
    }

    void operator()(const DropIndex& o) {
        SqlWriter sql;
        sql << (o.concurrently ? "DROP INDEX CONCURRENTLY " : "DROP INDEX ") << o.name;
        add(sql);
    }

    void operator()(const RenameIndex& o) {
        SqlWriter sql;
        sql << "ALTER INDEX " << o.from << " RENAME TO " << Identifier{o.to};
        add(sql);
    }

    void operator()(const CreateEnum& o) {
        SqlWriter sql;
        sql << "CREATE TYPE " << o.type.name << " AS ENUM ";
        sql.literals(o.type.labels);
        add(sql);
        comment(SetComment::On::enum_type, o.type.name, "", o.type.comment);
    }

    void operator()(const DropEnum& o) {
        SqlWriter sql;
        sql << "DROP TYPE " << o.name;
        add(sql);
    }

    void operator()(const AddEnumValue& o) {
        SqlWriter sql;
        sql << "ALTER TYPE " << o.type << " ADD VALUE " << Literal{o.label};
        if (o.place == AddEnumValue::Place::before) sql << " BEFORE " << Literal{o.neighbour};
        if (o.place == AddEnumValue::Place::after) sql << " AFTER " << Literal{o.neighbour};
        add(sql);
    }

    void operator()(const RenameEnumValue& o) {
        SqlWriter sql;
        sql << "ALTER TYPE " << o.type << " RENAME VALUE " << Literal{o.from} << " TO " << Literal{o.to};
        add(sql);
    }

    void operator()(const RecreateEnum& o);

    void operator()(const CreateSequence& o) {
        const Sequence& sequence = o.sequence;
        SqlWriter sql;
        sql << "CREATE SEQUENCE " << sequence.name;
        if (!(sequence.type == SqlType{})) sql << " AS " << sequence.type;
        write_sequence_options(sql, sequence.options);
        if (!sequence.owned_by_column.empty())
            sql << " OWNED BY " << sequence.owned_by_table << "." << Identifier{sequence.owned_by_column};
        add(sql);
        comment(SetComment::On::sequence, sequence.name, "", sequence.comment);
    }

    void operator()(const AlterSequence& o) { statements.push_back(alter_sequence_statement(o)); }

    void operator()(const DropSequence& o) {
        SqlWriter sql;
        sql << "DROP SEQUENCE " << o.name;
        add(sql);
    }

    void operator()(const SetComment& o) { statements.push_back(comment_statement(o)); }
    void operator()(const CreateObject& o) { append(create_statements(o.object)); }
    void operator()(const ReplaceObject& o) { append(replace_statements(o)); }
    void operator()(const DropObject& o) { statements.push_back(drop_statement(o.object)); }
    void operator()(const SyncSequence& o) { statements.push_back(sync_sequence_statement(o)); }
    void operator()(const Execute& o) { statements.push_back(o.sql.text); }
    void operator()(const RunFunction&) {}
    void operator()(const BulkInsert& o);
    // For those who read or run the SQL by hand; the migrator itself goes range by range.
    void operator()(const Backfill& o) {
        SqlWriter sql;
        sql << "UPDATE " << o.table << "\nSET " << SqlText{o.set};
        if (!o.where.empty()) sql << "\nWHERE " << SqlText{o.where};
        add(sql);
    }
    void operator()(const OutsideTransaction& o) { statements.push_back(o.sql.text); }
};

void Renderer::operator()(const AlterColumn& o) {
    SqlWriter sql;
    sql << "ALTER TABLE " << o.table;
    const char* separator = " ";
    const auto alter = [&]() -> SqlWriter& {
        sql << separator << "ALTER COLUMN " << Identifier{o.column} << " ";
        separator = ", ";
        return sql;
    };
    // A default of the former type may have no cast to the new one: it goes first and comes back last.
    const bool replaces_default = o.type && o.server_default;
    if (replaces_default) alter() << "DROP DEFAULT";
    if (o.type) {
        alter() << "TYPE " << o.type->to;
        if (!o.type->collation.empty()) sql << " COLLATE " << Identifier{o.type->collation};
        if (!o.type->using_expression.empty()) sql << " USING " << SqlText{o.type->using_expression};
    }
    if (o.server_default && o.server_default->to)
        alter() << "SET DEFAULT " << SqlText{*o.server_default->to};
    else if (o.server_default && !replaces_default)
        alter() << "DROP DEFAULT";
    if (o.nullability) alter() << (o.nullability->to == Nullability::not_null ? "SET NOT NULL" : "DROP NOT NULL");
    if (o.identity && o.identity->to && !o.identity->from) {
        alter() << "ADD ";
        write_identity(sql, *o.identity->to);
    } else if (o.identity && o.identity->to) {
        const bool always = o.identity->to->kind == Identity::Kind::always;
        alter() << (always ? "SET GENERATED ALWAYS" : "SET GENERATED BY DEFAULT");
        write_sequence_options(sql, o.identity->to->options, " SET ");
        if (!o.identity->to->options.cycle) sql << " SET NO CYCLE";
    } else if (o.identity) {
        alter() << "DROP IDENTITY";
    }
    add(sql);
}

// A name for the type while its columns move to the new one; cut before PostgreSQL cuts it to the former name again.
std::string name_while_replaced(const std::string& name) {
    constexpr std::string_view suffix = "__replaced";
    constexpr std::size_t longest_name = 63;
    std::size_t kept = std::min(name.size(), longest_name - suffix.size());
    while (kept < name.size() && kept > 0 && (static_cast<unsigned char>(name[kept]) & 0xC0) == 0x80)
        --kept;
    return name.substr(0, kept).append(suffix);
}

void Renderer::operator()(const RecreateEnum& o) {
    const std::string replaced = name_while_replaced(o.name.name);
    {
        SqlWriter sql;
        sql << "ALTER TYPE " << o.name << " RENAME TO " << Identifier{replaced};
        add(sql);
    }
    (*this)(CreateEnum{EnumType{o.name, o.labels}});
    for (const EnumUse& use : o.used_by) {
        SqlWriter sql;
        sql << "ALTER TABLE " << use.table;
        if (use.default_expression) sql << " ALTER COLUMN " << Identifier{use.column} << " DROP DEFAULT,";
        const char* array = use.array ? "[]" : "";
        sql << " ALTER COLUMN " << Identifier{use.column} << " TYPE " << o.name << array << " USING "
            << Identifier{use.column} << "::text::" << o.name << array;
        if (use.default_expression)
            sql << ", ALTER COLUMN " << Identifier{use.column} << " SET DEFAULT " << SqlText{*use.default_expression};
        add(sql);
    }
    SqlWriter sql;
    sql << "DROP TYPE " << ObjectName(o.name.schema, replaced);
    add(sql);
}

struct ValueWriter {
    SqlWriter& sql;

    void operator()(std::monostate) { sql << "NULL"; }
    void operator()(bool value) { sql << (value ? "true" : "false"); }
    void operator()(long long value) { sql << value; }
    void operator()(double value) {
        char text[32];
        const auto end = std::to_chars(text, text + sizeof text, value).ptr;
        // Quoted, so that NaN, infinity and exponents are read by the column's type.
        sql << Literal{std::string_view(text, static_cast<std::size_t>(end - text))};
    }
    void operator()(const std::string& value) { sql << Literal{value}; }
};

void Renderer::operator()(const BulkInsert& o) {
    if (o.rows.empty()) return;
    SqlWriter sql;
    sql << "INSERT INTO " << o.table << " ";
    sql.names(o.columns);
    sql << " VALUES";
    const char* row_separator = "\n    (";
    for (const std::vector<Value>& row : o.rows) {
        sql << row_separator;
        const char* separator = "";
        for (const Value& value : row) {
            sql << separator;
            std::visit(ValueWriter{sql}, value);
            separator = ", ";
        }
        row_separator = "),\n    (";
    }
    sql << ")";
    add(sql);
}

}  // namespace

std::vector<std::string> render(const Operation& operation) {
    Renderer renderer;
    std::visit(renderer, operation);
    return std::move(renderer.statements);
}

}  // namespace migrator
