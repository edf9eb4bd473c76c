// The SQL of a backfill that goes batch by batch.
#include "migrator/ddl/backfill.hpp"

#include "migrator/ddl/sql_writer.hpp"

namespace migrator {

namespace {

// For each key column, what `write` makes of its number (from 0) and quoted name, separated.
template <class Write>
std::string each_key(const Backfill& backfill, const char* separator, Write write) {
    std::string list;
    for (std::size_t i = 0; i < backfill.key.size(); ++i)
        list += (i == 0 ? "" : separator) + write(i, quoted(Identifier{backfill.key[i]}));
    return list;
}

std::string names(const Backfill& backfill, const char* suffix = "") {
    return each_key(backfill, ", ", [&](std::size_t, const std::string& name) { return name + suffix; });
}

// The key columns of a batch go by names of their own, so that the author's expressions stay unambiguous.
std::string alias(std::size_t i) {
    return "migrator_key_" + std::to_string(i + 1);
}

std::string aliases(const Backfill& backfill, const char* suffix = "") {
    return each_key(backfill, ", ", [&](std::size_t i, const std::string&) { return alias(i) + suffix; });
}

// A row comparison, which an index on the key serves; the server reads each parameter as the type of its column.
std::string compared(const Backfill& backfill, const char* comparison, std::size_t first_parameter) {
    return "(" + names(backfill) + ") " + comparison + " (" +
           each_key(backfill, ", ",
                    [&](std::size_t i, const std::string&) { return "$" + std::to_string(first_parameter + i); }) +
           ")";
}

std::string returned(const Backfill& backfill) {
    std::string list =
        "RETURNING progress -> 'until' = 'null'::jsonb OR progress -> 'cursor' = progress -> 'until',\n"
        "    (progress ->> 'rows')::bigint, (progress ->> 'of')::bigint";
    for (const char* place : {"until", "cursor"})
        for (std::size_t i = 0; i < backfill.key.size(); ++i)
            list += std::string(",\n    progress -> '") + place + "' ->> " + std::to_string(i);
    return list;
}

}  // namespace

// A large table is counted by its statistics: an estimate is enough for a progress line.
std::string begin_backfill(const Backfill& backfill, const BackfillRow& row) {
    SqlWriter table;
    table << backfill.table;
    SqlWriter sql;
    sql << "UPDATE " << SqlText{row.table} << " AS h\nSET backend_pid = " << SqlText{row.own_pid}
        << ",\n    progress = CASE WHEN (h.progress ->> 'operation')::bigint = " << row.operation
        << " THEN h.progress\n        ELSE pg_catalog.jsonb_build_object('operation', " << row.operation
        << ", 'rows', 0, 'filled', 0, 'cursor', NULL,\n            'until', (SELECT pg_catalog.jsonb_build_array("
        << SqlText{names(backfill, "::text")} << ") FROM " << backfill.table << " ORDER BY "
        << SqlText{names(backfill, " DESC")} << R"sql( LIMIT 1),
            'of', (SELECT CASE WHEN c.reltuples >= 0 AND pg_catalog.pg_relation_size(c.oid) > 268435456
                          THEN c.reltuples::bigint
                          ELSE (SELECT pg_catalog.count(*) FROM )sql"
        << backfill.table
        << ") END\n                   FROM pg_catalog.pg_class c WHERE c.oid = " << Literal{table.take()}
        << "::pg_catalog.regclass))\n        END\nWHERE " << SqlText{row.condition} << "\n"
        << SqlText{returned(backfill)};
    return sql.take();
}

// The rows are locked in the order of the key, so that two that go the same way cannot deadlock.
std::string backfill_batch(const Backfill& backfill, const BackfillRow& row, bool has_place) {
    const std::size_t end = 2;
    const std::size_t place = end + backfill.key.size();
    SqlWriter sql;
    sql << "WITH batch AS MATERIALIZED (\n    SELECT "
        << SqlText{each_key(backfill, ", ",
                            [](std::size_t i, const std::string& name) { return name + " AS " + alias(i); })}
        << "\n    FROM " << backfill.table << "\n    WHERE " << SqlText{compared(backfill, "<=", end)};
    if (has_place) sql << "\n      AND " << SqlText{compared(backfill, ">", place)};
    sql << "\n    ORDER BY " << SqlText{names(backfill)}
        << "\n    LIMIT $1::bigint\n    FOR NO KEY UPDATE\n), filled AS (\n"
        << "    UPDATE " << backfill.table << "\n    SET " << SqlText{backfill.set} << "\n    FROM batch\n    WHERE "
        << SqlText{each_key(backfill, " AND ",
                            [](std::size_t i, const std::string& name) { return name + " = " + alias(i); })};
    if (!backfill.where.empty()) sql << "\n      AND (" << SqlText{backfill.where} << ")";
    sql << "\n    RETURNING 1\n)\nUPDATE " << SqlText{row.table} << "\nSET backend_pid = " << SqlText{row.own_pid}
        << R"sql(,
    progress = progress || pg_catalog.jsonb_build_object(
        'rows', (progress ->> 'rows')::bigint + (SELECT pg_catalog.count(*) FROM batch),
        'filled', (progress ->> 'filled')::bigint + (SELECT pg_catalog.count(*) FROM filled),
        'cursor', CASE WHEN (SELECT pg_catalog.count(*) FROM batch) < $1::bigint THEN progress -> 'until'
                       ELSE (SELECT pg_catalog.jsonb_build_array()sql"
        << SqlText{aliases(backfill, "::text")} << ") FROM batch ORDER BY " << SqlText{aliases(backfill, " DESC")}
        << " LIMIT 1) END)\nWHERE " << SqlText{row.condition} << "\n"
        << SqlText{returned(backfill)};
    return sql.take();
}

}  // namespace migrator
