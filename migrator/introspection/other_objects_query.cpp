// One row an object or a property that no operation reaches: kind, schema, name, definition. What initdb makes has an
// oid below 16384. Planning takes longer than running in most databases, so that what can share a scan does, and what
// is rare is left out where there is none.
#include "migrator/introspection/other_objects_query.hpp"

#include "migrator/introspection/rare_objects.hpp"
#include "migrator/introspection/scope_sql.hpp"

namespace migrator::introspection {

namespace {

constexpr const char* grants = R"sql(
WITH unusual_relations AS MATERIALIZED (
    SELECT oid, relname, relnamespace, relkind, reltype, reloftype, relowner, relacl, relam, relreplident,
           relpersistence, relpartbound, relrowsecurity, relforcerowsecurity, reloptions
    FROM pg_catalog.pg_class
    WHERE ((relkind IN ('v', 'c', 'f') OR relacl IS NOT NULL OR (relkind IN ('r', 'p') AND relreplident <> 'd')
            OR reloftype <> 0 OR relforcerowsecurity OR (relkind IN ('r', 'p', 'm') AND relam NOT IN (0, 2))
            OR (relkind = 'S' AND relpersistence = 'u'))
           AND )sql" SCOPE_SQL("relnamespace") R"sql()
       OR (relkind = 't' AND reloptions IS NOT NULL)),
-- As a number, the oid uses no index: to read all rows in its order takes longer.
unusual_columns AS MATERIALIZED (
    SELECT attrelid, attname, attacl,
           NULLIF(pg_catalog.concat_ws(' ', NULLIF({attcompression}, ''), NULLIF(attstattarget, -1), attoptions::text),
                  '') AS settings
    FROM pg_catalog.pg_attribute a
    WHERE (attacl IS NOT NULL OR attstattarget <> -1 OR attoptions IS NOT NULL OR {attcompression} <> '')
      AND attnum > 0 AND attrelid::bigint >= 16384 AND NOT attisdropped),
unusual_types AS MATERIALIZED (
    SELECT *
    FROM pg_catalog.pg_type
    WHERE oid >= 16384 AND (typtype = 'r' OR (typtype = 'b' AND typcategory <> 'A') OR typacl IS NOT NULL)),
-- With what PostgreSQL grants by itself.
grants AS (
    SELECT 'pg_catalog.pg_class'::regclass AS catalog, oid, relnamespace AS schema, relname::text AS name,
           relacl AS acl, relowner AS owner, 'nobody' AS usual
    FROM unusual_relations
    UNION ALL
    SELECT 'pg_catalog.pg_class'::regclass, c.oid, c.relnamespace, c.relname || '.' || a.attname, a.attacl, c.relowner,
           'nobody'
    FROM unusual_columns a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid WHERE a.attacl IS NOT NULL
    UNION ALL
    SELECT 'pg_catalog.pg_type'::regclass, oid, typnamespace, typname, typacl, typowner, 'PUBLIC=USAGE'
    FROM unusual_types
    UNION ALL
    SELECT 'pg_catalog.pg_namespace'::regclass, oid, 0, 'schema ' || nspname,
           coalesce(nspacl, pg_catalog.acldefault('n', nspowner)), nspowner,
           CASE nspname WHEN 'public' THEN {public_schema} ELSE 'nobody' END
    FROM pg_catalog.pg_namespace
    WHERE (nspacl IS NOT NULL OR nspname = 'public') AND )sql" SCOPE_SQL("oid") R"sql(
    UNION ALL
    SELECT 'pg_catalog.pg_language'::regclass, oid, 0, 'language ' || lanname, lanacl, lanowner, 'PUBLIC=USAGE'
    FROM pg_catalog.pg_language
    UNION ALL
    SELECT 'pg_catalog.pg_foreign_data_wrapper'::regclass, oid, 0, 'foreign data wrapper ' || fdwname, fdwacl, fdwowner,
           'nobody'
    FROM pg_catalog.pg_foreign_data_wrapper)sql";

constexpr const char* others = R"sql(),
others AS MATERIALIZED (
SELECT x.kind, x.catalog, x.oid, c.relnamespace AS schema, c.relname::text AS name, x.definition
FROM unusual_relations c
CROSS JOIN LATERAL (VALUES
    ('composite type', 'pg_catalog.pg_type'::regclass, c.reltype, CASE WHEN c.relkind = 'c' THEN
        (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname) || ' ' ||
                pg_catalog.format_type(a.atttypid, a.atttypmod) ||
                CASE WHEN a.attcollation IN (0, 100) THEN '' ELSE ' COLLATE ' || {attcollation} END,
                ', ' ORDER BY a.attnum)
         FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) END),
    ('replica identity', 'pg_catalog.pg_class'::regclass, c.oid,
        CASE WHEN c.relkind IN ('r', 'p') THEN CASE c.relreplident WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing'
             WHEN 'i' THEN 'index ' || (SELECT x.relname FROM pg_catalog.pg_index i
                                        JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
                                        WHERE i.indrelid = c.oid AND i.indisreplident) END END),
    ('table access method', 'pg_catalog.pg_class'::regclass, c.oid, CASE
        WHEN c.relkind IN ('r', 'p', 'm') AND c.relam NOT IN (0, 2) THEN
        (SELECT m.amname FROM pg_catalog.pg_am m WHERE m.oid = c.relam) END),
    ('typed table', 'pg_catalog.pg_class'::regclass, c.oid,
        CASE WHEN c.relkind = 'r' AND c.reloftype <> 0 THEN c.reloftype::regtype::text END),
    ('row security', 'pg_catalog.pg_class'::regclass, c.oid,
        CASE WHEN c.relforcerowsecurity AND NOT c.relrowsecurity THEN 'forced, not enabled' END),
    -- One that is owned goes with its table.
    ('persistence of a sequence', 'pg_catalog.pg_class'::regclass, c.oid,
        CASE WHEN c.relkind = 'S' AND c.relpersistence = 'u' AND NOT EXISTS
            (SELECT FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_class t ON t.oid = d.refobjid
             WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
               AND d.refclassid = 'pg_catalog.pg_class'::regclass AND t.relpersistence = 'u') THEN 'unlogged' END)
) AS x (kind, catalog, oid, definition)
WHERE c.relkind <> 't'
UNION ALL
SELECT 'column settings', 'pg_catalog.pg_class'::regclass, c.oid, c.relnamespace, c.relname || '.' || a.attname,
       a.settings
FROM unusual_columns a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
WHERE a.settings IS NOT NULL AND c.relkind IN ('r', 'p', 'm', 'i')
UNION ALL
SELECT 'grant', g.catalog, g.oid, g.schema, g.name,
       NULLIF(coalesce((SELECT pg_catalog.string_agg(
                                   CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(x.grantee) END
                                   || '=' || x.privilege_type || CASE WHEN x.is_grantable THEN '*' ELSE '' END, ' '
                                   ORDER BY x.grantee = 0, pg_catalog.pg_get_userbyid(x.grantee), x.privilege_type)
                        FROM pg_catalog.aclexplode(g.acl) x WHERE x.grantee <> g.owner), 'nobody'), g.usual)
FROM grants g WHERE g.acl IS NOT NULL
UNION ALL
SELECT 'storage parameters of toast', 'pg_catalog.pg_class'::regclass, c.oid, c.relnamespace, c.relname,
       t.reloptions::text
FROM unusual_relations t
CROSS JOIN LATERAL (SELECT oid, relnamespace, relname FROM pg_catalog.pg_class WHERE reltoastrelid = t.oid OFFSET 0) c
WHERE t.relkind = 't'
UNION ALL
SELECT 'default of a view column', 'pg_catalog.pg_class'::regclass, c.oid, c.relnamespace,
       c.relname || '.' || (SELECT a.attname FROM pg_catalog.pg_attribute a
                            WHERE a.attrelid = d.adrelid AND a.attnum = d.adnum),
       pg_catalog.pg_get_expr(d.adbin, d.adrelid)
FROM unusual_relations c JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid WHERE c.relkind = 'v'
UNION ALL
SELECT x.kind, 'pg_catalog.pg_type'::regclass, t.oid, t.typnamespace, t.typname, x.definition
FROM unusual_types t
CROSS JOIN LATERAL (VALUES
    ('range type', CASE WHEN t.typtype = 'r' THEN
        (SELECT pg_catalog.concat_ws(' ', pg_catalog.format_type(r.rngsubtype, NULL),
                (SELECT o.opcname FROM pg_catalog.pg_opclass o WHERE o.oid = r.rngsubopc),
                CASE WHEN r.rngcollation NOT IN (0, 100) THEN 'COLLATE ' || {rngcollation} END,
                'canonical ' || NULLIF(r.rngcanonical, 0)::regproc, 'subdiff ' || NULLIF(r.rngsubdiff, 0)::regproc,
                {multirange})
         FROM pg_catalog.pg_range r WHERE r.rngtypid = t.oid) END),
    ('base type', CASE WHEN t.typtype = 'b' AND t.typcategory <> 'A' THEN
        pg_catalog.concat_ws(' ', t.typinput, t.typoutput, t.typreceive, t.typsend, t.typmodin, t.typmodout,
                             t.typanalyze, t.typlen, t.typbyval, t.typalign, t.typstorage, t.typcategory,
                             t.typispreferred, t.typdelim, pg_catalog.format_type(t.typelem, NULL), t.typcollation <> 0,
                             t.typdefault) END)
) AS x (kind, definition)
UNION ALL
SELECT 'state of a trigger', 'pg_catalog.pg_class'::regclass, c.oid, c.relnamespace, c.relname || '.' || t.tgname,
       t.tgenabled::text
FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND t.tgenabled <> 'O'
UNION ALL
SELECT 'access method', 'pg_catalog.pg_am'::regclass, oid, 0, amname, amhandler::text
FROM pg_catalog.pg_am WHERE oid >= 16384
UNION ALL
SELECT 'event trigger', 'pg_catalog.pg_event_trigger'::regclass, oid, 0, evtname,
       pg_catalog.concat_ws(' ', evtevent, evtfoid::regproc, evttags::text, NULLIF(evtenabled, 'O'))
FROM pg_catalog.pg_event_trigger
UNION ALL
SELECT 'foreign data wrapper', 'pg_catalog.pg_foreign_data_wrapper'::regclass, oid, 0, fdwname,
       pg_catalog.concat_ws(' ', 'handler ' || NULLIF(fdwhandler, 0)::regproc,
                            'validator ' || NULLIF(fdwvalidator, 0)::regproc, fdwoptions::text)
FROM pg_catalog.pg_foreign_data_wrapper
UNION ALL
SELECT 'cast', 'pg_catalog.pg_cast'::regclass, oid, 0,
       pg_catalog.format_type(castsource, NULL) || ' as ' || pg_catalog.format_type(casttarget, NULL),
       pg_catalog.concat_ws(' ', castfunc::regprocedure, castcontext, castmethod)
FROM pg_catalog.pg_cast WHERE oid >= 16384
UNION ALL
SELECT 'transform', 'pg_catalog.pg_transform'::regclass, t.oid, 0,
       pg_catalog.format_type(t.trftype, NULL) || ' for ' || l.lanname,
       pg_catalog.concat_ws(' ', t.trffromsql, t.trftosql)
FROM pg_catalog.pg_transform t JOIN pg_catalog.pg_language l ON l.oid = t.trflang
UNION ALL
SELECT 'language', 'pg_catalog.pg_language'::regclass, oid, 0, lanname,
       pg_catalog.concat_ws(' ', lanplcallfoid::regproc, NULLIF(laninline, 0)::regproc,
                            NULLIF(lanvalidator, 0)::regproc, CASE WHEN lanpltrusted THEN 'trusted' END)
FROM pg_catalog.pg_language WHERE oid >= 16384
UNION ALL
SELECT 'version of extension', 'pg_catalog.pg_extension'::regclass, oid, 0, extname, extversion
FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql'
UNION ALL
SELECT 'default privileges', 'pg_catalog.pg_default_acl'::regclass, oid, defaclnamespace, defaclobjtype::text,
       defaclacl::text
FROM pg_catalog.pg_default_acl)sql";

