// The texts of the queries. Each can be pasted into psql after SET migrator.scope = '{2200}'.
#include "migrator/introspection/queries.hpp"

#include "migrator/introspection/other_objects_query.hpp"
#include "migrator/introspection/scope_sql.hpp"

namespace migrator::introspection {

namespace {

// Of the types, the elements of arrays stand for their arrays, and the row types of tables are left out.
constexpr const char* names = R"sql(
SELECT 'n', oid, nspname, false, 0, 0, 0, '' FROM pg_catalog.pg_namespace
UNION ALL SELECT 'a', oid, amname, false, 0, 0, 0, '' FROM pg_catalog.pg_am
UNION ALL SELECT 'o', oid, opcname, opcdefault, opcintype, 0, 0, '' FROM pg_catalog.pg_opclass
UNION ALL SELECT 'c', oid, collname, false, 0, 0, 0, '' FROM pg_catalog.pg_collation
UNION ALL SELECT 's', oid, spcname, false, 0, 0, 0, '' FROM pg_catalog.pg_tablespace
UNION ALL SELECT 't', oid, typname, typnamespace <> 11, typarray, typnamespace, typcollation, typstorage::text
FROM pg_catalog.pg_type
WHERE (typtype <> 'c' OR typrelid IN (SELECT oid FROM pg_catalog.pg_class WHERE relkind = 'c'))
  AND NOT (typtype = 'b' AND typcategory = 'A'))sql";

// Beside what is read, the tables of extensions and other schemas that may be referred to from here, with their
// columns.
constexpr const char* relations = R"sql(
SELECT c.oid, c.relnamespace, c.relname, c.relkind, c.relpersistence,
       pg_catalog.array_to_string(c.reloptions, E'\n'), c.relrowsecurity, c.relforcerowsecurity, c.reltablespace,
       CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END,
       CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END,
       i.parents, c.relnatts,
       CASE WHEN NOT c.is_read THEN
           (SELECT pg_catalog.string_agg(CASE WHEN a.attisdropped THEN '' ELSE a.attname END, E'\x01' ORDER BY a.attnum)
            FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0) END
FROM (SELECT *, )sql" SCOPE_SQL("c.relnamespace") " AND " NO_EXTENSION_SQL("pg_class", "c.oid") R"sql( AS is_read
      FROM pg_catalog.pg_class c WHERE relkind IN ('r', 'p', 'v', 'm') OFFSET 0) c
LEFT JOIN (SELECT inhrelid, pg_catalog.string_agg(inhparent::text, ' ' ORDER BY inhseqno) AS parents
           FROM pg_catalog.pg_inherits GROUP BY inhrelid) i ON i.inhrelid = c.oid
WHERE c.is_read OR (c.relkind IN ('r', 'p') AND (c.relhastriggers OR c.relhassubclass) AND c.oid >= 16384)
ORDER BY c.relnamespace, c.relname COLLATE "C")sql";

// Without joining the types and without an order, which would cost as much again; the reader knows both.
constexpr const char* columns = R"sql(
SELECT a.attrelid, a.attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.atttypid,
       a.atttypmod = -1, a.attnotnull, a.attidentity, a.attgenerated, a.attcollation, a.attislocal, a.attstorage
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p', 'm', 'v') AND )sql" SCOPE_SQL("c.relnamespace");

// Joined to the columns, they would double the time of both. PostgreSQL opens a table to print what names its columns;
// all others are printed as of no table, which is four times as fast.
constexpr const char* defaults = R"sql(
SELECT adrelid, adnum, pg_catalog.pg_get_expr(adbin, CASE WHEN adbin::text LIKE '%{VAR %' THEN adrelid ELSE 0 END)
FROM pg_catalog.pg_attrdef
WHERE adrelid IN (SELECT oid FROM pg_catalog.pg_class WHERE )sql" SCOPE_SQL("relnamespace") ")";

