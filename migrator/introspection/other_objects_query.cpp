// One row an object or a property that no operation reaches: kind, schema, name, definition. What initdb makes has an
// oid below 16384. Planning takes longer than running in most databases, so that what can share a scan does.
#include "migrator/introspection/other_objects_query.hpp"

#include "migrator/introspection/scope_sql.hpp"

// Who beside the owner has been granted what.
#define GRANTS_SQL(acl, owner)                                                                   \
    "(SELECT pg_catalog.string_agg(coalesce(r.rolname, 'PUBLIC') || '=' || g.privilege_type || " \
    "CASE WHEN g.is_grantable THEN '*' ELSE '' END, ' ' ORDER BY r.rolname, g.privilege_type) "  \
    "FROM pg_catalog.aclexplode(" acl                                                            \
    ") g LEFT JOIN pg_catalog.pg_roles r ON r.oid = g.grantee WHERE g.grantee <> " owner ")"

namespace migrator::introspection {

const char* const other_objects_query = R"sql(
WITH unusual_relations AS MATERIALIZED (
    SELECT oid, relname, relnamespace, relkind, reltype, reloftype, relowner, relacl, relam, relreplident,
           relrowsecurity, relforcerowsecurity, reloptions
    FROM pg_catalog.pg_class
    WHERE ((relkind IN ('v', 'c', 'f') OR relacl IS NOT NULL OR (relkind IN ('r', 'p') AND relreplident <> 'd')
            OR reloftype <> 0 OR relforcerowsecurity OR (relkind IN ('r', 'm') AND relam <> 2))
           AND )sql" SCOPE_SQL("relnamespace") R"sql()
       OR (relkind = 't' AND reloptions IS NOT NULL)),
unusual_columns AS MATERIALIZED (
    SELECT attrelid, attname, attacl,
           NULLIF(pg_catalog.concat_ws(' ', {attcompression}, NULLIF(attstattarget, -1), attoptions::text), '')
               AS settings
    FROM pg_catalog.pg_attribute a
    WHERE (attacl IS NOT NULL OR attstattarget <> -1 OR attoptions IS NOT NULL OR {attcompression} <> '')
      AND attnum > 0 AND attrelid >= 16384 AND NOT attisdropped)
SELECT o.kind, n.nspname, o.name, o.definition FROM (
SELECT x.kind, x.catalog, x.oid, c.relnamespace AS schema, c.relname::text AS name, x.definition
FROM unusual_relations c
CROSS JOIN LATERAL (VALUES
    ('composite type', 'pg_catalog.pg_type'::regclass, c.reltype, CASE WHEN c.relkind = 'c' THEN
        (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname) || ' ' ||
                pg_catalog.format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
         FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) END),
    ('foreign table', 'pg_catalog.pg_class'::regclass, c.oid, CASE WHEN c.relkind = 'f' THEN
        (SELECT s.srvname || ' ' || coalesce(t.ftoptions::text, '')
         FROM pg_catalog.pg_foreign_table t JOIN pg_catalog.pg_foreign_server s ON s.oid = t.ftserver
         WHERE t.ftrelid = c.oid) END),
    ('grant', 'pg_catalog.pg_class'::regclass, c.oid, CASE WHEN c.relacl IS NOT NULL THEN )sql" GRANTS_SQL(
    "c.relacl", "c.relowner") R"sql( END),
    ('replica identity', 'pg_catalog.pg_class'::regclass, c.oid,
        CASE WHEN c.relkind IN ('r', 'p') AND c.relreplident <> 'd' THEN c.relreplident::text END),
    ('access method', 'pg_catalog.pg_class'::regclass, c.oid, CASE WHEN c.relkind IN ('r', 'm') AND c.relam <> 2 THEN
        (SELECT m.amname FROM pg_catalog.pg_am m WHERE m.oid = c.relam) END),
    ('typed table', 'pg_catalog.pg_class'::regclass, c.oid,
        CASE WHEN c.relkind = 'r' AND c.reloftype <> 0 THEN c.reloftype::regtype::text END),
    ('row security', 'pg_catalog.pg_class'::regclass, c.oid,
        CASE WHEN c.relforcerowsecurity AND NOT c.relrowsecurity THEN 'forced, not enabled' END)
) AS x (kind, catalog, oid, definition)
WHERE c.relkind <> 't'
UNION ALL
SELECT x.kind, 'pg_catalog.pg_class'::regclass, c.oid, c.relnamespace, c.relname || '.' || a.attname, x.definition
FROM unusual_columns a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
CROSS JOIN LATERAL (VALUES
    ('grant', CASE WHEN a.attacl IS NOT NULL THEN )sql" GRANTS_SQL("a.attacl", "c.relowner") R"sql( END),
    ('column settings', CASE WHEN c.relkind IN ('r', 'p', 'm', 'i') THEN a.settings END)
) AS x (kind, definition)
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
SELECT 'column default of partition', 'pg_catalog.pg_class'::regclass, c.oid, c.relnamespace,
       c.relname || '.' || a.attname, pg_catalog.pg_get_expr(d.adbin, d.adrelid)
