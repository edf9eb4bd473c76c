// What a plan needs from the catalog of rights.
#include "migrator/run/privileges.hpp"

#include <set>

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

// What the operations of a plan will create and alter.
struct Needs {
    bool creates_objects = false;        // in the first schema of the search path
    std::set<std::string> created = {};  // unqualified tables
    std::set<std::string> altered = {};  // unqualified tables that must already be owned

    void create(const ObjectName& name) {
        if (!name.schema.empty()) return;
        creates_objects = true;
        created.insert(name.name);
    }
    void alter(const ObjectName& name) {
        if (name.schema.empty() && created.count(name.name) == 0) altered.insert(name.name);
    }

    void operator()(const CreateTable& o) { create(o.table.name); }
    void operator()(const CreateEnum& o) { create(o.type.name); }
    void operator()(const CreateSequence& o) { create(o.sequence.name); }
    void operator()(const DropTable& o) { alter(o.table); }
    void operator()(const RenameTable& o) {
        alter(o.from);
        created.insert(o.to);
    }
    void operator()(const AddColumn& o) { alter(o.table); }
    void operator()(const DropColumn& o) { alter(o.table); }
    void operator()(const RenameColumn& o) { alter(o.table); }
    void operator()(const AlterColumn& o) { alter(o.table); }
    void operator()(const DropExpression& o) { alter(o.table); }
    void operator()(const AddExpression& o) { alter(o.table); }
    void operator()(const AddConstraint& o) { alter(o.table); }
    void operator()(const DropConstraint& o) { alter(o.table); }
    void operator()(const RenameConstraint& o) { alter(o.table); }
    void operator()(const ValidateConstraint& o) { alter(o.table); }
    void operator()(const CreateIndex& o) { alter(o.index.table); }
    void operator()(const SetComment& o) { alter(o.table); }
    template <class Other>
    void operator()(const Other&) {}
};

std::string array_parameter(const std::set<std::string>& names) {
    std::string text = "{";
    for (const std::string& name : names) {
        if (text.size() > 1) text += ',';
        text += '"';
        for (const char c : name) {
            if (c == '"' || c == '\\') text += '\\';
            text += c;
        }
        text += '"';
    }
    return text + "}";
}

auto missing(const std::string& message, SqlWriter& grant) {
    return failure(Error(ErrorKind::privilege, message).hint("have the owner run: " + grant.take()));
}

}  // namespace

Result<void> require_privileges(OpenDatabase& database, const HistoryTable& table, const Plan& plan) {
    Needs needs;
    for (const PlannedStep& step : plan.steps)
        for (const Operation& operation : step.operations)
            std::visit(needs, operation);

    TRY(const auto rights,
        database.session.query(R"sql(SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'),
       coalesce((SELECT pg_catalog.has_schema_privilege(oid, 'CREATE') FROM pg_catalog.pg_namespace WHERE nspname = $1), false),
       coalesce((SELECT pg_catalog.has_schema_privilege(oid, 'USAGE') FROM pg_catalog.pg_namespace WHERE nspname = $1), false),
       EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1),
       coalesce((SELECT pg_catalog.has_table_privilege(c.oid, 'SELECT') AND pg_catalog.has_table_privilege(c.oid, 'INSERT')
                        AND pg_catalog.has_table_privilege(c.oid, 'UPDATE') AND pg_catalog.has_table_privilege(c.oid, 'DELETE')
                 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = $1 AND c.relname = $2), false),
       coalesce(pg_catalog.current_schema(), ''),
       coalesce(pg_catalog.has_schema_privilege(pg_catalog.current_schema(), 'CREATE'), false),
       coalesce((SELECT pg_catalog.string_agg(c.relname, ', ' ORDER BY c.relname)
                 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = pg_catalog.current_schema() AND c.relkind IN ('r', 'p')
                   AND c.relname = ANY ($3::text[]) AND NOT pg_catalog.pg_has_role(c.relowner, 'USAGE')), ''))sql",
                               {table.name.schema, table.name.name, array_parameter(needs.altered)}));
    const bool may_create_schema = rights.boolean(0, 0);
    const bool may_create_in_history = rights.boolean(0, 1);
    const bool history_schema_exists = rights.boolean(0, 3);
    const std::string& role = database.facts.role;

    SqlWriter grant;
    if (!history_schema_exists && !may_create_schema) {
        grant << "GRANT CREATE ON DATABASE " << Identifier{database.facts.database} << " TO " << Identifier{role};
        return missing("role \"" + role + "\" may not create the history's schema \"" + table.name.schema + "\"",
                       grant);
    }
    if (history_schema_exists && !database.facts.relation_exists && !may_create_in_history) {
        grant << "GRANT USAGE, CREATE ON SCHEMA " << Identifier{table.name.schema} << " TO " << Identifier{role};
        return missing("role \"" + role + "\" may not create the history table", grant);
    }
    if (database.facts.relation_exists && (!rights.boolean(0, 2) || !rights.boolean(0, 4))) {
        grant << "GRANT USAGE ON SCHEMA " << Identifier{table.name.schema} << " TO " << Identifier{role}
              << "; GRANT SELECT, INSERT, UPDATE, DELETE ON " << table.name << " TO " << Identifier{role};
        return missing("role \"" + role + "\" may not write the history", grant);
    }
    const std::string schema(rights.text(0, 5));
    if (schema.empty())
        return failure(
            Error(ErrorKind::privilege, "no schema of the search path exists, or role \"" + role + "\" may use none")
                .hint("create the schema public, or set another search path"));
    if (needs.creates_objects && !rights.boolean(0, 6)) {
        grant << "GRANT CREATE ON SCHEMA " << Identifier{schema} << " TO " << Identifier{role};
        return missing("role \"" + role + "\" may not create objects in schema \"" + schema + "\"", grant);
    }
    const std::string foreign_tables(rights.text(0, 7));
    if (!foreign_tables.empty()) {
        grant << "ALTER TABLE … OWNER TO " << Identifier{role} << ", for each of them";
        return missing("role \"" + role + "\" does not own tables that have to be altered: " + foreign_tables, grant);
    }
    return success();
}

}  // namespace migrator