constexpr const char* constraints = R"sql(
SELECT o.conrelid, o.conname, o.contype, o.conkey, o.confrelid, o.confkey, o.confupdtype, o.confdeltype,
       o.confmatchtype, o.condeferrable, o.condeferred, o.convalidated, o.connoinherit, o.conindid, o.oid,
       {confdelsetcols},
       CASE WHEN o.contype = 'c' THEN pg_catalog.pg_get_expr(o.conbin, o.conrelid) END,
       CASE WHEN o.contype = 'x' THEN
           (SELECT pg_catalog.string_agg(pg_catalog.pg_get_indexdef(o.conindid, k, false), E'\n' ORDER BY k)
            FROM pg_catalog.generate_series(1, pg_catalog.array_length(o.conkey, 1)) AS k) END,
       CASE WHEN o.contype = 'x' THEN
           (SELECT pg_catalog.string_agg(CASE WHEN p.oprnamespace = 11 THEN p.oprname::text
                   ELSE 'OPERATOR(' || pg_catalog.quote_ident(n.nspname) || '.' || p.oprname || ')' END,
                   E'\n' ORDER BY x.place)
            FROM pg_catalog.unnest(o.conexclop) WITH ORDINALITY AS x (operator, place)
            JOIN pg_catalog.pg_operator p ON p.oid = x.operator
            JOIN pg_catalog.pg_namespace n ON n.oid = p.oprnamespace) END
FROM pg_catalog.pg_constraint o
WHERE o.contype IN ('p', 'u', 'c', 'f', 'x') AND o.conrelid <> 0 AND o.conparentid = 0 AND o.conislocal
  AND )sql" SCOPE_SQL("o.connamespace") R"sql(
ORDER BY o.conrelid, o.conname COLLATE "C")sql";

constexpr const char* indexes = R"sql(
SELECT i.indexrelid, c.relname, i.indrelid, c.relam, i.indisunique, i.indisvalid, i.indkey, i.indnkeyatts,
       i.indoption, i.indclass, i.indcollation, {indnullsnotdistinct},
       pg_catalog.array_to_string(c.reloptions, E'\n'), c.reltablespace,
       CASE WHEN i.indpred IS NOT NULL THEN pg_catalog.pg_get_expr(i.indpred, i.indrelid) END,
       CASE WHEN i.indexprs IS NULL THEN NULL
            WHEN (SELECT pg_catalog.count(*) FROM pg_catalog.unnest(i.indkey) AS k WHERE k = 0) = 1
            THEN pg_catalog.pg_get_expr(i.indexprs, i.indrelid)
            ELSE (SELECT pg_catalog.string_agg(pg_catalog.pg_get_indexdef(i.indexrelid, k, false), E'\x01' ORDER BY k)
                  FROM pg_catalog.generate_series(1, i.indnkeyatts::int) AS k WHERE i.indkey[k - 1] = 0) END,
       c.relispartition, i.indisclustered
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
WHERE c.relkind IN ('i', 'I') AND )sql" SCOPE_SQL("c.relnamespace");

// A server sends when it has 8 kB, or at the end of the message: this pushes out the rows before it, so that they are
// read while the server looks for rarer things.
constexpr const char* padding = "\nSELECT pg_catalog.repeat(' ', 8192)";

constexpr const char* enums = R"sql(
SELECT t.oid, t.typnamespace, t.typname, e.enumlabel
FROM pg_catalog.pg_type t
LEFT JOIN pg_catalog.pg_enum e ON e.enumtypid = t.oid
WHERE t.typtype = 'e' AND )sql" SCOPE_SQL("t.typnamespace") " AND " NO_EXTENSION_SQL("pg_type", "t.oid") R"sql(
ORDER BY t.typnamespace, t.typname COLLATE "C", e.enumsortorder)sql";

constexpr const char* sequences = R"sql(
SELECT c.oid, c.relnamespace, c.relname, pg_catalog.format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement,
       s.seqmin, s.seqmax, s.seqcache, s.seqcycle, d.refobjid, d.refobjsubid, d.deptype
FROM pg_catalog.pg_sequence s
JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
     AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
WHERE )sql" SCOPE_SQL("c.relnamespace") " AND " NO_EXTENSION_SQL("pg_class", "c.oid") R"sql(
ORDER BY c.relnamespace, c.relname COLLATE "C")sql";

constexpr const char* comments = R"sql(
SELECT classoid::regclass, objoid, objsubid, description
FROM pg_catalog.pg_description
WHERE objoid >= 16384)sql";

constexpr const char* raw_objects = R"sql(
SELECT 'f', p.oid, p.pronamespace, p.proname, p.prokind::text, pg_catalog.oidvectortypes(p.proargtypes),
       pg_catalog.pg_get_functiondef(p.oid), ''