FROM (SELECT inhrelid, inhparent FROM pg_catalog.pg_inherits OFFSET 0) i
JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
JOIN pg_catalog.pg_attribute a ON a.attrelid = i.inhrelid AND a.attnum > 0 AND NOT a.attislocal
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
JOIN pg_catalog.pg_attribute q ON q.attrelid = i.inhparent AND q.attname = a.attname
LEFT JOIN pg_catalog.pg_attrdef e ON e.adrelid = q.attrelid AND e.adnum = q.attnum
WHERE pg_catalog.pg_get_expr(d.adbin, d.adrelid) IS DISTINCT FROM pg_catalog.pg_get_expr(e.adbin, e.adrelid)
  AND q.attgenerated = ''
UNION ALL
SELECT CASE t.typtype WHEN 'r' THEN 'range type' ELSE 'base type' END, 'pg_catalog.pg_type'::regclass, t.oid,
       t.typnamespace, t.typname,
       pg_catalog.concat_ws(' ', (SELECT pg_catalog.format_type(r.rngsubtype, NULL) FROM pg_catalog.pg_range r
                                  WHERE r.rngtypid = t.oid), t.typinput, t.typoutput)
FROM pg_catalog.pg_type t
WHERE t.typtype IN ('r', 'b') AND t.typelem = 0 AND t.oid >= 16384
UNION ALL
SELECT 'aggregate', 'pg_catalog.pg_proc'::regclass, p.oid, p.pronamespace,
       p.proname || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')',
       (SELECT pg_catalog.concat_ws(' ', a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggtranstype::regtype,
                                    a.agginitval)
        FROM pg_catalog.pg_aggregate a WHERE a.aggfnoid = p.oid)
