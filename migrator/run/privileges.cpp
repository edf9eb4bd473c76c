// What a plan needs, asked of the catalog by one statement.
#include "migrator/run/privileges.hpp"

#include <vector>

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/run/needed_rights.hpp"
#include "migrator/support/try.hpp"

namespace migrator {

namespace {

std::string array_parameter(const std::vector<std::string>& texts) {
    std::string list = "{";
    for (const std::string& text : texts) {
        if (list.size() > 1) list += ',';
        list += '"';
        for (const char c : text) {
            if (c == '"' || c == '\\') list += '\\';
            list += c;
        }
        list += '"';
    }
    return list + "}";
}

const char* word_of(NeededObject::Kind kind) {
    switch (kind) {
        case NeededObject::Kind::relation:
            return "relation";
        case NeededObject::Kind::type:
            return "type";
        case NeededObject::Kind::routine:
            return "routine";
        case NeededObject::Kind::schema:
            return "schema";
    }
    return "";
}

// What concerns rows, by the name of its privilege.
const char* word_of(NeededObject::Use use) {
    switch (use) {
        case NeededObject::Use::alter:
            return "alter";
        case NeededObject::Use::drop:
            return "drop";
        case NeededObject::Use::extend:
            return "extend";
        case NeededObject::Use::read:
            return "SELECT";
        case NeededObject::Use::insert:
            return "INSERT";
        case NeededObject::Use::update:
            return "UPDATE";
        case NeededObject::Use::refer:
            return "REFERENCES";
    }
    return "";
}

// Each field of the objects as an array of its own.
void add_columns(const std::vector<NeededObject>& objects, postgres::Parameters& parameters) {
    std::vector<std::string> uses;
    std::vector<std::string> kinds;
    std::vector<std::string> schemas;
    std::vector<std::string> names;
    std::vector<std::string> arguments;
    for (const NeededObject& object : objects) {
        uses.emplace_back(word_of(object.use));
        kinds.emplace_back(word_of(object.kind));
        schemas.push_back(object.name.schema);
        names.push_back(object.name.name);
        arguments.push_back(object.arguments);
    }
    for (const auto* column : {&uses, &kinds, &schemas, &names, &arguments})
        parameters.emplace_back(array_parameter(*column));
}

// One row a right that is missing for an object or a schema; one row with NULLs when none is. What is not there (yet)
// is not judged. An index belongs to its table, and so does the sequence of a column.
constexpr const char* rights_query = R"sql(WITH needed AS (
    SELECT use, kind, schema, name::name, arguments
    FROM ROWS FROM (pg_catalog.unnest($4::text[]), pg_catalog.unnest($5::text[]), pg_catalog.unnest($6::text[]),
                    pg_catalog.unnest($7::text[]), pg_catalog.unnest($8::text[]))
        AS n (use, kind, schema, name, arguments)
),
found AS (
    SELECT needed.use, c.relowner AS owner, n.oid AS home,
           CASE WHEN coalesce(i.indrelid, d.refobjid) IS NOT NULL THEN 'TABLE'
                ELSE CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
                                    WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END END AS kind,
           coalesce(i.indrelid, d.refobjid, c.oid)::pg_catalog.regclass::text AS name, c.oid AS relation
    FROM needed
    JOIN pg_catalog.pg_class c ON c.relname = needed.name
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
    LEFT JOIN pg_catalog.pg_depend d ON c.relkind = 'S' AND d.objid = c.oid
        AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
    WHERE needed.kind = 'relation'
      AND CASE needed.schema WHEN '' THEN pg_catalog.pg_table_is_visible(c.oid) ELSE n.nspname = needed.schema END
    UNION ALL
    SELECT needed.use, t.typowner, n.oid, CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END,
           t.oid::pg_catalog.regtype::text, NULL
    FROM needed
    JOIN pg_catalog.pg_type t ON t.typname = needed.name
    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    WHERE needed.kind = 'type'
      AND CASE needed.schema WHEN '' THEN pg_catalog.pg_type_is_visible(t.oid) ELSE n.nspname = needed.schema END
    UNION ALL
    SELECT needed.use, p.proowner, n.oid, 'ROUTINE', p.oid::pg_catalog.regprocedure::text, NULL
    FROM needed
    JOIN pg_catalog.pg_proc p ON p.proname = needed.name AND pg_catalog.oidvectortypes(p.proargtypes) = needed.arguments
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    WHERE needed.kind = 'routine'
      AND CASE needed.schema WHEN '' THEN pg_catalog.pg_function_is_visible(p.oid) ELSE n.nspname = needed.schema END
    UNION ALL
    SELECT needed.use, n.nspowner, n.oid, 'SCHEMA', n.oid::pg_catalog.regnamespace::text, NULL
    FROM needed
    JOIN pg_catalog.pg_namespace n ON n.nspname = needed.name
    WHERE needed.kind = 'schema'
),
missing AS (
    SELECT 'own' AS what, found.kind, found.name
    FROM found
    JOIN pg_catalog.pg_namespace n ON n.oid = found.home
    WHERE found.use IN ('alter', 'drop')
      AND NOT pg_catalog.pg_has_role(found.owner, 'USAGE')
      AND NOT (found.use = 'drop' AND pg_catalog.pg_has_role(n.nspowner, 'USAGE'))
    UNION
    SELECT use, kind, name
    FROM found
    WHERE CASE WHEN use IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
               THEN NOT pg_catalog.has_any_column_privilege(relation, use) ELSE false END
    UNION
    SELECT 'create', 'SCHEMA', n.oid::pg_catalog.regnamespace::text
    FROM pg_catalog.pg_namespace n
    WHERE (n.nspname = ANY ($3::text[]) OR n.oid IN (SELECT home FROM found WHERE use = 'extend'))
      AND NOT (pg_catalog.has_schema_privilege(n.oid, 'CREATE') AND pg_catalog.has_schema_privilege(n.oid, 'USAGE'))
)
SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'),
       coalesce(pg_catalog.has_schema_privilege(home.oid, 'CREATE'), false),
       coalesce(pg_catalog.has_schema_privilege(home.oid, 'USAGE'), false),
       home.oid IS NOT NULL,
       coalesce(pg_catalog.has_table_privilege(history.oid, 'SELECT')
                AND pg_catalog.has_table_privilege(history.oid, 'INSERT')
                AND pg_catalog.has_table_privilege(history.oid, 'UPDATE')
                AND pg_catalog.has_table_privilege(history.oid, 'DELETE'), false),
       coalesce(pg_catalog.current_schema(), ''),
       coalesce(pg_catalog.has_schema_privilege(pg_catalog.current_schema(), 'CREATE'), false),
       missing.what, missing.kind, missing.name
FROM (VALUES ($1::name, $2::name)) AS place (schema, name)
LEFT JOIN pg_catalog.pg_namespace home ON home.nspname = place.schema
LEFT JOIN pg_catalog.pg_class history ON history.relnamespace = home.oid AND history.relname = place.name
LEFT JOIN missing ON true
ORDER BY missing.what, missing.kind, missing.name)sql";

