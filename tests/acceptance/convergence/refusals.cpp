// They stand beside a random schema, on a table "keeper" that each of these has, and on what they bring along.
#include "refusals.hpp"

namespace convergence {

namespace {

const std::string foreign_server = "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER far FOREIGN DATA WRAPPER w;";
const std::string operator_class =
    "CREATE OPERATOR CLASS oc FOR TYPE integer USING btree AS OPERATOR 1 <, FUNCTION 1 btint4cmp(integer, integer)";
const std::string base_type =
    "CREATE TYPE b; CREATE FUNCTION b_in(cstring) RETURNS b LANGUAGE internal IMMUTABLE STRICT "
    "AS 'textin'; CREATE FUNCTION b_out(b) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT "
    "AS 'textout'; ";
const std::string parts =
    "CREATE TABLE parts (id integer, n integer DEFAULT 1) PARTITION BY RANGE (id);"
    "CREATE TABLE part PARTITION OF parts FOR VALUES FROM (0) TO (10);";

}  // namespace

const std::vector<Refusal>& refusals() {
    static const std::vector<Refusal> list = {
        {"", "CREATE TYPE address AS (street text, town text);", "composite type address"},
        {"CREATE TYPE address AS (street text);", "ALTER TYPE address ADD ATTRIBUTE town text;",
         "composite type address"},
        {"", "CREATE TYPE spans AS RANGE (subtype = date);", "range type spans"},
        {"", "CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer);", "aggregate total"},
        {"", "CREATE RULE silent AS ON DELETE TO keeper DO INSTEAD NOTHING;", "rule keeper.silent"},
        {"", "CREATE STATISTICS both_of ON id, name FROM keeper;", "extended statistics both_of"},
        {"", "GRANT SELECT ON keeper TO PUBLIC;", "grant keeper"},
        {"", "GRANT UPDATE (name) ON keeper TO PUBLIC;", "grant keeper.name"},
        {"", "ALTER TABLE keeper REPLICA IDENTITY FULL;", "replica identity keeper"},
        {"", "ALTER TABLE keeper ALTER name SET STORAGE EXTERNAL;", "column storage keeper.name"},
        {"", "ALTER TABLE keeper ALTER name SET STATISTICS 500;", "column settings keeper.name"},
        {"", "ALTER TABLE keeper CLUSTER ON keeper_pkey;", "clustering keeper"},
        {"", "ALTER TABLE keeper SET (toast.autovacuum_enabled = false);", "storage parameters of toast keeper"},
        {"", "ALTER TABLE keeper FORCE ROW LEVEL SECURITY;", "row security keeper"},
        {"CREATE VIEW kept AS SELECT id, name FROM keeper;", "ALTER VIEW kept ALTER name SET DEFAULT 'x';",
         "default of a view column kept.name"},
        {"CREATE VIEW kept AS SELECT id, name FROM keeper;", "COMMENT ON COLUMN kept.name IS 'x';",
         "comment on a view column kept.name"},
        {"CREATE FUNCTION tick() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$; CREATE TRIGGER ticks "
         "BEFORE INSERT ON keeper FOR EACH ROW EXECUTE FUNCTION tick();",
         "ALTER TABLE keeper DISABLE TRIGGER ticks;", "state of a trigger keeper.ticks"},
        {"CREATE TABLE parts (id integer) PARTITION BY RANGE (id); CREATE TABLE part PARTITION OF parts FOR VALUES "
         "FROM "
         "(0) TO (10);",
         "ALTER TABLE parts DETACH PARTITION part;", "part"},
        {"CREATE TABLE base (id integer); CREATE TABLE derived (id integer);", "ALTER TABLE derived INHERIT base;",
         "inherits"},
        {"CREATE DOMAIN code AS text CHECK (VALUE <> ''); CREATE TABLE coded (c code);",
         "ALTER DOMAIN code ADD CHECK (length(VALUE) < 9);", "domain code changes"},
        {"", "CREATE PUBLICATION news FOR TABLE keeper;", "publication news"},
        {"", "CREATE OPERATOR === (leftarg = integer, rightarg = integer, function = int4eq);", "operator ==="},
        {"", "CREATE COLLATION german FROM \"C\";", "collation german"},
        {"", "CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple);", "text search configuration plain"},
        {"", "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;", "default privileges"},
        {"CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;",
         "CREATE EVENT TRIGGER noted ON ddl_command_end EXECUTE FUNCTION note();", "event trigger noted"},
        {"CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;"
         "CREATE EVENT TRIGGER quiet ON ddl_command_end EXECUTE FUNCTION note();",
         "ALTER EVENT TRIGGER quiet DISABLE;", "event trigger quiet differs"},
        {"CREATE TYPE shape AS (name text); CREATE TABLE typed (name text);", "ALTER TABLE typed OF shape;",
         "typed table typed"},
        {"", "CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;", "access method heap2"},
        {"CREATE ACCESS METHOD heap3 TYPE TABLE HANDLER heap_tableam_handler;",
         "ALTER TABLE keeper SET ACCESS METHOD heap3;", "table access method keeper"},
        {base_type, "CREATE TYPE b (INPUT = b_in, OUTPUT = b_out);", "base type b"},
        {"", "CREATE FOREIGN DATA WRAPPER w;", "foreign data wrapper w"},
        {foreign_server, "ALTER SERVER far VERSION '2';", "foreign server far differs"},
        {foreign_server, "CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS (password 'x');",
         "user mapping far.public"},
        {foreign_server + "CREATE FOREIGN TABLE faraway (id integer) SERVER far;",
         "ALTER FOREIGN TABLE faraway ADD COLUMN n text;", "foreign table faraway differs"},
        {"CREATE TYPE pair AS (a text);", "CREATE CAST (text AS pair) WITH INOUT;", "cast text as pair"},
        {"", operator_class + ";", "operator class oc"},
        {operator_class + ";", "ALTER OPERATOR FAMILY oc USING btree ADD OPERATOR 5 > (integer, integer);",
         "operator family oc differs"},
        {"CREATE OPERATOR <=> (leftarg = integer, rightarg = integer, function = int4eq);",
         "ALTER OPERATOR <=> (integer, integer) SET (RESTRICT = eqsel);", "operator <=> (integer, integer) differs"},
        {"", "CREATE TEXT SEARCH DICTIONARY words (TEMPLATE = simple);", "text search dictionary words"},
        {"CREATE TEXT SEARCH CONFIGURATION bare (COPY = simple);",
         "ALTER TEXT SEARCH CONFIGURATION bare DROP MAPPING FOR url;", "text search configuration bare differs"},
        {"CREATE SCHEMA side;", "COMMENT ON SCHEMA side IS 'x';", "comment on a schema side"},
        {parts, "ALTER TABLE part ALTER n SET DEFAULT 2;", "column default of partition part.n"},
        {parts, "ALTER TABLE part ALTER n SET NOT NULL;", "NOT NULL of partition part.n"},
        {parts, "COMMENT ON COLUMN part.n IS 'x';", "comment on a column of partition part.n"},
        {"CREATE TABLE twice (a integer NOT NULL, b integer NOT NULL); CREATE UNIQUE INDEX by_a ON twice (a);"
         "CREATE UNIQUE INDEX by_b ON twice (b); ALTER TABLE twice REPLICA IDENTITY USING INDEX by_a;",
         "ALTER TABLE twice REPLICA IDENTITY USING INDEX by_b;", "replica identity twice differs"},
        {"CREATE PUBLICATION papers FOR TABLE keeper;", "ALTER PUBLICATION papers SET TABLE keeper WHERE (id > 1);",
         "publication papers differs"},
        {"CREATE RULE loud AS ON DELETE TO keeper DO INSTEAD NOTHING;", "ALTER TABLE keeper DISABLE RULE loud;",
         "rule keeper.loud differs"},
        {"CREATE RULE told AS ON DELETE TO keeper DO INSTEAD NOTHING;", "COMMENT ON RULE told ON keeper IS 'x';",
         "comment rule told on keeper"},
        {"CREATE SCHEMA open;", "GRANT USAGE ON SCHEMA open TO PUBLIC;", "grant schema open"},
        {"CREATE FUNCTION secret() RETURNS integer LANGUAGE sql AS 'SELECT 1';",
         "REVOKE EXECUTE ON FUNCTION secret FROM PUBLIC;", "grant secret()"},
        {"", "COMMENT ON INDEX keeper_pkey IS 'x';", "comment on the index of a constraint keeper.keeper_pkey"},
        {"CREATE SEQUENCE counter;", "ALTER SEQUENCE counter SET UNLOGGED;", "persistence of a sequence counter"},
        {"", "CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;", "conversion conv"},
        {"", "CREATE LANGUAGE other HANDLER plpgsql_call_handler;", "language other"},
    };
    return list;
}

}  // namespace convergence
