// Sums over the hashes of all values of a column, each with the key of its row.
#include "row_sums.hpp"

#include "checks.hpp"

namespace gestaloka::acceptance {

namespace {

// One row a table: its name, its columns, and the query of its sums.
constexpr const char* queries_of_sums = R"sql(
WITH key AS (
    SELECT conrelid, string_agg(format('%I::text', attname), ' || '':'' || ' ORDER BY attnum) AS expression
    FROM pg_constraint
    JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
    WHERE contype = 'p' AND connamespace = 'public'::regnamespace
    GROUP BY conrelid
)
SELECT conrelid::regclass,
       string_agg(attname, ' ' ORDER BY attnum),
       format('SELECT count(*), %s FROM %s',
              string_agg(format('sum(hashtextextended(%s || coalesce(''='' || %I::text, '' is null''), 0)::numeric)',
                                expression, attname), ', ' ORDER BY attnum),
              conrelid::regclass)
FROM key
JOIN pg_attribute ON attrelid = conrelid AND attnum > 0 AND NOT attisdropped
GROUP BY conrelid
ORDER BY conrelid::regclass::text
)sql";

}  // namespace

RowSums read_row_sums(migrator::postgres::Session& session) {
    RowSums sums;
    const auto tables = must(session.query(queries_of_sums));
    for (int table = 0; table < tables.row_count(); ++table) {
        const auto answer = must(session.query(tables.text(table, 2)));
        TableSums& entry = sums[std::string(tables.text(table, 0))];
        entry.rows = answer.text(0, 0);
        std::string columns(tables.text(table, 1));
        for (int column = 1; column < answer.column_count(); ++column) {
            const std::size_t end = columns.find(' ');
            entry.columns.emplace(columns.substr(0, end), answer.text(0, column));
            columns.erase(0, end == std::string::npos ? end : end + 1);
        }
    }
    return sums;
}

std::vector<std::string> losses(const RowSums& former, const RowSums& present) {
    std::vector<std::string> lines;
    for (const auto& [table, sums] : former) {
        const auto now = present.find(table);
        if (now == present.end()) {
            lines.push_back(table + " is gone, with " + sums.rows + " rows");
            continue;
        }
        if (now->second.rows != sums.rows)
            lines.push_back(table + " has " + now->second.rows + " rows instead of " + sums.rows);
        for (const auto& [column, sum] : sums.columns) {
            const auto value = now->second.columns.find(column);
            if (value == now->second.columns.end())
                lines.push_back(table + "." + column + " is gone");
            else if (value->second != sum)
                lines.push_back(table + "." + column + " has other values");
        }
    }
    return lines;
}

}  // namespace gestaloka::acceptance
