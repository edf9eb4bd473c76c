// One row an object or a property that no operation reaches: kind, schema, name, definition.
#include "migrator/introspection/other_objects_query.hpp"

#include "migrator/introspection/scope_sql.hpp"

namespace migrator::introspection {

const char* const other_objects_query = R"sql(
WITH unusual_relations AS MATERIALIZED (
    SELECT * FROM pg_catalog.pg_class c
    WHERE ((relkind IN ('v', 'c', 'f') OR relacl IS NOT NULL OR (relkind IN ('r', 'p') AND relreplident <> 'd')
            OR reloftype <> 0 OR relforcerowsecurity OR (relkind IN ('r', 'm') AND relam <> 2))
           AND )sql" SCOPE_SQL("relnamespace") R"sql()
       OR (relkind = 't' AND reloptions IS NOT NULL)),
unusual_columns AS MATERIALIZED (
    SELECT * FROM pg_catalog.pg_attribute a
    WHERE (attacl IS NOT NULL OR attstattarget <> -1 OR attoptions IS NOT NULL OR {attcompression} <> '')
      AND attnum > 0 AND attrelid >= 16384 AND NOT attisdropped)
SELECT o.kind, n.nspname, o.name, o.definition FROM (
SELECT 'composite type' AS kind, t.typnamespace AS schema, t.typname::text AS name,
       (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname) || ' ' ||
               pg_catalog.format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
        FROM pg_catalog.pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS definition
FROM unusual_relations c JOIN pg_catalog.pg_type t ON t.oid = c.reltype
WHERE c.relkind = 'c' AND )sql" NO_EXTENSION_SQL("pg_type", "t.oid") R"sql(
UNION ALL
SELECT CASE t.typtype WHEN 'r' THEN 'range type' ELSE 'base type' END, t.typnamespace, t.typname,
       pg_catalog.concat_ws(' ', pg_catalog.format_type(r.rngsubtype, NULL), t.typinput, t.typoutput)
FROM pg_catalog.pg_type t LEFT JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid
WHERE t.typtype IN ('r', 'b') AND t.typelem = 0 AND t.oid >= 16384 AND )sql" NO_EXTENSION_SQL("pg_type", "t.oid") R"sql(
UNION ALL
SELECT 'aggregate', p.pronamespace, p.proname || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')',
       pg_catalog.concat_ws(' ', a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggtranstype::regtype, a.agginitval)
FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = p.oid
WHERE )sql" NO_EXTENSION_SQL("pg_proc", "p.oid") R"sql(
UNION ALL
SELECT 'rule', c.relnamespace, c.relname || '.' || r.rulename, pg_catalog.pg_get_ruledef(r.oid)
FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
WHERE r.rulename <> '_RETURN'
UNION ALL
SELECT 'operator', p.oprnamespace, p.oprname || ' (' || pg_catalog.format_type(p.oprleft, NULL) || ', ' ||
       pg_catalog.format_type(p.oprright, NULL) || ')', p.oprcode::text
FROM pg_catalog.pg_operator p WHERE )sql" NO_EXTENSION_SQL("pg_operator", "p.oid") R"sql(
UNION ALL
SELECT 'operator class', opcnamespace, opcname, opcintype::regtype::text
FROM pg_catalog.pg_opclass p WHERE )sql" NO_EXTENSION_SQL("pg_opclass", "p.oid") R"sql(
UNION ALL
SELECT 'collation', collnamespace, collname, pg_catalog.concat_ws(' ', collprovider, collisdeterministic, collcollate)
FROM pg_catalog.pg_collation
UNION ALL
SELECT 'text search configuration', cfgnamespace, cfgname, cfgparser::text
FROM pg_catalog.pg_ts_config p WHERE )sql" NO_EXTENSION_SQL("pg_ts_config", "p.oid") R"sql(
UNION ALL
SELECT 'text search dictionary', dictnamespace, dictname, dictinitoption
FROM pg_catalog.pg_ts_dict p WHERE )sql" NO_EXTENSION_SQL("pg_ts_dict", "p.oid") R"sql(
UNION ALL
SELECT 'extended statistics', s.stxnamespace, s.stxname, pg_catalog.pg_get_statisticsobjdef(s.oid)
FROM pg_catalog.pg_statistic_ext s
UNION ALL
SELECT 'foreign table', c.relnamespace, c.relname, s.srvname || ' ' || coalesce(t.ftoptions::text, '')
FROM pg_catalog.pg_foreign_table t JOIN unusual_relations c ON c.oid = t.ftrelid
JOIN pg_catalog.pg_foreign_server s ON s.oid = t.ftserver
UNION ALL
SELECT 'grant', c.relnamespace, c.relname,
       (SELECT pg_catalog.string_agg(coalesce(r.rolname, 'PUBLIC') || '=' || x.privilege_type ||
               CASE WHEN x.is_grantable THEN '*' ELSE '' END, ' ' ORDER BY r.rolname, x.privilege_type)
        FROM pg_catalog.aclexplode(c.relacl) x LEFT JOIN pg_catalog.pg_roles r ON r.oid = x.grantee
        WHERE x.grantee <> c.relowner)
FROM unusual_relations c WHERE c.relacl IS NOT NULL AND c.relkind <> 't'
UNION ALL
SELECT 'grant', c.relnamespace, c.relname || '.' || a.attname,
       (SELECT pg_catalog.string_agg(coalesce(r.rolname, 'PUBLIC') || '=' || x.privilege_type ||
               CASE WHEN x.is_grantable THEN '*' ELSE '' END, ' ' ORDER BY r.rolname, x.privilege_type)
        FROM pg_catalog.aclexplode(a.attacl) x LEFT JOIN pg_catalog.pg_roles r ON r.oid = x.grantee
        WHERE x.grantee <> c.relowner)
FROM unusual_columns a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid WHERE a.attacl IS NOT NULL
UNION ALL
SELECT 'grant', p.pronamespace, p.proname || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')',
       (SELECT pg_catalog.string_agg(coalesce(r.rolname, 'PUBLIC') || '=' || x.privilege_type, ' '
                                     ORDER BY r.rolname, x.privilege_type)
        FROM pg_catalog.aclexplode(p.proacl) x LEFT JOIN pg_catalog.pg_roles r ON r.oid = x.grantee
        WHERE x.grantee <> p.proowner)
FROM pg_catalog.pg_proc p WHERE p.proacl IS NOT NULL AND )sql" NO_EXTENSION_SQL("pg_proc", "p.oid") R"sql(
UNION ALL
SELECT 'replica identity', c.relnamespace, c.relname, c.relreplident::text
FROM unusual_relations c WHERE c.relkind IN ('r', 'p') AND c.relreplident <> 'd'
UNION ALL
SELECT 'access method', c.relnamespace, c.relname, m.amname
FROM unusual_relations c JOIN pg_catalog.pg_am m ON m.oid = c.relam
WHERE c.relkind IN ('r', 'm') AND m.amname <> 'heap'
UNION ALL
SELECT 'typed table', c.relnamespace, c.relname, c.reloftype::regtype::text
FROM unusual_relations c WHERE c.relkind = 'r' AND c.reloftype <> 0
UNION ALL
SELECT 'storage parameters of toast', c.relnamespace, c.relname, t.reloptions::text
FROM unusual_relations t
CROSS JOIN LATERAL (SELECT relnamespace, relname FROM pg_catalog.pg_class WHERE reltoastrelid = t.oid OFFSET 0) c
WHERE t.relkind = 't'
UNION ALL
SELECT 'row security', c.relnamespace, c.relname, 'forced, not enabled'
FROM unusual_relations c WHERE c.relforcerowsecurity AND NOT c.relrowsecurity
UNION ALL
SELECT 'clustering', c.relnamespace, c.relname, i.indexrelid::regclass::text
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid WHERE i.indisclustered
UNION ALL
SELECT 'column settings', c.relnamespace, c.relname || '.' || a.attname,
       pg_catalog.concat_ws(' ', {attcompression}, NULLIF(a.attstattarget, -1), a.attoptions::text)
FROM unusual_columns a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
WHERE c.relkind IN ('r', 'p', 'm', 'i') AND (a.attstattarget <> -1 OR a.attoptions IS NOT NULL OR {attcompression} <> '')
UNION ALL
SELECT 'column default of partition', c.relnamespace, c.relname || '.' || a.attname,
       pg_catalog.pg_get_expr(d.adbin, d.adrelid)
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attislocal
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
JOIN pg_catalog.pg_attribute q ON q.attrelid = i.inhparent AND q.attname = a.attname
LEFT JOIN pg_catalog.pg_attrdef e ON e.adrelid = q.attrelid AND e.adnum = q.attnum
WHERE pg_catalog.pg_get_expr(d.adbin, d.adrelid) IS DISTINCT FROM pg_catalog.pg_get_expr(e.adbin, e.adrelid)
  AND q.attgenerated = ''
UNION ALL
SELECT 'default of a view column', c.relnamespace,
       c.relname || '.' || (SELECT a.attname FROM pg_catalog.pg_attribute a
                            WHERE a.attrelid = d.adrelid AND a.attnum = d.adnum), pg_catalog.pg_get_expr(d.adbin, 0)
FROM unusual_relations c JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid WHERE c.relkind = 'v'
UNION ALL
SELECT 'state of a trigger', c.relnamespace, c.relname || '.' || t.tgname, t.tgenabled::text
FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND t.tgenabled <> 'O'
UNION ALL
SELECT 'comment on a schema', d.objoid, '', d.description
FROM pg_catalog.pg_description d WHERE d.classoid = 'pg_catalog.pg_namespace'::regclass AND d.objoid >= 16384
UNION ALL
SELECT 'comment on a view column', c.relnamespace, c.relname || '.' || a.attname, d.description
FROM pg_catalog.pg_description d JOIN pg_catalog.pg_class c ON c.oid = d.objoid AND c.relkind IN ('v', 'm')
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid
WHERE d.classoid = 'pg_catalog.pg_class'::regclass AND d.objsubid > 0
UNION ALL
SELECT 'event trigger', 0, evtname, pg_catalog.concat_ws(' ', evtevent, evtfoid::regproc, evttags::text)
FROM pg_catalog.pg_event_trigger e WHERE )sql" NO_EXTENSION_SQL("pg_event_trigger", "e.oid") R"sql(
UNION ALL
SELECT 'publication', 0, p.pubname, pg_catalog.concat_ws(' ', puballtables, pubinsert, pubupdate, pubdelete, pubtruncate,
       (SELECT pg_catalog.string_agg(r.prrelid::regclass::text, ' ' ORDER BY r.prrelid::regclass::text)
        FROM pg_catalog.pg_publication_rel r WHERE r.prpubid = p.oid))
FROM pg_catalog.pg_publication p
UNION ALL
SELECT 'foreign server', 0, srvname, srvoptions::text FROM pg_catalog.pg_foreign_server
UNION ALL
SELECT 'foreign data wrapper', 0, fdwname, fdwoptions::text FROM pg_catalog.pg_foreign_data_wrapper w
WHERE )sql" NO_EXTENSION_SQL("pg_foreign_data_wrapper", "w.oid") R"sql(
UNION ALL
SELECT 'cast', 0, pg_catalog.format_type(castsource, NULL) || ' as ' || pg_catalog.format_type(casttarget, NULL),
       pg_catalog.concat_ws(' ', castfunc::regprocedure, castcontext, castmethod)
FROM pg_catalog.pg_cast c WHERE c.oid >= 16384 AND )sql" NO_EXTENSION_SQL("pg_cast", "c.oid") R"sql(
UNION ALL
SELECT 'language', 0, lanname, '' FROM pg_catalog.pg_language l
WHERE l.oid >= 16384 AND )sql" NO_EXTENSION_SQL("pg_language", "l.oid") R"sql(
UNION ALL
SELECT 'version of extension', 0, extname, extversion FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql'
UNION ALL
SELECT 'default privileges', defaclnamespace, defaclobjtype::text, defaclacl::text FROM pg_catalog.pg_default_acl
) o
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = o.schema
WHERE (o.schema = 0 OR )sql" SCOPE_SQL("o.schema") R"sql() AND o.definition IS NOT NULL
ORDER BY o.kind COLLATE "C", n.nspname COLLATE "C", o.name COLLATE "C", o.definition COLLATE "C")sql";

}  // namespace migrator::introspection
