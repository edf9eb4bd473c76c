// One row an object or a property that no operation reaches: kind, schema, name, definition. What initdb makes has an
// oid below 16384. Planning takes longer than running in most databases, so that what can share a scan does.
#include "migrator/introspection/other_objects_query.hpp"

#include "migrator/introspection/scope_sql.hpp"

// In the same words whatever language the server speaks; what lies in the home schema has no schema.
#define IDENTITY_SQL(row)                                                           \
    "(SELECT i.type || ' ' || coalesce(pg_catalog.replace(i.identity, "             \
    "pg_catalog.quote_ident(pg_catalog.current_schema()) || '.', ''), i.identity) " \
    "FROM pg_catalog.pg_identify_object(" row ".classoid, " row ".objoid, " row ".objsubid) i)"

// What that names: its schema is one of those in question, or it has none.
#define DESCRIBED_IN_SCOPE_SQL(row)                                                           \
    "coalesce((SELECT " SCOPE_SQL(                                                            \
        "s.oid") " FROM pg_catalog.pg_identify_object(" row ".classoid, " row ".objoid, " row \
                 ".objsubid) i JOIN pg_catalog.pg_namespace s ON pg_catalog.quote_ident(s.nspname) = i.schema), true)"

namespace migrator::introspection {

const char* const other_objects_query = R"sql(
WITH unusual_relations AS MATERIALIZED (
    SELECT oid, relname, relnamespace, relkind, reltype, reloftype, relowner, relacl, relam, relreplident,
           relpersistence, relpartbound, relrowsecurity, relforcerowsecurity, reloptions
    FROM pg_catalog.pg_class
    WHERE ((relkind IN ('v', 'c', 'f') OR relacl IS NOT NULL OR (relkind IN ('r', 'p') AND relreplident <> 'd')
            OR reloftype <> 0 OR relforcerowsecurity OR (relkind IN ('r', 'p', 'm') AND relam NOT IN (0, 2))
            OR (relkind = 'S' AND relpersistence = 'u'))
           AND )sql" SCOPE_SQL("relnamespace") R"sql()
       OR (relkind = 't' AND reloptions IS NOT NULL)),
unusual_columns AS MATERIALIZED (
    SELECT attrelid, attname, attacl,
           NULLIF(pg_catalog.concat_ws(' ', NULLIF({attcompression}, ''), NULLIF(attstattarget, -1), attoptions::text),
                  '') AS settings
    FROM pg_catalog.pg_attribute a
    WHERE (attacl IS NOT NULL OR attstattarget <> -1 OR attoptions IS NOT NULL OR {attcompression} <> '')
      AND attnum > 0 AND attrelid >= 16384 AND NOT attisdropped),
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
    SELECT 'pg_catalog.pg_proc'::regclass, oid, pronamespace,
           proname || '(' || pg_catalog.oidvectortypes(proargtypes) || ')', proacl, proowner, 'PUBLIC=EXECUTE'
    FROM pg_catalog.pg_proc WHERE oid >= 16384 AND proacl IS NOT NULL
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
    SELECT 'pg_catalog.pg_foreign_server'::regclass, oid, 0, 'foreign server ' || srvname, srvacl, srvowner, 'nobody'
    FROM pg_catalog.pg_foreign_server
    UNION ALL
    SELECT 'pg_catalog.pg_foreign_data_wrapper'::regclass, oid, 0, 'foreign data wrapper ' || fdwname, fdwacl, fdwowner,
           'nobody'
    FROM pg_catalog.pg_foreign_data_wrapper),
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
SELECT 'foreign table', 'pg_catalog.pg_class'::regclass, c.oid, c.relnamespace, c.relname,
       pg_catalog.concat_ws(' ',
         (SELECT s.srvname FROM pg_catalog.pg_foreign_server s WHERE s.oid = t.ftserver), t.ftoptions::text,
         (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', pg_catalog.quote_ident(a.attname),
                     pg_catalog.format_type(a.atttypid, a.atttypmod),
                     CASE WHEN a.attcollation NOT IN (0, 100) THEN 'COLLATE ' || {attcollation} END,
                     (SELECT 'DEFAULT ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef d
                      WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum), NULLIF(a.attgenerated, ''),
                     CASE WHEN a.attnotnull THEN 'NOT NULL' END, a.attfdwoptions::text), ', ' ORDER BY a.attnum)
          FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
         (SELECT pg_catalog.string_agg(k.conname || ' ' || pg_catalog.pg_get_constraintdef(k.oid), ', '
                                       ORDER BY k.conname)
          FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid),
         (SELECT pg_catalog.string_agg(pg_catalog.pg_get_triggerdef(g.oid), ', ' ORDER BY g.tgname)
          FROM pg_catalog.pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal),
         (SELECT 'of ' || pg_catalog.string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)
          FROM pg_catalog.pg_inherits i WHERE i.inhrelid = c.oid),
         pg_catalog.pg_get_expr(c.relpartbound, c.oid))