FROM pg_catalog.pg_proc p
WHERE p.prokind IN ('f', 'p', 'w') AND )sql" SCOPE_SQL("p.pronamespace") " AND " NO_EXTENSION_SQL("pg_proc",
                                                                                                  "p.oid") R"sql(
UNION ALL
SELECT 'v', c.oid, c.relnamespace, c.relname, c.relkind::text, pg_catalog.array_to_string(c.reloptions, ', '),
       pg_catalog.pg_get_viewdef(c.oid), c.relispopulated::text
FROM pg_catalog.pg_class c
WHERE c.relkind IN ('v', 'm') AND )sql" SCOPE_SQL("c.relnamespace") " AND " NO_EXTENSION_SQL("pg_class", "c.oid") R"sql(
UNION ALL
SELECT 't', t.oid, c.oid, t.tgname, '', '', pg_catalog.pg_get_triggerdef(t.oid, false), ''
FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND )sql" SCOPE_SQL("c.relnamespace") R"sql(
UNION ALL
SELECT 'p', p.oid, c.oid, p.polname,
       CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END || ' FOR ' ||
       CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
                     ELSE 'ALL' END,
       (SELECT pg_catalog.string_agg(CASE WHEN r.role = 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(a.rolname) END,
                                     ', ' ORDER BY a.rolname)
        FROM pg_catalog.unnest(p.polroles) AS r (role) LEFT JOIN pg_catalog.pg_roles a ON a.oid = r.role),
       pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)
FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
WHERE )sql" SCOPE_SQL("c.relnamespace") R"sql(
UNION ALL
SELECT 'e', e.oid, 0, e.extname, n.nspname, '', '', ''
FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname <> 'plpgsql'
UNION ALL
SELECT 'd', t.oid, t.typnamespace, t.typname, pg_catalog.format_type(t.typbasetype, t.typtypmod), t.typdefault,
       CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END ||
       coalesce((SELECT pg_catalog.string_agg(' CONSTRAINT ' || pg_catalog.quote_ident(o.conname) || ' ' ||
                                              pg_catalog.pg_get_constraintdef(o.oid), '' ORDER BY o.conname)
                 FROM pg_catalog.pg_constraint o WHERE o.contypid = t.oid AND o.contype = 'c'), ''),
       (SELECT ' COLLATE ' || pg_catalog.quote_ident(l.collname) FROM pg_catalog.pg_collation l
        WHERE l.oid = t.typcollation AND t.typcollation <> b.typcollation)
FROM pg_catalog.pg_type t JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
WHERE t.typtype = 'd' AND )sql" SCOPE_SQL("t.typnamespace") " AND " NO_EXTENSION_SQL("pg_type", "t.oid");

// Each part by an index: what depends on a table is mostly its own columns, which no one asks for. Of constraints, only
// keys of tables are used; of the types of columns, only row types tell anything that the columns do not.
// An array stands for its elements here, the row type of a relation for the relation, the index of a table for the
// table.
constexpr const char* dependencies = R"sql(
SELECT DISTINCT CASE WHEN o.contypid <> 0 THEN 'pg_catalog.pg_type'::regclass ELSE d.classid::regclass END,
       coalesce(r.ev_class, f.adrelid, NULLIF(o.conrelid, 0), o.contypid, i.indrelid, p.prrelid, d.objid),
       CASE WHEN e.typrelid <> 0 THEN 'pg_catalog.pg_class'::regclass ELSE d.refclassid::regclass END,
       coalesce(NULLIF(e.typrelid, 0), e.oid, k.conrelid, d.refobjid),
       CASE WHEN d.refclassid = 'pg_catalog.pg_class'::regclass THEN d.refobjsubid ELSE 0 END,
       coalesce(f.adnum, CASE WHEN c.relkind IN ('r', 'p') THEN NULLIF(d.objsubid, 0) END), o.conname,
       CASE WHEN i.indexrelid IS NOT NULL THEN c.relname END,
       CASE WHEN c.relkind IN ('c', 'f') OR d.classid IN ('pg_catalog.pg_type'::regclass, 'pg_catalog.pg_cast'::regclass,
                                                          'pg_catalog.pg_operator'::regclass)
            THEN pg_catalog.pg_describe_object(d.classid, d.objid, 0) END,
       k.conname
