// The stable names of what a comparison finds.
#include "migrator/diff/describe.hpp"

#include "migrator/ddl/render.hpp"
#include "migrator/ddl/sql_writer.hpp"
#include "migrator/operation/checksum.hpp"

namespace migrator {

namespace {

const char* constraint_verb(const ConstraintKind& kind) {
    constexpr const char* verbs[] = {"create_primary_key", "create_unique_constraint", "create_check_constraint",
                                     "create_foreign_key", "create_exclude_constraint"};
    return verbs[kind.index()];
}

const char* kind_name(RawObject::Kind kind) {
    constexpr const char* names[] = {"extension",         "domain",  "function", "procedure", "view",
                                     "materialized_view", "trigger", "policy"};
    return names[static_cast<std::size_t>(kind)];
}

std::string text_of(const SqlType& type) {
    SqlWriter sql;
    sql << type;
    return sql.take();
}

std::string text_of(const std::optional<std::string>& sql) {
    return sql ? *sql : "none";
}

struct Summarizer {
    const std::string& home;
    OperationSummary summary = {};

    std::string full(const ObjectName& name) const {
        return (name.schema.empty() ? home : name.schema) + "." + name.name;
    }
    void part(const ObjectName& table, const std::string& name, std::string detail = {}) {
        summary.table = full(table);
        summary.name = name;
        summary.detail = std::move(detail);
    }
    void object(const char* verb, const RawObject& raw) {
        summary.operation = std::string(verb) + kind_name(raw.kind);
        if (!raw.table.name.empty()) summary.table = full(raw.table);
        const bool has_schema = raw.table.name.empty() && raw.kind != RawObject::Kind::extension;
        summary.name = has_schema ? full(raw.name) : raw.name.name;
        const bool is_routine = raw.kind == RawObject::Kind::function || raw.kind == RawObject::Kind::procedure;
        if (is_routine) summary.name += "(" + raw.arguments + ")";
    }

    void operator()(const CreateSchema& o) { summary.name = o.name; }
    void operator()(const DropSchema& o) { summary.name = o.name; }
    void operator()(const CreateTable& o) {
        part(o.table.name, o.table.name.name, std::to_string(o.table.columns.size()) + " columns");
    }
    void operator()(const DropTable& o) { part(o.table, o.table.name); }
    void operator()(const AlterTable& o) { part(o.table, o.table.name); }
    void operator()(const RenameTable& o) { part(o.from, o.to, "was " + o.from.name); }
    void operator()(const AddColumn& o) { part(o.table, o.column.name, text_of(o.column.type)); }
    void operator()(const DropColumn& o) { part(o.table, o.column); }
    void operator()(const RenameColumn& o) { part(o.table, o.to, "was " + o.from); }
    void operator()(const AlterColumn& o) {
        part(o.table, o.column);
        const auto add = [&](const std::string& text) {
            summary.detail += (summary.detail.empty() ? "" : ", ") + text;
        };
        if (o.type) add("type " + (o.type->from ? text_of(*o.type->from) + " -> " : "") + text_of(o.type->to));
        if (o.server_default)
            add("default " + text_of(o.server_default->from) + " -> " + text_of(o.server_default->to));
        if (o.nullability) add(o.nullability->to == Nullability::not_null ? "NOT NULL" : "NULL allowed");
        if (o.identity) add(o.identity->to ? "identity" : "no identity");
    }
    void operator()(const AddConstraint& o) {
        part(o.table, o.constraint.name);
        summary.operation = constraint_verb(o.constraint.kind);
    }
    void operator()(const DropConstraint& o) { part(o.table, o.name); }
    void operator()(const RenameConstraint& o) { part(o.table, o.to, "was " + o.from); }
    void operator()(const ValidateConstraint& o) { part(o.table, o.name); }
    void operator()(const CreateIndex& o) { part(o.index.table, o.index.name, o.index.options.unique ? "unique" : ""); }
    void operator()(const DropIndex& o) {
        if (o.definition) summary.table = full(o.definition->table);
        summary.name = o.name.name;
    }
    void operator()(const RenameIndex& o) {
        summary.name = o.to;
        summary.detail = "was " + o.from.name;
    }
    void operator()(const CreateEnum& o) { summary.name = full(o.type.name); }
    void operator()(const DropEnum& o) { summary.name = full(o.name); }
    void operator()(const AddEnumValue& o) {
        summary.name = full(o.type);
        summary.detail = o.label;
    }
    void operator()(const RenameEnumValue& o) {
        summary.name = full(o.type);
        summary.detail = o.from + " -> " + o.to;
    }
    void operator()(const RecreateEnum& o) {
        summary.name = full(o.name);
        for (const std::string& label : o.labels)
            summary.detail += (summary.detail.empty() ? "" : ", ") + label;
    }
    void operator()(const CreateSequence& o) { summary.name = full(o.sequence.name); }
    void operator()(const AlterSequence& o) { summary.name = full(o.name); }
    void operator()(const DropSequence& o) { summary.name = full(o.name); }
    void operator()(const SetComment& o) {
        constexpr const char* verbs[] = {"set_table_comment", "set_index_comment", "set_constraint_comment",
                                         "set_enum_comment", "set_sequence_comment"};
        const bool is_column = o.on == SetComment::On::table && !o.column.empty();
        summary.operation = is_column ? "set_column_comment" : verbs[static_cast<std::size_t>(o.on)];
        part(o.table, o.column.empty() ? o.table.name : o.column, o.comment);
    }
    void operator()(const CreateObject& o) { object("create_", o.object); }
    void operator()(const ReplaceObject& o) { object("replace_", o.object); }
    void operator()(const DropObject& o) { object("drop_", o.object); }
    void operator()(const SyncSequence& o) { part(o.table, o.column); }
    void operator()(const Execute& o) { summary.detail = o.sql.text; }
    void operator()(const RunFunction& o) { summary.name = o.name; }
    void operator()(const BulkInsert& o) { part(o.table, o.table.name, std::to_string(o.rows.size()) + " rows"); }
    void operator()(const Backfill& o) {
        part(o.table, o.table.name, o.set + (o.where.empty() ? "" : " WHERE " + o.where));
    }
    void operator()(const OutsideTransaction& o) { summary.detail = o.sql.text; }
};

}  // namespace

OperationSummary summarize(const Operation& operation, const std::string& home_schema) {
    Summarizer summarizer{home_schema};
    summarizer.summary.operation = operation_name(operation);
    std::visit(summarizer, operation);
    return std::move(summarizer.summary);
}

std::string psql_script(const std::vector<Operation>& operations, const std::string& home_schema) {
    if (operations.empty()) return {};
    SqlWriter script;
    script << "BEGIN;\nSET LOCAL search_path = " << Identifier{home_schema}
           << ", pg_temp;\nSET LOCAL check_function_bodies = off;\n";
    for (const Operation& operation : operations)
        for (std::string& statement : render(operation))
            script << SqlText{std::move(statement)} << ";\n";
    script << "COMMIT;\n";
    return script.take();
}

}  // namespace migrator