constexpr const char* with_relation = R"sql()
SELECT o.kind, n.nspname, o.name, o.definition,
       CASE o.catalog WHEN 'pg_catalog.pg_class'::regclass THEN
                (SELECT t.relname FROM pg_catalog.pg_class t
                 WHERE t.oid = coalesce((SELECT i.indrelid FROM pg_catalog.pg_index i WHERE i.indexrelid = o.oid), o.oid)))sql";

constexpr const char* relation_of_statistics = R"sql(
            WHEN 'pg_catalog.pg_statistic_ext'::regclass THEN
                (SELECT t.relname FROM pg_catalog.pg_statistic_ext e JOIN pg_catalog.pg_class t ON t.oid = e.stxrelid
                 WHERE e.oid = o.oid))sql";

constexpr const char* ending = R"sql( END
FROM others o
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = o.schema
WHERE (o.schema = 0 OR )sql" SCOPE_SQL("o.schema") R"sql() AND o.definition IS NOT NULL
  AND (o.catalog, o.oid) NOT IN (SELECT x.classid, x.objid FROM pg_catalog.pg_depend x
                                 WHERE x.refclassid = 'pg_catalog.pg_extension'::regclass AND x.deptype = 'e')
ORDER BY o.kind COLLATE "C", n.nspname COLLATE "C", o.name COLLATE "C", o.definition COLLATE "C")sql";

}  // namespace

std::string other_objects_query(std::string_view rare_catalogs) {
    return grants + rare_grants_sql(rare_catalogs) + others + rare_others_sql(rare_catalogs) + with_relation +
           (has_catalog(rare_catalogs, "pg_statistic_ext") ? relation_of_statistics : "") + ending;
}

}  // namespace migrator::introspection