FROM (SELECT * FROM pg_catalog.pg_depend
      WHERE refclassid = 'pg_catalog.pg_proc'::regclass AND refobjid >= 16384
        AND classid IN ('pg_catalog.pg_attrdef'::regclass, 'pg_catalog.pg_constraint'::regclass,
                        'pg_catalog.pg_class'::regclass)
      UNION ALL
      SELECT * FROM pg_catalog.pg_depend
      WHERE classid IN ('pg_catalog.pg_rewrite'::regclass, 'pg_catalog.pg_proc'::regclass,
                        'pg_catalog.pg_policy'::regclass) AND objid >= 16384
        AND refclassid IN ('pg_catalog.pg_class'::regclass, 'pg_catalog.pg_proc'::regclass,
                           'pg_catalog.pg_type'::regclass, 'pg_catalog.pg_constraint'::regclass)
      UNION ALL
      SELECT * FROM pg_catalog.pg_depend
      WHERE classid = 'pg_catalog.pg_trigger'::regclass
        AND objid = ANY (ARRAY(SELECT oid FROM pg_catalog.pg_trigger WHERE NOT tgisinternal))
        AND refclassid IN ('pg_catalog.pg_class'::regclass, 'pg_catalog.pg_proc'::regclass,
                           'pg_catalog.pg_type'::regclass)
      UNION ALL
      SELECT * FROM pg_catalog.pg_depend
      WHERE classid = 'pg_catalog.pg_constraint'::regclass
        AND objid = ANY (ARRAY(SELECT oid FROM pg_catalog.pg_constraint WHERE conrelid = 0 AND contypid <> 0))
        AND refclassid IN ('pg_catalog.pg_class'::regclass, 'pg_catalog.pg_proc'::regclass,
                           'pg_catalog.pg_type'::regclass)
      UNION ALL
      SELECT * FROM pg_catalog.pg_depend
      WHERE classid IN ('pg_catalog.pg_type'::regclass, 'pg_catalog.pg_cast'::regclass,
                        'pg_catalog.pg_operator'::regclass) AND objid >= 16384 AND deptype = 'n'
        AND refclassid IN ('pg_catalog.pg_class'::regclass, 'pg_catalog.pg_proc'::regclass,
                           'pg_catalog.pg_type'::regclass)
      UNION ALL
      SELECT * FROM pg_catalog.pg_depend
      WHERE classid = 'pg_catalog.pg_attrdef'::regclass AND objid >= 16384 AND deptype = 'n'
        AND refclassid = 'pg_catalog.pg_class'::regclass
      UNION ALL
      SELECT * FROM pg_catalog.pg_depend
      WHERE refclassid = 'pg_catalog.pg_type'::regclass AND refobjid >= 16384
        AND classid = 'pg_catalog.pg_class'::regclass
      UNION ALL
      SELECT * FROM pg_catalog.pg_depend
      WHERE classid = 'pg_catalog.pg_publication_rel'::regclass AND objid >= 16384 AND refobjsubid > 0
      OFFSET 0) d
LEFT JOIN pg_catalog.pg_rewrite r ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND r.oid = d.objid
LEFT JOIN pg_catalog.pg_attrdef f ON d.classid = 'pg_catalog.pg_attrdef'::regclass AND f.oid = d.objid
LEFT JOIN pg_catalog.pg_constraint o ON d.classid = 'pg_catalog.pg_constraint'::regclass AND o.oid = d.objid
LEFT JOIN pg_catalog.pg_class c ON d.classid = 'pg_catalog.pg_class'::regclass AND c.oid = d.objid
LEFT JOIN pg_catalog.pg_index i ON d.classid = 'pg_catalog.pg_class'::regclass AND i.indexrelid = d.objid
LEFT JOIN pg_catalog.pg_type t ON d.refclassid = 'pg_catalog.pg_type'::regclass AND t.oid = d.refobjid
LEFT JOIN pg_catalog.pg_type e ON e.oid = CASE WHEN t.typtype = 'b' AND t.typcategory = 'A' THEN t.typelem ELSE t.oid END
LEFT JOIN pg_catalog.pg_publication_rel p ON d.classid = 'pg_catalog.pg_publication_rel'::regclass AND p.oid = d.objid
LEFT JOIN pg_catalog.pg_constraint k ON d.refclassid = 'pg_catalog.pg_constraint'::regclass AND k.oid = d.refobjid
     AND k.conrelid <> 0
