// What most databases have none of: a query that opens these catalogs is planned for longer than it runs.
#include "migrator/introspection/rare_objects.hpp"

#include <algorithm>
#include <span>

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

namespace {

// A part of the query, and the catalog without whose objects it has no rows.
struct RarePart {
    const char* catalog;
    const char* text;
};

constexpr RarePart rare_grants[] = {
    {"pg_proc", R"sql(
    SELECT 'pg_catalog.pg_proc'::regclass, oid, pronamespace,
           proname || '(' || pg_catalog.oidvectortypes(proargtypes) || ')', proacl, proowner, 'PUBLIC=EXECUTE'
    FROM pg_catalog.pg_proc WHERE oid >= 16384 AND proacl IS NOT NULL)sql"},
    {"pg_foreign_server", R"sql(
    SELECT 'pg_catalog.pg_foreign_server'::regclass, oid, 0, 'foreign server ' || srvname, srvacl, srvowner, 'nobody'
    FROM pg_catalog.pg_foreign_server)sql"},
};

constexpr RarePart rare_others[] = {
    {"pg_foreign_server", R"sql(
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
FROM pg_catalog.pg_foreign_table t JOIN pg_catalog.pg_class c ON c.oid = t.ftrelid)sql"},
    {"pg_inherits", R"sql(
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
) AS x (kind, definition))sql"},
    {"pg_proc", R"sql(
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
FROM pg_catalog.pg_proc p WHERE p.oid >= 16384 AND p.prokind = 'a')sql"},
    {"pg_rewrite", R"sql(
SELECT 'rule', 'pg_catalog.pg_class'::regclass, c.oid, c.relnamespace, c.relname || '.' || r.rulename,
       pg_catalog.concat_ws(' ', pg_catalog.pg_get_ruledef(r.oid), NULLIF(r.ev_enabled, 'O'))
FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
WHERE r.oid >= 16384 AND r.rulename <> '_RETURN')sql"},
    {"pg_operator", R"sql(
SELECT 'operator', 'pg_catalog.pg_operator'::regclass, oid, oprnamespace,
       oprname || ' (' || pg_catalog.format_type(oprleft, NULL) || ', ' || pg_catalog.format_type(oprright, NULL) || ')',
       pg_catalog.concat_ws(' ', oprcode, oprresult::regtype, 'commutator ' || NULLIF(oprcom, 0)::regoperator,
                            'negator ' || NULLIF(oprnegate, 0)::regoperator, 'restrict ' || NULLIF(oprrest, 0)::regproc,
                            'join ' || NULLIF(oprjoin, 0)::regproc, CASE WHEN oprcanmerge THEN 'merges' END,
                            CASE WHEN oprcanhash THEN 'hashes' END)
FROM pg_catalog.pg_operator WHERE oid >= 16384)sql"},
    {"pg_opclass", R"sql(
SELECT 'operator class', 'pg_catalog.pg_opclass'::regclass, oid, opcnamespace, opcname,
       pg_catalog.concat_ws(' ', opcintype::regtype, CASE WHEN opcdefault THEN 'default' END,
           (SELECT 'using ' || m.amname FROM pg_catalog.pg_am m WHERE m.oid = opcmethod),
           (SELECT 'family ' || f.opfname FROM pg_catalog.pg_opfamily f WHERE f.oid = opcfamily),
           'storage ' || NULLIF(opckeytype, 0)::regtype)
FROM pg_catalog.pg_opclass WHERE oid >= 16384)sql"},
    {"pg_opfamily", R"sql(
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
FROM pg_catalog.pg_opfamily f WHERE f.oid >= 16384)sql"},
    {"pg_collation", R"sql(
SELECT 'collation', 'pg_catalog.pg_collation'::regclass, oid, collnamespace, collname,
       pg_catalog.concat_ws(' ', collprovider, collisdeterministic, collcollate, 'ctype ' || collctype,
                            'locale ' || {colllocale}, 'rules ' || {collicurules})
FROM pg_catalog.pg_collation WHERE oid >= 16384)sql"},
    {"pg_conversion", R"sql(
SELECT 'conversion', 'pg_catalog.pg_conversion'::regclass, oid, connamespace, conname,
       pg_catalog.concat_ws(' ', pg_catalog.pg_encoding_to_char(conforencoding),
                            pg_catalog.pg_encoding_to_char(contoencoding), conproc, condefault)
FROM pg_catalog.pg_conversion WHERE oid >= 16384)sql"},
    {"pg_ts_config", R"sql(
SELECT 'text search configuration', 'pg_catalog.pg_ts_config'::regclass, c.oid, c.cfgnamespace, c.cfgname,
       pg_catalog.concat_ws(' ', (SELECT prsname FROM pg_catalog.pg_ts_parser p WHERE p.oid = c.cfgparser),
           (SELECT pg_catalog.string_agg(m.maptokentype || ' ' || m.mapdict::regdictionary, ', '
                                         ORDER BY m.maptokentype, m.mapseqno)
            FROM pg_catalog.pg_ts_config_map m WHERE m.mapcfg = c.oid))
FROM pg_catalog.pg_ts_config c WHERE c.oid >= 16384)sql"},
    {"pg_ts_dict", R"sql(
SELECT 'text search dictionary', 'pg_catalog.pg_ts_dict'::regclass, oid, dictnamespace, dictname,
       pg_catalog.concat_ws(' ', (SELECT t.tmplname FROM pg_catalog.pg_ts_template t WHERE t.oid = dicttemplate),
                            dictinitoption)
FROM pg_catalog.pg_ts_dict WHERE oid >= 16384)sql"},
    {"pg_ts_parser", R"sql(
SELECT 'text search parser', 'pg_catalog.pg_ts_parser'::regclass, oid, prsnamespace, prsname,
       pg_catalog.concat_ws(' ', prsstart, prstoken, prsend, prsheadline, prslextype)
FROM pg_catalog.pg_ts_parser WHERE oid >= 16384)sql"},
    {"pg_ts_template", R"sql(
SELECT 'text search template', 'pg_catalog.pg_ts_template'::regclass, oid, tmplnamespace, tmplname,
       pg_catalog.concat_ws(' ', tmplinit, tmpllexize)
FROM pg_catalog.pg_ts_template WHERE oid >= 16384)sql"},
    {"pg_statistic_ext", R"sql(
SELECT 'extended statistics', 'pg_catalog.pg_statistic_ext'::regclass, oid, stxnamespace, stxname,
       pg_catalog.concat_ws(' ', pg_catalog.pg_get_statisticsobjdef(oid), 'statistics ' || {stxstattarget})
FROM pg_catalog.pg_statistic_ext)sql"},
    {"pg_description", R"sql(
SELECT 'comment on a schema', 'pg_catalog.pg_namespace'::regclass, objoid, objoid, '', description
FROM pg_catalog.pg_description WHERE classoid = 'pg_catalog.pg_namespace'::regclass AND objoid >= 16384)sql"},
    {"pg_description", R"sql(
SELECT 'comment on a view column', 'pg_catalog.pg_class'::regclass, c.oid, c.relnamespace,
       c.relname || '.' || (SELECT a.attname FROM pg_catalog.pg_attribute a
                            WHERE a.attrelid = c.oid AND a.attnum = d.objsubid), d.description
FROM pg_catalog.pg_description d JOIN pg_catalog.pg_class c ON c.oid = d.objoid AND c.relkind IN ('v', 'm')
WHERE d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid >= 16384 AND d.objsubid > 0)sql"},
    {"pg_description", R"sql(
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
WHERE )sql" DESCRIBED_IN_SCOPE_SQL("d") R"sql()sql"},
    {"pg_seclabel", R"sql(
SELECT 'security label', l.classoid, l.objoid, 0, )sql" IDENTITY_SQL("l") R"sql(,
       l.provider || ' ' || l.label
FROM pg_catalog.pg_seclabel l
WHERE l.classoid <> 'pg_catalog.pg_largeobject'::regclass AND )sql" DESCRIBED_IN_SCOPE_SQL("l") R"sql()sql"},
    {"pg_publication", R"sql(
SELECT 'publication', 'pg_catalog.pg_publication'::regclass, p.oid, 0, p.pubname,
       pg_catalog.concat_ws(' ', p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate, {pubviaroot},
       (SELECT pg_catalog.string_agg(r.prrelid::regclass::text{published_part}, ', ' ORDER BY r.prrelid::regclass::text)
        FROM pg_catalog.pg_publication_rel r WHERE r.prpubid = p.oid), {published_schemas})
FROM pg_catalog.pg_publication p)sql"},
    {"pg_foreign_server", R"sql(
SELECT 'foreign server', 'pg_catalog.pg_foreign_server'::regclass, s.oid, 0, s.srvname,
       pg_catalog.concat_ws(' ', (SELECT w.fdwname FROM pg_catalog.pg_foreign_data_wrapper w WHERE w.oid = s.srvfdw),
                            'type ' || s.srvtype, 'version ' || s.srvversion, s.srvoptions::text)
FROM pg_catalog.pg_foreign_server s)sql"},
    {"pg_foreign_server", R"sql(
-- Without its options, which hold passwords.
SELECT 'user mapping', 'pg_catalog.pg_foreign_server'::regclass, m.srvid, 0, m.srvname || '.' || m.usename, 'exists'
FROM pg_catalog.pg_user_mappings m)sql"},
};

