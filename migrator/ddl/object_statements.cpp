// PostgreSQL's grammar of COMMENT, DROP and ALTER for each kind of object.
#include "migrator/ddl/object_statements.hpp"

#include <algorithm>

#include "migrator/ddl/clauses.hpp"

namespace migrator {

namespace {

const char* kind_text(RawObject::Kind kind) {
    switch (kind) {
        case RawObject::Kind::extension:
            return "EXTENSION ";
        case RawObject::Kind::domain:
            return "DOMAIN ";
        case RawObject::Kind::function:
            return "FUNCTION ";
        case RawObject::Kind::procedure:
            return "PROCEDURE ";
        case RawObject::Kind::view:
            return "VIEW ";
        case RawObject::Kind::materialized_view:
            return "MATERIALIZED VIEW ";
        case RawObject::Kind::trigger:
            return "TRIGGER ";
        case RawObject::Kind::policy:
            return "POLICY ";
    }
    return "";
}

// `FUNCTION f(integer)`, `TRIGGER t ON users`, `EXTENSION citext`.
void write_reference(SqlWriter& sql, const RawObject& object) {
    sql << kind_text(object.kind);
    switch (object.kind) {
        case RawObject::Kind::trigger:
        case RawObject::Kind::policy:
            sql << Identifier{object.name.name} << " ON " << object.table;
            return;
        case RawObject::Kind::function:
        case RawObject::Kind::procedure:
            sql << object.name << "(" << SqlText{object.arguments} << ")";
            return;
        case RawObject::Kind::extension:
            sql << Identifier{object.name.name};
            return;
        default:
            sql << object.name;
    }
}

void write_text_or_null(SqlWriter& sql, const std::string& text) {
    sql << " IS ";
    if (text.empty())
        sql << "NULL";
    else
        sql << Literal{text};
}

void write_commented(SqlWriter& sql, const SetComment& comment) {
    switch (comment.on) {
        case SetComment::On::table:
            sql << (comment.column.empty() ? "TABLE " : "COLUMN ") << comment.table;
            if (!comment.column.empty()) sql << "." << Identifier{comment.column};
            return;
        case SetComment::On::index:
            sql << "INDEX " << comment.table;
            return;
        case SetComment::On::constraint:
            sql << "CONSTRAINT " << Identifier{comment.column} << " ON " << comment.table;
            return;
        case SetComment::On::enum_type:
            sql << "TYPE " << comment.table;
            return;
        case SetComment::On::sequence:
            sql << "SEQUENCE " << comment.table;
            return;
    }
}

const StorageParameter* find(const std::vector<StorageParameter>& parameters, const std::string& name) {
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const StorageParameter& parameter) { return parameter.name == name; });
    return found == parameters.end() ? nullptr : &*found;
}

// The names that are set in `from` and no longer in `to`.
std::vector<std::string> reset_names(const TableAttributes& from, const TableAttributes& to) {
    std::vector<std::string> names;
    for (const StorageParameter& parameter : from.with)
        if (find(to.with, parameter.name) == nullptr) names.push_back(parameter.name);
    return names;
}

std::vector<StorageParameter> set_parameters(const TableAttributes& from, const TableAttributes& to) {
    std::vector<StorageParameter> changed;
    for (const StorageParameter& parameter : to.with) {
        const StorageParameter* former = find(from.with, parameter.name);
        if (former == nullptr || former->value != parameter.value) changed.push_back(parameter);
    }
    return changed;
}

}  // namespace

std::string comment_statement(const SetComment& comment) {
    SqlWriter sql;
    sql << "COMMENT ON ";
    write_commented(sql, comment);
    write_text_or_null(sql, comment.comment);
    return sql.take();
}

namespace {

std::string comment_of(const RawObject& object) {
    SqlWriter sql;
    sql << "COMMENT ON ";
    write_reference(sql, object);
    write_text_or_null(sql, object.comment);
    return sql.take();
}

}  // namespace

std::vector<std::string> create_statements(const RawObject& object) {
    std::vector<std::string> statements = {object.definition.text};
    if (!object.comment.empty()) statements.push_back(comment_of(object));
    return statements;
}

std::vector<std::string> replace_statements(const ReplaceObject& change) {
    const RawObject& object = change.object;
    if (!change.former || change.former->comment == object.comment) return create_statements(object);
    if (change.former->definition == object.definition) return {comment_of(object)};
    return {object.definition.text, comment_of(object)};
}

std::string drop_statement(const RawObject& object) {
    SqlWriter sql;
    sql << "DROP ";
    write_reference(sql, object);
    return sql.take();
}

std::vector<std::string> alter_table_statements(const AlterTable& change) {
    std::vector<std::string> statements;
    const auto alter = [&](const auto& write) {
        SqlWriter sql;
        sql << "ALTER TABLE " << change.table << " ";
        write(sql);
        statements.push_back(sql.take());
    };
    if (change.to.unlogged != change.from.unlogged)
        alter([&](SqlWriter& sql) { sql << (change.to.unlogged ? "SET UNLOGGED" : "SET LOGGED"); });
    const std::vector<std::string> reset = reset_names(change.from, change.to);
    if (!reset.empty()) alter([&](SqlWriter& sql) { sql << "RESET ", sql.names(reset); });
    const std::vector<StorageParameter> set = set_parameters(change.from, change.to);
    if (!set.empty()) alter([&](SqlWriter& sql) { sql << "SET ", write_parameter_list(sql, set); });
    const bool was_on = change.from.row_security != RowSecurity::off;
    const bool is_on = change.to.row_security != RowSecurity::off;
    if (was_on != is_on) alter([&](SqlWriter& sql) { sql << (is_on ? "ENABLE" : "DISABLE") << " ROW LEVEL SECURITY"; });
    const bool was_forced = change.from.row_security == RowSecurity::forced;
    const bool is_forced = change.to.row_security == RowSecurity::forced;
    if (was_forced != is_forced)
        alter([&](SqlWriter& sql) { sql << (is_forced ? "FORCE" : "NO FORCE") << " ROW LEVEL SECURITY"; });
    return statements;
}

namespace {

// PostgreSQL refuses a range that the counter stands outside of.
bool leaves_range(const AlterSequence& change) {
    if (!change.former_options || !change.former_options->start) return false;
    const long long start = *change.former_options->start;
    return (change.options.min_value && start < *change.options.min_value) ||
           (change.options.max_value && start > *change.options.max_value);
}

}  // namespace

std::string alter_sequence_statement(const AlterSequence& change) {
    SqlWriter sql;
    sql << "ALTER SEQUENCE " << change.name;
    if (change.type) sql << " AS " << *change.type;
    const bool changes_options = (!change.type && !change.owner) || !(change.options == SequenceOptions{});
    if (changes_options) {
        write_sequence_options(sql, change.options);
        if (!change.options.cycle) sql << " NO CYCLE";
        if (leaves_range(change)) sql << " RESTART";
    }
    if (change.owner && change.owner->column.empty())
        sql << " OWNED BY NONE";
    else if (change.owner)
        sql << " OWNED BY " << change.owner->table << "." << Identifier{change.owner->column};
    return sql.take();
}

std::string sync_sequence_statement(const SyncSequence& sync) {
    SqlWriter table;
    table << sync.table;
    SqlWriter sql;
    sql << "SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence(" << Literal{table.take()} << ", "
        << Literal{sync.column} << "), coalesce(max(" << Identifier{sync.column} << "), 0) + 1, false) FROM "
        << sync.table;
    return sql.take();
}

}  // namespace migrator