WHERE d.refobjid >= 16384 AND d.objid >= 16384
  AND (d.refclassid <> 'pg_catalog.pg_constraint'::regclass OR k.oid IS NOT NULL)
  AND (d.refclassid <> 'pg_catalog.pg_type'::regclass OR d.classid <> 'pg_catalog.pg_class'::regclass
       OR e.typrelid <> 0 OR c.relkind IN ('c', 'f'))
ORDER BY 1, 2, 3, 4, 5, 10)sql";

// What a server of another version lacks is written as a constant.
std::string filled(std::string text, const std::string& place, const char* value) {
    for (std::size_t at = text.find(place); at != std::string::npos; at = text.find(place))
        text.replace(at, place.size(), value);
    return text;
}

constexpr int version_13 = 130000;
constexpr int version_14 = 140000;
constexpr int version_15 = 150000;
constexpr int version_16 = 160000;
constexpr int version_17 = 170000;

// What a table's place in a publication says beside its name.
constexpr const char* published_part = R"sql( || coalesce(' (' ||
           (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attnum)
            FROM pg_catalog.pg_attribute a WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs)) || ')', '') ||
           coalesce(' WHERE ' || pg_catalog.pg_get_expr(r.prqual, r.prrelid), ''))sql";

constexpr const char* published_schemas = R"sql(
       (SELECT 'schemas ' || pg_catalog.string_agg(pg_catalog.quote_ident(s.nspname), ', ' ORDER BY s.nspname)
        FROM pg_catalog.pg_publication_namespace r JOIN pg_catalog.pg_namespace s ON s.oid = r.pnnspid
        WHERE r.pnpubid = p.oid))sql";

std::string other_objects(int server_version, std::string_view rare_catalogs) {
    struct Part {
        const char* place;
        int since_version;
        const char* text;
        const char* before;
    };
    constexpr Part parts[] = {
        {"{attcollation}", version_13, "a.attcollation::regcollation", "a.attcollation::text"},
        {"{rngcollation}", version_13, "r.rngcollation::regcollation", "r.rngcollation::text"},
        {"{pubviaroot}", version_13, "p.pubviaroot", "false"},
        {"{stxstattarget}", version_13, "NULLIF(stxstattarget, -1)", "NULL::text"},
        {"{attcompression}", version_14, "a.attcompression::text", "''"},
        {"{multirange}", version_14, "r.rngmultitypid::regtype", "NULL"},
        {"{public_schema}", version_15, "'PUBLIC=USAGE'", "'PUBLIC=CREATE PUBLIC=USAGE'"},
        {"{published_part}", version_15, published_part, ""},
        {"{published_schemas}", version_15, published_schemas, "NULL"},
        {"{collicurules}", version_16, "collicurules", "NULL::text"},
        {"{colllocale}", version_17, "colllocale", "{colliculocale}"},
        {"{colliculocale}", version_15, "colliculocale", "NULL::text"},
    };
    std::string text = other_objects_query(rare_catalogs);
    for (const Part& part : parts)
        text = filled(std::move(text), part.place, server_version >= part.since_version ? part.text : part.before);
    return text;
}

}  // namespace

std::vector<CatalogQuery> catalog_queries(int server_version, std::string_view rare_catalogs) {
    const bool is_15 = server_version >= version_15;
    return {
        {names, read_names},
        {comments, read_comments},
        {relations, read_relations},
        {columns, read_columns},
        {defaults, read_defaults},
        {filled(constraints, "{confdelsetcols}", is_15 ? "o.confdelsetcols" : "NULL::smallint[]"), read_constraints,
         true},
        {filled(indexes, "{indnullsnotdistinct}", is_15 ? "i.indnullsnotdistinct" : "false"), read_indexes, true},
        {padding, nullptr},
        {enums, read_enums},
        {sequences, read_sequences},
        {raw_objects, read_raw_objects},
        {dependencies, read_uses},
        {other_objects(server_version, rare_catalogs), read_others},
    };
}

}  // namespace migrator::introspection