FROM pg_catalog.pg_proc p WHERE p.oid >= 16384 AND p.prokind = 'a'
UNION ALL
SELECT 'grant', 'pg_catalog.pg_proc'::regclass, p.oid, p.pronamespace,
       p.proname || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')',
       )sql" GRANTS_SQL("p.proacl", "p.proowner") R"sql(
FROM pg_catalog.pg_proc p WHERE p.oid >= 16384 AND p.proacl IS NOT NULL
UNION ALL
SELECT 'rule', 'pg_catalog.pg_class'::regclass, c.oid, c.relnamespace, c.relname || '.' || r.rulename,
       pg_catalog.pg_get_ruledef(r.oid)
FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
WHERE r.oid >= 16384 AND r.rulename <> '_RETURN'
UNION ALL
SELECT 'state of a trigger', 'pg_catalog.pg_class'::regclass, c.oid, c.relnamespace, c.relname || '.' || t.tgname,
       t.tgenabled::text
FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND t.tgenabled <> 'O'
UNION ALL
SELECT 'operator', 'pg_catalog.pg_operator'::regclass, oid, oprnamespace,
       oprname || ' (' || pg_catalog.format_type(oprleft, NULL) || ', ' || pg_catalog.format_type(oprright, NULL) || ')',
       oprcode::text
FROM pg_catalog.pg_operator WHERE oid >= 16384
UNION ALL
SELECT 'operator class', 'pg_catalog.pg_opclass'::regclass, oid, opcnamespace, opcname, opcintype::regtype::text
FROM pg_catalog.pg_opclass WHERE oid >= 16384
UNION ALL
SELECT 'collation', 'pg_catalog.pg_collation'::regclass, oid, collnamespace, collname,
       pg_catalog.concat_ws(' ', collprovider, collisdeterministic, collcollate)
FROM pg_catalog.pg_collation WHERE oid >= 16384
UNION ALL
SELECT 'text search configuration', 'pg_catalog.pg_ts_config'::regclass, oid, cfgnamespace, cfgname, cfgparser::text
FROM pg_catalog.pg_ts_config WHERE oid >= 16384
UNION ALL
SELECT 'text search dictionary', 'pg_catalog.pg_ts_dict'::regclass, oid, dictnamespace, dictname, dictinitoption
FROM pg_catalog.pg_ts_dict WHERE oid >= 16384
UNION ALL
SELECT 'extended statistics', 'pg_catalog.pg_statistic_ext'::regclass, oid, stxnamespace, stxname,
       pg_catalog.pg_get_statisticsobjdef(oid)
FROM pg_catalog.pg_statistic_ext
UNION ALL
SELECT 'comment on a schema', 'pg_catalog.pg_namespace'::regclass, objoid, objoid, '', description
FROM pg_catalog.pg_description WHERE classoid = 'pg_catalog.pg_namespace'::regclass AND objoid >= 16384
UNION ALL
SELECT 'comment on a view column', 'pg_catalog.pg_class'::regclass, c.oid, c.relnamespace,
       c.relname || '.' || (SELECT a.attname FROM pg_catalog.pg_attribute a
                            WHERE a.attrelid = c.oid AND a.attnum = d.objsubid), d.description
FROM pg_catalog.pg_description d JOIN pg_catalog.pg_class c ON c.oid = d.objoid AND c.relkind IN ('v', 'm')
WHERE d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid >= 16384 AND d.objsubid > 0
UNION ALL
SELECT 'event trigger', 'pg_catalog.pg_event_trigger'::regclass, oid, 0, evtname,
       pg_catalog.concat_ws(' ', evtevent, evtfoid::regproc, evttags::text)
FROM pg_catalog.pg_event_trigger
UNION ALL
SELECT 'publication', 'pg_catalog.pg_publication'::regclass, p.oid, 0, p.pubname,
       pg_catalog.concat_ws(' ', puballtables, pubinsert, pubupdate, pubdelete, pubtruncate,
       (SELECT pg_catalog.string_agg(r.prrelid::regclass::text, ' ' ORDER BY r.prrelid::regclass::text)
        FROM pg_catalog.pg_publication_rel r WHERE r.prpubid = p.oid))
FROM pg_catalog.pg_publication p
UNION ALL
SELECT 'foreign server', 'pg_catalog.pg_foreign_server'::regclass, oid, 0, srvname, srvoptions::text
FROM pg_catalog.pg_foreign_server
UNION ALL
SELECT 'foreign data wrapper', 'pg_catalog.pg_foreign_data_wrapper'::regclass, oid, 0, fdwname, fdwoptions::text
FROM pg_catalog.pg_foreign_data_wrapper
UNION ALL
SELECT 'cast', 'pg_catalog.pg_cast'::regclass, oid, 0,
       pg_catalog.format_type(castsource, NULL) || ' as ' || pg_catalog.format_type(casttarget, NULL),
       pg_catalog.concat_ws(' ', castfunc::regprocedure, castcontext, castmethod)
FROM pg_catalog.pg_cast WHERE oid >= 16384
UNION ALL
SELECT 'language', 'pg_catalog.pg_language'::regclass, oid, 0, lanname, '' FROM pg_catalog.pg_language
WHERE oid >= 16384
UNION ALL
SELECT 'version of extension', 'pg_catalog.pg_extension'::regclass, oid, 0, extname, extversion
FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql'
UNION ALL
SELECT 'default privileges', 'pg_catalog.pg_default_acl'::regclass, oid, defaclnamespace, defaclobjtype::text,
       defaclacl::text
FROM pg_catalog.pg_default_acl
) o
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = o.schema
WHERE (o.schema = 0 OR )sql" SCOPE_SQL("o.schema") R"sql() AND o.definition IS NOT NULL
  AND (o.catalog, o.oid) NOT IN (SELECT x.classid, x.objid FROM pg_catalog.pg_depend x
                                 WHERE x.refclassid = 'pg_catalog.pg_extension'::regclass AND x.deptype = 'e')
ORDER BY o.kind COLLATE "C", n.nspname COLLATE "C", o.name COLLATE "C", o.definition COLLATE "C")sql";

}  // namespace migrator::introspection