FROM pg_catalog.pg_foreign_table t JOIN pg_catalog.pg_class c ON c.oid = t.ftrelid
UNION ALL
SELECT 'default of a view column', 'pg_catalog.pg_class'::regclass, c.oid, c.relnamespace,
       c.relname || '.' || (SELECT a.attname FROM pg_catalog.pg_attribute a
                            WHERE a.attrelid = d.adrelid AND a.attnum = d.adnum),
       pg_catalog.pg_get_expr(d.adbin, d.adrelid)
FROM unusual_relations c JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid WHERE c.relkind = 'v'
UNION ALL
SELECT x.kind, 'pg_catalog.pg_class'::regclass, c.oid, c.relnamespace, c.relname || '.' || a.attname, x.definition
FROM (SELECT inhrelid, inhparent FROM pg_catalog.pg_inherits OFFSET 0) i
JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
JOIN pg_catalog.pg_attribute a ON a.attrelid = i.inhrelid AND a.attnum > 0 AND NOT a.attislocal
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
JOIN pg_catalog.pg_attribute q ON q.attrelid = i.inhparent AND q.attname = a.attname
LEFT JOIN pg_catalog.pg_attrdef e ON e.adrelid = q.attrelid AND e.adnum = q.attnum
CROSS JOIN LATERAL (VALUES
    ('column default of partition', CASE WHEN q.attgenerated = '' AND
         pg_catalog.pg_get_expr(d.adbin, d.adrelid) IS DISTINCT FROM pg_catalog.pg_get_expr(e.adbin, e.adrelid)
         THEN coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), 'none') END),
    -- A primary key of its own says it already.
    ('NOT NULL of partition', CASE WHEN a.attnotnull AND NOT q.attnotnull AND NOT EXISTS
         (SELECT FROM pg_catalog.pg_constraint k
          WHERE k.conrelid = a.attrelid AND k.contype = 'p' AND a.attnum = ANY (k.conkey)) THEN 'NOT NULL' END)
) AS x (kind, definition)
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
SELECT 'aggregate', 'pg_catalog.pg_proc'::regclass, p.oid, p.pronamespace,
       p.proname || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')',
       (SELECT pg_catalog.concat_ws(' ', pg_catalog.pg_get_function_arguments(p.oid), a.aggtransfn, a.aggfinalfn,
                                    a.aggcombinefn, a.aggtranstype::regtype, a.agginitval, a.aggkind,
                                    a.aggnumdirectargs, a.aggserialfn, a.aggdeserialfn, a.aggfinalextra,
                                    a.aggfinalmodify, a.aggtransspace, NULLIF(a.aggsortop, 0)::regoperator,
                                    a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn, a.aggmtranstype::regtype,
                                    a.aggminitval, a.aggmfinalextra, a.aggmfinalmodify, a.aggmtransspace,
                                    p.proparallel)
        FROM pg_catalog.pg_aggregate a WHERE a.aggfnoid = p.oid)
FROM pg_catalog.pg_proc p WHERE p.oid >= 16384 AND p.prokind = 'a'
UNION ALL
SELECT 'rule', 'pg_catalog.pg_class'::regclass, c.oid, c.relnamespace, c.relname || '.' || r.rulename,
       pg_catalog.concat_ws(' ', pg_catalog.pg_get_ruledef(r.oid), NULLIF(r.ev_enabled, 'O'))
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
       pg_catalog.concat_ws(' ', oprcode, oprresult::regtype, 'commutator ' || NULLIF(oprcom, 0)::regoperator,
                            'negator ' || NULLIF(oprnegate, 0)::regoperator, 'restrict ' || NULLIF(oprrest, 0)::regproc,
                            'join ' || NULLIF(oprjoin, 0)::regproc, CASE WHEN oprcanmerge THEN 'merges' END,
                            CASE WHEN oprcanhash THEN 'hashes' END)
FROM pg_catalog.pg_operator WHERE oid >= 16384
UNION ALL
SELECT 'operator class', 'pg_catalog.pg_opclass'::regclass, oid, opcnamespace, opcname,
       pg_catalog.concat_ws(' ', opcintype::regtype, CASE WHEN opcdefault THEN 'default' END,
           (SELECT 'using ' || m.amname FROM pg_catalog.pg_am m WHERE m.oid = opcmethod),
           (SELECT 'family ' || f.opfname FROM pg_catalog.pg_opfamily f WHERE f.oid = opcfamily),
           'storage ' || NULLIF(opckeytype, 0)::regtype)
