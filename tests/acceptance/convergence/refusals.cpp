// They stand beside a random schema, on a table "keeper" that each of these has, and on what they bring along.
#include "refusals.hpp"

namespace convergence {

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
    };
    return list;
}

}  // namespace convergence
