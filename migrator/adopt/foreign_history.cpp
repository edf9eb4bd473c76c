// One query a tool, over the columns that the tool itself reads.
#include "migrator/adopt/foreign_history.hpp"

#include <array>

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

struct ToolFacts {
    ForeignTool tool;
    const char* name;
    const char* table;
    /// Columns "version" and "is_whole" of the newest state, before and after the table's name.
    const char* select;
    const char* rest;
};

constexpr std::array<ToolFacts, 5> tools = {{
    {ForeignTool::alembic, "alembic", "alembic_version", "SELECT version_num, true FROM ", " ORDER BY 1"},
    // Repeatable migrations have no version; a failed row stays until `flyway repair`.
    {ForeignTool::flyway, "flyway", "flyway_schema_history", "SELECT version, success FROM ",
     " WHERE version IS NOT NULL ORDER BY success, installed_rank DESC LIMIT 1"},
    // A row a run in either direction, the newest of a version counts; version 0 is the empty database.
    {ForeignTool::goose, "goose", "goose_db_version",
     "SELECT version_id, true FROM (SELECT DISTINCT ON (version_id) version_id, is_applied FROM ",
     " ORDER BY version_id, id DESC) newest WHERE is_applied AND version_id <> 0 ORDER BY version_id DESC LIMIT 1"},
    {ForeignTool::sqlx, "sqlx", "_sqlx_migrations", "SELECT version, success FROM ",
     " ORDER BY success, version DESC LIMIT 1"},
    {ForeignTool::golang_migrate, "golang-migrate", "schema_migrations", "SELECT version, NOT dirty FROM ",
     " ORDER BY dirty DESC LIMIT 1"},
}};

const ToolFacts& facts_of(ForeignTool tool) {
    return tools[static_cast<std::size_t>(tool)];
}

// "schema.name" or "name", as a person writes it.
ObjectName name_of(const std::string& text) {
    const std::size_t dot = text.find('.');
    return dot == std::string::npos ? ObjectName(text) : ObjectName(text.substr(0, dot), text.substr(dot + 1));
}

std::string as_written(const ObjectName& name) {
    SqlWriter sql;
    sql << name;
    return sql.take();
}

// The table with its schema, so that a comparison can leave out just this one.
Result<ObjectName> find_table(postgres::Session& session, const ToolFacts& facts, const std::string& name) {
    TRY(const auto found, session.query(R"sql(SELECT n.nspname, c.relname
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid = pg_catalog.to_regclass($1))sql",
                                        {as_written(name_of(name))}));
    if (found.row_count() == 1) return ObjectName(std::string(found.text(0, 0)), std::string(found.text(0, 1)));
    return failure(Error(ErrorKind::usage, "there is no table " + name + ", which " + facts.name + " would keep")
                       .hint("name it with --version-table SCHEMA.TABLE, or look whether this is the right database"));
}

}  // namespace

std::optional<ForeignTool> foreign_tool(const std::string& name) {
    for (const ToolFacts& facts : tools)
        if (name == facts.name) return facts.tool;
    return std::nullopt;
}

const char* to_string(ForeignTool tool) {
    return facts_of(tool).name;
}

const char* default_version_table(ForeignTool tool) {
    return facts_of(tool).table;
}

Result<ForeignHistory> read_foreign_history(postgres::Session& session, ForeignTool tool, const std::string& table) {
    const ToolFacts& facts = facts_of(tool);
    ForeignHistory history;
    TRY(history.table, find_table(session, facts, table));
    auto read = session.query(facts.select + as_written(history.table) + facts.rest);
    if (!read.has_value()) {
        Error error = std::move(read).assume_error();
        if (error.details().sqlstate.starts_with("42") && error.kind() == ErrorKind::step_failed)
            error.become(ErrorKind::usage).hint("this is not the table of " + std::string(facts.name));
        return failure(std::move(error.within("reading " + as_written(history.table))));
    }
    const postgres::ResultSet rows = std::move(read).assume_value();
    for (int row = 0; row < rows.row_count(); ++row) {
        const std::string version(rows.text(row, 0));
        if (!rows.boolean(row, 1))
            return failure(Error(ErrorKind::torn, std::string(facts.name) + " left its version " + version +
                                                      " half done (" + as_written(history.table) + ")")
                               .hint("finish or undo it with " + std::string(facts.name) + " first"));
        history.versions.push_back(version);
    }
    return history;
}

}  // namespace migrator