FROM pg_catalog.pg_opclass WHERE oid >= 16384
UNION ALL
SELECT 'operator family', 'pg_catalog.pg_opfamily'::regclass, f.oid, f.opfnamespace, f.opfname,
       pg_catalog.concat_ws(', ', (SELECT 'using ' || m.amname FROM pg_catalog.pg_am m WHERE m.oid = f.opfmethod),
           (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', 'operator', m.amopstrategy, m.amopopr::regoperator,
                       (SELECT 'order by ' || s.opfname FROM pg_catalog.pg_opfamily s WHERE s.oid = m.amopsortfamily)),
                   ', ' ORDER BY m.amopstrategy, m.amopopr::regoperator::text)
            FROM pg_catalog.pg_amop m WHERE m.amopfamily = f.oid),
           (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', 'function', m.amprocnum, m.amproclefttype::regtype,
                       m.amprocrighttype::regtype, m.amproc::regprocedure), ', '
                   ORDER BY m.amprocnum, m.amproclefttype::regtype::text, m.amprocrighttype::regtype::text)
            FROM pg_catalog.pg_amproc m WHERE m.amprocfamily = f.oid))
FROM pg_catalog.pg_opfamily f WHERE f.oid >= 16384
UNION ALL
SELECT 'access method', 'pg_catalog.pg_am'::regclass, oid, 0, amname, amhandler::text
FROM pg_catalog.pg_am WHERE oid >= 16384
UNION ALL
SELECT 'collation', 'pg_catalog.pg_collation'::regclass, oid, collnamespace, collname,
       pg_catalog.concat_ws(' ', collprovider, collisdeterministic, collcollate, 'ctype ' || collctype,
                            'locale ' || {colllocale}, 'rules ' || {collicurules})
FROM pg_catalog.pg_collation WHERE oid >= 16384
UNION ALL
SELECT 'conversion', 'pg_catalog.pg_conversion'::regclass, oid, connamespace, conname,
       pg_catalog.concat_ws(' ', pg_catalog.pg_encoding_to_char(conforencoding),
                            pg_catalog.pg_encoding_to_char(contoencoding), conproc, condefault)
FROM pg_catalog.pg_conversion WHERE oid >= 16384
UNION ALL
SELECT 'text search configuration', 'pg_catalog.pg_ts_config'::regclass, c.oid, c.cfgnamespace, c.cfgname,
       pg_catalog.concat_ws(' ', (SELECT prsname FROM pg_catalog.pg_ts_parser p WHERE p.oid = c.cfgparser),
           (SELECT pg_catalog.string_agg(m.maptokentype || ' ' || m.mapdict::regdictionary, ', '
                                         ORDER BY m.maptokentype, m.mapseqno)
            FROM pg_catalog.pg_ts_config_map m WHERE m.mapcfg = c.oid))
FROM pg_catalog.pg_ts_config c WHERE c.oid >= 16384
UNION ALL
SELECT 'text search dictionary', 'pg_catalog.pg_ts_dict'::regclass, oid, dictnamespace, dictname,
       pg_catalog.concat_ws(' ', (SELECT t.tmplname FROM pg_catalog.pg_ts_template t WHERE t.oid = dicttemplate),
                            dictinitoption)
FROM pg_catalog.pg_ts_dict WHERE oid >= 16384
UNION ALL
SELECT 'text search parser', 'pg_catalog.pg_ts_parser'::regclass, oid, prsnamespace, prsname,
       pg_catalog.concat_ws(' ', prsstart, prstoken, prsend, prsheadline, prslextype)
FROM pg_catalog.pg_ts_parser WHERE oid >= 16384
UNION ALL
SELECT 'text search template', 'pg_catalog.pg_ts_template'::regclass, oid, tmplnamespace, tmplname,
       pg_catalog.concat_ws(' ', tmplinit, tmpllexize)
FROM pg_catalog.pg_ts_template WHERE oid >= 16384
UNION ALL
SELECT 'extended statistics', 'pg_catalog.pg_statistic_ext'::regclass, oid, stxnamespace, stxname,
       pg_catalog.concat_ws(' ', pg_catalog.pg_get_statisticsobjdef(oid), 'statistics ' || {stxstattarget})
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
SELECT 'comment', d.classoid, d.objoid, 0,
       coalesce((SELECT 'constraint ' || k.conname || ' of domain ' || pg_catalog.format_type(k.contypid, NULL)
                 FROM pg_catalog.pg_constraint k
                 WHERE d.classoid = 'pg_catalog.pg_constraint'::regclass AND k.oid = d.objoid),
                )sql" IDENTITY_SQL("d") R"sql(), d.description
