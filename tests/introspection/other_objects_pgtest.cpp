// What no operation reaches, as "kind name: definition": each property that can differ is in the definition.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "migrator/introspection/read_catalog.hpp"
#include "migrator/testing/test_database.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using migrator::testing::must;
using migrator::testing::TestDatabase;

namespace {

using Lines = std::vector<std::string>;

Lines lines_of(const Catalog& catalog) {
    Lines lines;
    for (const OtherObject& other : catalog.others) {
        const std::vector<std::string>& known = other_object_kinds();
        INFO(other.kind << " is a kind that a comparison can leave alone");
        CHECK(std::count(known.begin(), known.end(), other.kind) == 1);
        lines.push_back(other.kind + " " + other.name + ": " + other.definition);
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

Lines others_after(const std::string& sql) {
    const TestDatabase database;
    postgres::Session session = database.connect();
    must(session.run_script(sql));
    return lines_of(must(read_catalog(session)));
}

const std::string server =
    "CREATE FOREIGN DATA WRAPPER w OPTIONS (debug 'true'); "
    "CREATE SERVER s TYPE 'a' VERSION '1' FOREIGN DATA WRAPPER w OPTIONS (host 'x'); ";
const Lines server_lines = {"foreign data wrapper w: {debug=true}", "foreign server s: w type a version 1 {host=x}"};

// Those of the server, and these.
Lines with_server(Lines lines) {
    lines.insert(lines.end(), server_lines.begin(), server_lines.end());
    std::sort(lines.begin(), lines.end());
    return lines;
}

}  // namespace

TEST_CASE("a database with nothing but tables, keys and defaults has nothing that no operation reaches") {
    CHECK(others_after("CREATE TABLE t (id serial PRIMARY KEY, j int GENERATED ALWAYS AS IDENTITY, n text DEFAULT 'x');"
                       "CREATE UNLOGGED TABLE u (id serial, j int GENERATED ALWAYS AS IDENTITY);"
                       "CREATE TABLE p (at int NOT NULL, n int DEFAULT 1) PARTITION BY RANGE (at);"
                       "CREATE TABLE p1 PARTITION OF p (PRIMARY KEY (n)) FOR VALUES FROM (0) TO (5)") == Lines{});
}

TEST_CASE("which index is the replica identity is told") {
    CHECK(others_after("CREATE TABLE t (a int NOT NULL, b int NOT NULL);"
                       "CREATE UNIQUE INDEX by_a ON t (a); CREATE UNIQUE INDEX by_b ON t (b);"
                       "ALTER TABLE t REPLICA IDENTITY USING INDEX by_b;"
                       "CREATE TABLE u (a int); ALTER TABLE u REPLICA IDENTITY FULL;"
                       "CREATE TABLE v (a int); ALTER TABLE v REPLICA IDENTITY NOTHING") ==
          Lines{"replica identity t: index by_b", "replica identity u: full", "replica identity v: nothing"});
}

TEST_CASE("publications tell their tables, columns, rows, schemas, and whether a partition speaks for its root") {
    CHECK(others_after("CREATE SCHEMA game; CREATE TABLE t (a int PRIMARY KEY, b int); CREATE TABLE u (a int);"
                       "CREATE PUBLICATION news FOR TABLE t (a) WHERE (a > 1), u "
                       "WITH (publish = 'insert', publish_via_partition_root);"
                       "CREATE PUBLICATION schemas FOR TABLES IN SCHEMA game;"
                       "COMMENT ON PUBLICATION news IS 'for the press'") ==
          Lines{"comment publication news: for the press", "publication news: f t f f f t t (a) WHERE (a > 1), u",
                "publication schemas: f t t t t f schemas game"});
}

TEST_CASE("foreign tables tell their columns, servers their wrapper, type and version, user mappings no password") {
    CHECK(
        others_after(server + "CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (password 'secret');"
                              "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
                              "CREATE FOREIGN TABLE t (a int NOT NULL DEFAULT 3, "
                              "b text OPTIONS (n 'x') COLLATE \"C\", CONSTRAINT few CHECK (a < 9)) "
                              "SERVER s OPTIONS (where 'there');"
                              "CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();"
                              "COMMENT ON COLUMN t.b IS 'far'; COMMENT ON SERVER s IS 'away'") ==
        with_server({"comment foreign table column t.b: far", "comment server s: away",
                     "foreign table t: s {where=there} a integer DEFAULT 3 NOT NULL, b text COLLATE \"C\" {n=x} "
                     "few CHECK ((a < 9)) CREATE TRIGGER r BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION f()",
                     "user mapping s.public: exists"}));
}

TEST_CASE("collations, text search, conversions and transforms tell what they are made of") {
    CHECK(others_after("CREATE COLLATION c FROM \"C\"; CREATE COLLATION de (provider = icu, locale = 'de');"
                       "CREATE TEXT SEARCH CONFIGURATION conf (PARSER = \"default\");"
                       "ALTER TEXT SEARCH CONFIGURATION conf ADD MAPPING FOR asciiword, word WITH simple, english_stem;"
                       "CREATE TEXT SEARCH DICTIONARY dict (TEMPLATE = simple, stopwords = 'english');"
                       "CREATE TEXT SEARCH TEMPLATE temp (LEXIZE = dsimple_lexize);"
                       "CREATE TEXT SEARCH PARSER pars (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, "
                       "LEXTYPES = prsd_lextype);"
                       "CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;"
                       "CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal))") ==
          Lines{"collation c: c t C ctype C", "collation de: i t locale de",
                "conversion conv: LATIN1 UTF8 iso8859_1_to_utf8 f",
                "text search configuration conf: default 1 simple, 1 english_stem, 2 simple, 2 english_stem",
                "text search dictionary dict: simple stopwords = 'english'",
                "text search parser pars: prsd_start prsd_nexttoken prsd_end - prsd_lextype",
                "text search template temp: - dsimple_lexize", "transform integer for sql: prsd_lextype -"});
}

TEST_CASE("types tell what they are made of") {
    CHECK(others_after("CREATE FUNCTION gap(float8, float8) RETURNS float8 IMMUTABLE LANGUAGE sql AS 'SELECT $1 - $2';"
                       "CREATE TYPE f AS RANGE (subtype = float8, subtype_diff = gap, multirange_type_name = fs);"
                       "CREATE TYPE t AS RANGE (subtype = text, subtype_opclass = text_pattern_ops, collation = \"C\");"
                       "CREATE TYPE pair AS (a text COLLATE \"C\", b int);"
                       "COMMENT ON TYPE pair IS 'two'; COMMENT ON COLUMN pair.a IS 'one';"
                       "CREATE TYPE b; CREATE FUNCTION b_in(cstring) RETURNS b LANGUAGE internal IMMUTABLE STRICT AS "
                       "'textin'; CREATE FUNCTION b_out(b) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS "
                       "'textout'; CREATE TYPE b (INPUT = b_in, OUTPUT = b_out, STORAGE = extended);"
                       "CREATE TABLE typed OF pair") ==
          Lines{"base type b: b_in b_out - - - - - -1 f i x U f , - f", "cast f as fs: fs(f) e f",
                "cast t as t_multirange: t_multirange(t) e f", "comment composite type column pair.a: one",
                "comment type pair: two", "composite type pair: a text COLLATE \"C\", b integer",
                "range type f: double precision float8_ops subdiff gap fs",
                "range type t: text text_pattern_ops COLLATE \"C\" t_multirange", "typed table typed: pair"});
}

TEST_CASE("operators, their classes and families, casts and aggregates tell their details") {
    CHECK(others_after("CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq, COMMUTATOR = ===, "
                       "RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);"
                       "CREATE OPERATOR CLASS oc FOR TYPE int USING btree AS OPERATOR 1 <, OPERATOR 3 ===, "
                       "FUNCTION 1 btint4cmp(int, int);"
                       "CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, PARALLEL = safe);"
                       "COMMENT ON AGGREGATE total(int) IS 'all';"
                       "CREATE TYPE pair AS (a text); CREATE CAST (text AS pair) WITH INOUT AS ASSIGNMENT") ==
          Lines{"aggregate total(integer): integer int4pl - - integer n 0 - - f r 0 - - - - f r 0 s",
                "cast text as pair: - a i", "comment aggregate total(integer): all", "composite type pair: a text",
                "operator === (integer, integer): int4eq boolean commutator ===(integer,integer) restrict eqsel join "
                "eqjoinsel merges hashes",
                "operator class oc: integer using btree family oc",
                "operator family oc: using btree, operator 1 <(integer,integer), operator 3 ===(integer,integer), "
                "function 1 integer integer btint4cmp(integer,integer)"});
}

TEST_CASE("rules and event triggers tell whether they are enabled") {
    CHECK(others_after("CREATE TABLE t (a int); CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING;"
                       "ALTER TABLE t DISABLE RULE r; COMMENT ON RULE r ON t IS 'silent';"
                       "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
                       "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f();"
                       "ALTER EVENT TRIGGER e ENABLE ALWAYS") ==
          Lines{"comment rule r on t: silent", "event trigger e: ddl_command_end f A",
                "rule t.r: CREATE RULE r AS\n    ON DELETE TO public.t DO INSTEAD NOTHING; D"});
}

TEST_CASE("grants are told on schemas, types, languages, wrappers and servers, as far as they are not the usual ones") {
    CHECK(others_after(server + "CREATE SCHEMA game; CREATE DOMAIN code AS text; CREATE TYPE mood AS ENUM ('calm');"
                                "GRANT USAGE ON SCHEMA game TO pg_monitor; GRANT CREATE ON SCHEMA public TO PUBLIC;"
                                "GRANT USAGE ON TYPE code TO pg_monitor WITH GRANT OPTION;"
                                "REVOKE USAGE ON TYPE mood FROM PUBLIC; REVOKE USAGE ON LANGUAGE sql FROM PUBLIC;"
                                "GRANT USAGE ON FOREIGN DATA WRAPPER w TO PUBLIC;"
                                "GRANT USAGE ON FOREIGN SERVER s TO pg_monitor;"
                                "CREATE FUNCTION hidden() RETURNS int LANGUAGE sql AS 'SELECT 1';"
                                "REVOKE EXECUTE ON FUNCTION hidden FROM PUBLIC;"
                                "CREATE FUNCTION usual() RETURNS int LANGUAGE sql AS 'SELECT 1';"
                                "GRANT EXECUTE ON FUNCTION usual TO pg_monitor;"
                                "REVOKE EXECUTE ON FUNCTION usual FROM pg_monitor") ==
          with_server({"grant code: pg_monitor=USAGE* PUBLIC=USAGE", "grant foreign data wrapper w: PUBLIC=USAGE",
                       "grant foreign server s: pg_monitor=USAGE", "grant hidden(): nobody",
                       "grant language sql: nobody", "grant mood: nobody", "grant schema game: pg_monitor=USAGE",
                       "grant schema public: PUBLIC=CREATE PUBLIC=USAGE"}));
}

TEST_CASE("who owns the schema public makes no difference, but what PUBLIC may do there does") {
    CHECK(others_after("ALTER SCHEMA public OWNER TO pg_monitor") == Lines{});
    CHECK(others_after("GRANT CREATE ON SCHEMA public TO PUBLIC; REVOKE CREATE ON SCHEMA public FROM PUBLIC") ==
          Lines{});
    CHECK(others_after("DROP SCHEMA public; CREATE SCHEMA public") == Lines{"grant schema public: nobody"});
}

TEST_CASE("security labels are told") {
    // No provider is at hand; the catalog holds the labels of any.
    CHECK(others_after("CREATE TABLE t (a int); SET allow_system_table_mods = on;"
                       "INSERT INTO pg_seclabel VALUES ('t'::regclass, 'pg_class'::regclass, 1, 'guard', 'secret');"
                       "RESET allow_system_table_mods") == Lines{"security label table column t.a: guard secret"});
}

TEST_CASE("comments are told that no operation sets") {
    CHECK(others_after(
              "CREATE TABLE t (a int CONSTRAINT k PRIMARY KEY, b int GENERATED ALWAYS AS IDENTITY);"
              "COMMENT ON INDEX k IS 'quick'; COMMENT ON SEQUENCE t_b_seq IS 'counts';"
              "CREATE DOMAIN d AS text CONSTRAINT full_ CHECK (VALUE <> '');"
              "COMMENT ON CONSTRAINT full_ ON DOMAIN d IS 'never empty';"
              "CREATE TABLE p (a int) PARTITION BY RANGE (a);"
              "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (5); COMMENT ON COLUMN p1.a IS 'low';"
              "CREATE SCHEMA game; COMMENT ON SCHEMA game IS 'play';"
              "CREATE VIEW v AS SELECT a FROM t; COMMENT ON COLUMN v.a IS 'seen';"
              "COMMENT ON TABLE t IS 'reached'; COMMENT ON DOMAIN d IS 'reached'; COMMENT ON VIEW v IS 'reached'") ==
          Lines{"comment constraint full_ of domain d: never empty", "comment on a column of partition p1.a: low",
                "comment on a schema game.: play", "comment on a view column v.a: seen",
                "comment on an identity sequence t.b: counts", "comment on the index of a constraint t.k: quick"});
}

TEST_CASE("what a partition or child alone has is told: NOT NULL, and a default that is other than the parent's") {
    CHECK(others_after("CREATE TABLE p (a int, b int DEFAULT 1, c int DEFAULT 2) PARTITION BY RANGE (a);"
                       "CREATE TABLE p1 PARTITION OF p (a NOT NULL, b DEFAULT 3) FOR VALUES FROM (0) TO (5);"
                       "ALTER TABLE p1 ALTER c DROP DEFAULT;"
                       "CREATE TABLE base (a int); CREATE TABLE child () INHERITS (base);"
                       "ALTER TABLE child ALTER a SET NOT NULL") ==
          Lines{"NOT NULL of partition child.a: NOT NULL", "NOT NULL of partition p1.a: NOT NULL",
                "column default of partition p1.b: 3", "column default of partition p1.c: none"});
}

TEST_CASE("rarer properties of tables, columns, views and sequences are told") {
    const TestDatabase database;
    const std::string role(must(database.connect().query("SELECT current_user")).text(0, 0));
    CHECK(
        others_after("CREATE TABLE t (a int PRIMARY KEY, b text, r int4range,"
                     "  CONSTRAINT e EXCLUDE USING btree (b COLLATE \"C\" WITH =, a WITH =));"
                     "ALTER TABLE t CLUSTER ON t_pkey, FORCE ROW LEVEL SECURITY, SET (toast.autovacuum_enabled = off);"
                     "ALTER TABLE t ALTER b SET STORAGE EXTERNAL, ALTER b SET STATISTICS 500;"
                     "GRANT SELECT ON t TO PUBLIC;"
                     "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
                     "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();"
                     "ALTER TABLE t DISABLE TRIGGER g;"
                     "CREATE STATISTICS st ON a, b FROM t; ALTER STATISTICS st SET STATISTICS 50;"
                     "CREATE VIEW v AS SELECT a FROM t; ALTER VIEW v ALTER a SET DEFAULT 1;"
                     "CREATE UNLOGGED SEQUENCE s; CREATE TABLE i (a int GENERATED ALWAYS AS IDENTITY);"
                     "ALTER SEQUENCE i_a_seq RENAME TO counter;"
                     "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;"
                     "CREATE EXTENSION citext") ==
        Lines{"clustering t: t_pkey", "collation of a constraint t.e: C -", "column settings t.b: 500",
              "column storage t.b: e", "default of a view column v.a: 1",
              "default privileges r: {=r/" + role + "," + role + "=arwdDxt/" + role + "}",
              "extended statistics st: CREATE STATISTICS public.st ON a, b FROM t statistics 50",
              "grant t: PUBLIC=SELECT", "name of an identity sequence i.a: counter",
              "persistence of a sequence s: unlogged", "row security t: forced, not enabled",
              "state of a trigger t.g: D", "storage parameters of toast t: {autovacuum_enabled=off}",
              "version of extension citext: 1.6"});
}

TEST_CASE("access methods and languages are told, and which table has another method") {
    CHECK(others_after("CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;"
                       "CREATE TABLE t (a int) USING heap2;"
                       "CREATE LANGUAGE other HANDLER plpgsql_call_handler") ==
          Lines{"access method heap2: heap_tableam_handler", "language other: plpgsql_call_handler",
                "table access method t: heap2"});
}

TEST_CASE("the tablespace of a constraint's index is told, that of an index and a table is theirs") {
    const TestDatabase database;
    postgres::Session session = database.connect();
    const std::string name = "apart_" + std::to_string(session.backend_pid());
    const bool made = session.run_script("SET allow_in_place_tablespaces = on").has_value() &&
                      session.run_script("CREATE TABLESPACE " + name + " LOCATION ''").has_value();
    if (!made) {
        WARN("skipped: this server makes no tablespace in its own directory");
        return;
    }
    must(session.run_script("CREATE TABLE t (a int CONSTRAINT k PRIMARY KEY USING INDEX TABLESPACE " + name +
                            ") TABLESPACE " + name + "; CREATE INDEX i ON t (a) TABLESPACE " + name));
    const Catalog catalog = must(read_catalog(session));
    must(session.run_script("DROP TABLE t"));
    must(session.run_script("DROP TABLESPACE " + name));
    CHECK(lines_of(catalog) == Lines{"tablespace of a constraint t.k: " + name});
    CHECK(catalog.tables.front().tablespace == name);
    CHECK(catalog.indexes.front().options.tablespace == name);
}

TEST_CASE("what most databases have none of is told where it is the only one of its kind") {
    const std::vector<std::pair<std::string, std::string>> made = {
        {"CREATE COLLATION c FROM \"C\"", "collation c"},
        {"CREATE CONVERSION c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8", "conversion c"},
        {"CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)", "operator === (integer, integer)"},
        {"CREATE OPERATOR CLASS c FOR TYPE int USING btree AS FUNCTION 1 btint4cmp(int, int)", "operator class c"},
        {"CREATE OPERATOR FAMILY f USING btree", "operator family f"},
        {"CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int)", "aggregate total(integer)"},
        {"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE EXECUTE ON FUNCTION f FROM PUBLIC",
         "grant f()"},
        {"CREATE TABLE t (a int); CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING", "rule t.r"},
        {"CREATE TABLE t (a int, b int); CREATE STATISTICS st ON a, b FROM t", "extended statistics st"},
        {"CREATE TEXT SEARCH CONFIGURATION c (PARSER = \"default\")", "text search configuration c"},
        {"CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple)", "text search dictionary d"},
        {"CREATE TEXT SEARCH TEMPLATE t (LEXIZE = dsimple_lexize)", "text search template t"},
        {"CREATE TEXT SEARCH PARSER p (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, "
         "LEXTYPES = prsd_lextype)",
         "text search parser p"},
        {"CREATE SCHEMA game; COMMENT ON SCHEMA game IS 'play'", "comment on a schema game."},
        {"CREATE PUBLICATION p FOR ALL TABLES", "publication p"},
        {"CREATE TABLE t (a int) PARTITION BY RANGE (a);"
         "CREATE TABLE t1 PARTITION OF t (a NOT NULL) FOR VALUES FROM (0) TO (5)",
         "NOT NULL of partition t1.a"},
    };
    for (const auto& [sql, name] : made) {
        INFO(sql);
        const Lines lines = others_after(sql);
        CHECK(std::count_if(lines.begin(), lines.end(),
                            [&, &name = name](const std::string& line) { return line.starts_with(name + ": "); }) == 1);
    }
}

TEST_CASE("what belongs to an extension, or lies outside the scope, is not told") {
    const TestDatabase database;
    postgres::Session session = database.connect();
    must(
        session.run_script("CREATE EXTENSION hstore; CREATE SCHEMA other; CREATE TYPE other.pair AS (a int);"
                           "COMMENT ON TYPE other.pair IS 'two'; GRANT USAGE ON SCHEMA other TO PUBLIC;"
                           "CREATE TABLE other.t (a int); GRANT SELECT ON other.t TO PUBLIC"));
    CatalogScope scope;
    scope.schemas = {"public"};
    CHECK(lines_of(must(read_catalog(session, scope))) == Lines{"version of extension hstore: 1.8"});
}

TEST_CASE("what is told knows its schema and the relation that it belongs to") {
    const TestDatabase database;
    postgres::Session session = database.connect();
    must(
        session.run_script("CREATE SCHEMA game; CREATE TABLE game.t (a int); CREATE SEQUENCE s;"
                           "CREATE RULE r AS ON DELETE TO game.t DO INSTEAD NOTHING; GRANT SELECT ON s TO PUBLIC;"
                           "ALTER TABLE game.t ALTER a SET STATISTICS 5; CREATE TYPE game.pair AS (a int);"
                           "CREATE TABLE p (a text); ALTER TABLE p ALTER a SET STORAGE PLAIN"));
    std::vector<std::pair<std::string, ObjectName>> parents;
    for (const OtherObject& other : must(read_catalog(session)).others)
        parents.emplace_back(other.kind, other.parent);
    CHECK(parents == std::vector<std::pair<std::string, ObjectName>>{{"column settings", {"game", "t"}},
                                                                     {"column storage", {"", "p"}},
                                                                     {"composite type", {"game", ""}},
                                                                     {"grant", {"", "s"}},
                                                                     {"rule", {"game", "t"}}});
}

TEST_CASE("each kind that a comparison can leave alone is one that is read") {
    std::string sources;
    for (const auto& entry : std::filesystem::directory_iterator(PROJECT_SOURCE_TREE "/migrator/introspection")) {
        std::ifstream file(entry.path());
        sources.append(std::istreambuf_iterator<char>(file), {});
    }
    for (const std::string& kind : other_object_kinds()) {
        INFO(kind);
        const bool is_in_query = sources.find("'" + kind + "'") != std::string::npos;
        CHECK((is_in_query || sources.find("\"" + kind + "\"") != std::string::npos));
    }
}
