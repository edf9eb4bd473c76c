// Conditions that the catalog queries share, as text that the compiler joins.
#pragma once

// The object lies in one of the schemas in question. The subquery is evaluated once, the setting alone for each row.
#define SCOPE_SQL(schema) schema " = ANY ((SELECT pg_catalog.current_setting('migrator.scope')::oid[])::oid[])"

// The object does not belong to an extension.
#define NO_EXTENSION_SQL(catalog, oid)                                              \
    oid " NOT IN (SELECT x.objid FROM pg_catalog.pg_depend x WHERE x.refclassid = " \
        "'pg_catalog.pg_extension'::regclass AND x.deptype = 'e' AND x.classid = 'pg_catalog." catalog "'::regclass)"