FROM (SELECT d.* FROM pg_catalog.pg_description d
      WHERE d.objoid >= 16384
        AND CASE d.classoid
                WHEN 'pg_catalog.pg_class'::regclass THEN
                    d.objoid IN (SELECT u.oid FROM unusual_relations u WHERE u.relkind IN ('c', 'f'))
                WHEN 'pg_catalog.pg_type'::regclass THEN
                    (SELECT t.typtype NOT IN ('e', 'd') FROM pg_catalog.pg_type t WHERE t.oid = d.objoid)
                WHEN 'pg_catalog.pg_proc'::regclass THEN
                    (SELECT p.prokind = 'a' FROM pg_catalog.pg_proc p WHERE p.oid = d.objoid)
                WHEN 'pg_catalog.pg_constraint'::regclass THEN
                    (SELECT k.contypid <> 0 FROM pg_catalog.pg_constraint k WHERE k.oid = d.objoid)
                ELSE d.classoid NOT IN ('pg_catalog.pg_namespace'::regclass, 'pg_catalog.pg_trigger'::regclass,
                                        'pg_catalog.pg_policy'::regclass, 'pg_catalog.pg_extension'::regclass,
                                        'pg_catalog.pg_largeobject'::regclass) END
      OFFSET 0) d
WHERE )sql" DESCRIBED_IN_SCOPE_SQL("d") R"sql(
UNION ALL
SELECT 'security label', l.classoid, l.objoid, 0, )sql" IDENTITY_SQL("l") R"sql(,
       l.provider || ' ' || l.label
FROM pg_catalog.pg_seclabel l
WHERE l.classoid <> 'pg_catalog.pg_largeobject'::regclass AND )sql" DESCRIBED_IN_SCOPE_SQL("l") R"sql(
UNION ALL
SELECT 'event trigger', 'pg_catalog.pg_event_trigger'::regclass, oid, 0, evtname,
       pg_catalog.concat_ws(' ', evtevent, evtfoid::regproc, evttags::text, NULLIF(evtenabled, 'O'))
FROM pg_catalog.pg_event_trigger
UNION ALL
SELECT 'publication', 'pg_catalog.pg_publication'::regclass, p.oid, 0, p.pubname,
       pg_catalog.concat_ws(' ', p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate, {pubviaroot},
       (SELECT pg_catalog.string_agg(r.prrelid::regclass::text{published_part}, ', ' ORDER BY r.prrelid::regclass::text)
        FROM pg_catalog.pg_publication_rel r WHERE r.prpubid = p.oid), {published_schemas})
FROM pg_catalog.pg_publication p
UNION ALL
SELECT 'foreign server', 'pg_catalog.pg_foreign_server'::regclass, s.oid, 0, s.srvname,
       pg_catalog.concat_ws(' ', (SELECT w.fdwname FROM pg_catalog.pg_foreign_data_wrapper w WHERE w.oid = s.srvfdw),
                            'type ' || s.srvtype, 'version ' || s.srvversion, s.srvoptions::text)
FROM pg_catalog.pg_foreign_server s
UNION ALL
-- Without its options, which hold passwords.
SELECT 'user mapping', 'pg_catalog.pg_foreign_server'::regclass, m.srvid, 0, m.srvname || '.' || m.usename, 'exists'
FROM pg_catalog.pg_user_mappings m
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
FROM pg_catalog.pg_default_acl)
SELECT o.kind, n.nspname, o.name, o.definition,
       CASE o.catalog WHEN 'pg_catalog.pg_class'::regclass THEN
                (SELECT t.relname FROM pg_catalog.pg_class t
                 WHERE t.oid = coalesce((SELECT i.indrelid FROM pg_catalog.pg_index i WHERE i.indexrelid = o.oid), o.oid))
            WHEN 'pg_catalog.pg_statistic_ext'::regclass THEN
                (SELECT t.relname FROM pg_catalog.pg_statistic_ext e JOIN pg_catalog.pg_class t ON t.oid = e.stxrelid
                 WHERE e.oid = o.oid) END
FROM others o
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = o.schema
WHERE (o.schema = 0 OR )sql" SCOPE_SQL("o.schema") R"sql() AND o.definition IS NOT NULL
  AND (o.catalog, o.oid) NOT IN (SELECT x.classid, x.objid FROM pg_catalog.pg_depend x
                                 WHERE x.refclassid = 'pg_catalog.pg_extension'::regclass AND x.deptype = 'e')
ORDER BY o.kind COLLATE "C", n.nspname COLLATE "C", o.name COLLATE "C", o.definition COLLATE "C")sql";

}  // namespace migrator::introspection