std::string sql_of(std::span<const RarePart> parts, std::string_view rare_catalogs) {
    std::string text;
    for (const RarePart& part : parts)
        if (has_catalog(rare_catalogs, part.catalog)) text += std::string("\nUNION ALL") + part.text;
    return text;
}

}  // namespace

// What lies in a schema depends on it, a rule on its table and a server on its wrapper: one index tells of all these
// catalogs without opening them, which is most of what planning for them takes.
const char* const rare_catalogs_sql = R"sql(pg_catalog.concat_ws(' ',
    (SELECT pg_catalog.string_agg(c.name, ' ')
     FROM pg_catalog.unnest('{pg_collation,pg_conversion,pg_foreign_server,pg_opclass,pg_operator,pg_opfamily,pg_proc,
                              pg_rewrite,pg_statistic_ext,pg_ts_config,pg_ts_dict,pg_ts_parser,pg_ts_template}'::text[])
          AS c (name)
     WHERE (SELECT true FROM pg_catalog.pg_depend d
            WHERE d.classid = ('pg_catalog.' || c.name)::regclass AND d.objid >= 16384 ORDER BY d.objid LIMIT 1)),
    (SELECT 'pg_description' FROM pg_catalog.pg_description WHERE objoid >= 16384 ORDER BY objoid LIMIT 1),
    (SELECT 'pg_inherits' FROM pg_catalog.pg_inherits LIMIT 1),
    (SELECT 'pg_publication' FROM pg_catalog.pg_publication LIMIT 1),
    (SELECT 'pg_seclabel' FROM pg_catalog.pg_seclabel LIMIT 1)))sql";

std::string every_rare_catalog() {
    std::string names;
    for (const RarePart& part : rare_others)
        names += std::string(part.catalog) + " ";
    return names;
}

bool has_catalog(std::string_view rare_catalogs, std::string_view name) {
    for (std::size_t at = 0; at < rare_catalogs.size();) {
        const std::size_t end = std::min(rare_catalogs.find(' ', at), rare_catalogs.size());
        if (rare_catalogs.substr(at, end - at) == name) return true;
        at = end + 1;
    }
    return false;
}

std::string rare_grants_sql(std::string_view rare_catalogs) {
    return sql_of(rare_grants, rare_catalogs);
}

std::string rare_others_sql(std::string_view rare_catalogs) {
    return sql_of(rare_others, rare_catalogs);
}

}  // namespace migrator::introspection