auto missing(const std::string& message, SqlWriter& grant) {
    return failure(Error(ErrorKind::privilege, message).hint("have the owner run: " + grant.take()));
}

// The columns of a missing right.
enum { what = 7, kind = 8, name = 9 };

// GRANTs first: what is created is needed by all that follows.
Result<void> require_schemas(const postgres::ResultSet& rights, const std::string& role) {
    SqlWriter grant;
    std::string schemas;
    for (int row = 0; row < rights.row_count(); ++row) {
        if (rights.text(row, what) != "create") continue;
        const std::string schema(rights.text(row, name));
        grant << (schemas.empty() ? "" : "; ") << "GRANT USAGE, CREATE ON SCHEMA " << SqlText{schema} << " TO "
              << Identifier{role};
        schemas += (schemas.empty() ? "" : ", ") + schema;
    }
    if (schemas.empty()) return success();
    return missing("role \"" + role + "\" may not create objects in schema " + schemas, grant);
}

Result<void> require_ownership(const postgres::ResultSet& rights, const std::string& role) {
    SqlWriter alter;
    std::string objects;
    for (int row = 0; row < rights.row_count(); ++row) {
        if (rights.text(row, what) != "own") continue;
        const std::string object = std::string(rights.text(row, kind)) + " " + std::string(rights.text(row, name));
        alter << (objects.empty() ? "" : "; ") << "ALTER " << SqlText{object} << " OWNER TO " << Identifier{role};
        objects += (objects.empty() ? "" : ", ") + object;
    }
    if (objects.empty()) return success();
    return missing("role \"" + role + "\" does not own what has to be altered or dropped: " + objects, alter);
}

Result<void> require_rows(const postgres::ResultSet& rights, const std::string& role) {
    SqlWriter grant;
    std::string privileges;
    for (int row = 0; row < rights.row_count(); ++row) {
        const std::string privilege(rights.text(row, what));
        if (privilege.empty() || privilege == "create" || privilege == "own") continue;
        const std::string table(rights.text(row, name));
        grant << (privileges.empty() ? "" : "; ") << "GRANT " << SqlText{privilege} << " ON " << SqlText{table}
              << " TO " << Identifier{role};
        privileges += (privileges.empty() ? "" : ", ") + privilege + " on " + table;
    }
    if (privileges.empty()) return success();
    return missing("role \"" + role + "\" may not use rows as the plan does: " + privileges, grant);
}

}  // namespace

Result<void> require_privileges(OpenDatabase& database, const HistoryTable& table, const Plan& plan) {
    const NeededRights needed = needed_rights(plan);
    postgres::Parameters parameters = {table.name.schema, table.name.name,
                                       array_parameter({needed.schemas.begin(), needed.schemas.end()})};
    add_columns(needed.objects, parameters);
    TRY(const auto rights, database.session.query(rights_query, parameters));
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
    if (needed.creates_schemas && !may_create_schema) {
        grant << "GRANT CREATE ON DATABASE " << Identifier{database.facts.database} << " TO " << Identifier{role};
        return missing("role \"" + role + "\" may not create schemas", grant);
    }
    if (needed.creates_objects && !rights.boolean(0, 6)) {
        grant << "GRANT CREATE ON SCHEMA " << Identifier{schema} << " TO " << Identifier{role};
        return missing("role \"" + role + "\" may not create objects in schema \"" + schema + "\"", grant);
    }
    TRYV(require_schemas(rights, role));
    TRYV(require_ownership(rights, role));
    return require_rows(rights, role);
}

}  // namespace migrator
