// The stable names of what a comparison finds.
#include "migrator/diff/describe.hpp"

#include "migrator/ddl/clauses.hpp"
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

// `CONSTRAINT name` and `CREATE INDEX name ON table` are told apart from what they make.
std::string text_of(const Constraint& constraint) {
    SqlWriter sql;
    write_constraint(sql, constraint);
    const std::size_t start = std::string("CONSTRAINT ").size() + quoted(Identifier{constraint.name}).size() + 1;
    return sql.take().substr(start);
}

std::string text_of(const Index& index) {
    SqlWriter sql;
    Index nameless = index;
    nameless.name = "i";
    nameless.table = "t";
    nameless.options.unique = false;
    write_index(sql, nameless);
    return (index.options.unique ? "unique " : "") + sql.take().substr(std::string("CREATE INDEX i ON t ").size());
}

const char* text_of(RowSecurity security) {
    constexpr const char* texts[] = {"off", "on", "forced"};
    return texts[static_cast<std::size_t>(security)];
}

std::string text_of(const SequenceOwner& owner) {
    if (owner.column.empty()) return "nothing";
    return (owner.table.schema.empty() ? "" : owner.table.schema + ".") + owner.table.name + "." + owner.column;
}

// What changes, as "what from -> to", separated by commas. What `from` is, is not always told.
class Changes {
 public:
    void add(const std::string& change) { text_ += (text_.empty() ? "" : ", ") + change; }
    void add(const std::string& what, const std::optional<std::string>& from, const std::string& to) {
        if (from == to) return;
        add(what + " " + (from ? *from + " -> " : "") + to);
    }
    std::string take() { return std::move(text_); }

 private:
    std::string text_ = {};
};

std::string changes_of(const AlterTable& o) {
    Changes changes;
    if (o.from.unlogged != o.to.unlogged) changes.add(o.to.unlogged ? "unlogged" : "logged");
    const auto value = [](const std::vector<StorageParameter>& parameters, const std::string& name) {
        for (const StorageParameter& parameter : parameters)
            if (parameter.name == name) return parameter.value;
        return std::string("unset");
    };
    for (const StorageParameter& parameter : o.to.with)
        changes.add(parameter.name, value(o.from.with, parameter.name), parameter.value);
    for (const StorageParameter& parameter : o.from.with)
        if (value(o.to.with, parameter.name) == "unset") changes.add(parameter.name, parameter.value, "unset");
    changes.add("row security", text_of(o.from.row_security), text_of(o.to.row_security));
    return changes.take();
}

std::string changes_of(const AlterSequence& o) {
    Changes changes;
    const SequenceOptions former = o.former_options.value_or(SequenceOptions{});
    const auto number = [&](const char* what, const std::optional<long long>& from,
                            const std::optional<long long>& to) {
        if (to) changes.add(what, from ? std::optional(std::to_string(*from)) : std::nullopt, std::to_string(*to));
    };
    if (o.type)
        changes.add("type", o.former_type ? std::optional(text_of(*o.former_type)) : std::nullopt, text_of(*o.type));
    number("start", former.start, o.options.start);
    number("increment", former.increment, o.options.increment);
    number("minimum", former.min_value, o.options.min_value);
    number("maximum", former.max_value, o.options.max_value);
    number("cache", former.cache, o.options.cache);
    if (former.cycle != o.options.cycle) changes.add(o.options.cycle ? "cycle" : "no cycle");
    if (o.owner)
        changes.add("owned by", o.former_owner ? std::optional(text_of(*o.former_owner)) : std::nullopt,
                    text_of(*o.owner));
    return changes.take();
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
    void operator()(const AlterTable& o) { part(o.table, o.table.name, changes_of(o)); }
    void operator()(const RenameTable& o) { part(o.from, o.to, "was " + o.from.name); }
    void operator()(const AddColumn& o) { part(o.table, o.column.name, text_of(o.column.type)); }
    void operator()(const DropColumn& o) { part(o.table, o.column); }
    void operator()(const RenameColumn& o) { part(o.table, o.to, "was " + o.from); }
    void operator()(const AlterColumn& o) {
        Changes changes;
        if (o.type) changes.add("type " + (o.type->from ? text_of(*o.type->from) + " -> " : "") + text_of(o.type->to));
        if (o.server_default)
            changes.add("default " + text_of(o.server_default->from) + " -> " + text_of(o.server_default->to));
        if (o.nullability) changes.add(o.nullability->to == Nullability::not_null ? "NOT NULL" : "NULL allowed");
        if (o.identity) changes.add(o.identity->to ? "identity" : "no identity");
        part(o.table, o.column, changes.take());
    }
    void operator()(const DropExpression& o) { part(o.table, o.column, "keeps its values"); }
    void operator()(const AddExpression& o) {
        part(o.table, o.column.name, "generated as " + text_of(o.column.generated_expression));
    }
    void operator()(const AddConstraint& o) {
        part(o.table, o.constraint.name, text_of(o.constraint));
        summary.operation = constraint_verb(o.constraint.kind);
    }
    void operator()(const DropConstraint& o) {
        part(o.table, o.name, o.definition ? text_of(*o.definition) : std::string());
    }
    void operator()(const RenameConstraint& o) { part(o.table, o.to, "was " + o.from); }
    void operator()(const ValidateConstraint& o) { part(o.table, o.name); }
    void operator()(const CreateIndex& o) { part(o.index.table, o.index.name, text_of(o.index)); }
    void operator()(const DropIndex& o) {
        if (o.definition) return part(o.definition->table, o.name.name, text_of(*o.definition));
        summary.name = full(o.name);
    }
    void operator()(const RenameIndex& o) {
        summary.name = full({o.from.schema, o.to});
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
    void operator()(const AlterSequence& o) {
        summary.name = full(o.name);
        summary.detail = changes_of(o);
    }
    void operator()(const DropSequence& o) { summary.name = full(o.name); }
    void operator()(const SetComment& o) {
        constexpr const char* verbs[] = {"set_table_comment", "set_index_comment", "set_constraint_comment",
                                         "set_enum_comment", "set_sequence_comment"};
        const bool is_column = o.on == SetComment::On::table && !o.column.empty();
        summary.operation = is_column ? "set_column_comment" : verbs[static_cast<std::size_t>(o.on)];
        const bool is_of_table = o.on == SetComment::On::table || o.on == SetComment::On::constraint;
        if (is_of_table) return part(o.table, o.column.empty() ? o.table.name : o.column, o.comment);
        summary.name = full(o.table);
        summary.detail = o.comment;
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
