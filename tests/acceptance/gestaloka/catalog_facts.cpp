// Reading facts from PostgreSQL's catalog and from the recorded steps.
#include "catalog_facts.hpp"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "checks.hpp"

namespace gestaloka::acceptance {

namespace {

constexpr const char* catalog_query = R"sql(
SELECT relname::text, 'a table'
FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
UNION ALL
SELECT format('%s.%s', relname, attname),
       concat_ws(', ', format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN 'not null' ELSE 'null' END,
                 'default ' || pg_get_expr(adbin, adrelid))
FROM pg_class
JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
UNION ALL
SELECT format('%s constraint %s', relname, conname), pg_get_constraintdef(pg_constraint.oid)
FROM pg_constraint
JOIN pg_class ON pg_class.oid = conrelid
WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT format('%s index %s', indrelid::regclass, relname), pg_get_indexdef(indexrelid)
FROM pg_index
JOIN pg_class ON pg_class.oid = indexrelid
WHERE relnamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
UNION ALL
SELECT 'enum ' || typname, string_agg(enumlabel, ', ' ORDER BY enumsortorder)
FROM pg_type
JOIN pg_enum ON enumtypid = pg_type.oid
WHERE typnamespace = 'public'::regnamespace
GROUP BY typname
UNION ALL
SELECT 'sequence ' || relname, format_type(seqtypid, NULL)
FROM pg_sequence
JOIN pg_class ON pg_class.oid = seqrelid
WHERE relnamespace = 'public'::regnamespace
)sql";

}  // namespace

CatalogFacts read_catalog(migrator::postgres::Session& session) {
    CatalogFacts facts;
    const auto rows = must(session.query(catalog_query));
    for (int row = 0; row < rows.row_count(); ++row)
        facts.emplace(std::string(rows.text(row, 0)), std::string(rows.text(row, 1)));
    return facts;
}

CatalogFacts recorded_catalog(int number, const std::string& revision) {
    const std::string name = (number < 10 ? "0" : "") + std::to_string(number) + "_" + revision + ".json";
    const auto path = std::filesystem::path(TEST_SOURCE_DIR) / "acceptance/gestaloka/steps" / name;
    std::ifstream file(path);
    INFO(path);
    REQUIRE(file.good());
    const nlohmann::json step = nlohmann::json::parse(file);

    CatalogFacts facts;
    for (const auto& table : step.at("tables")) {
        const std::string table_name = table.at("name");
        facts.emplace(table_name, "a table");
        for (const auto& column : table.at("columns")) {
            std::string fact = column.at(1).get<std::string>() + ", " + column.at(2).get<std::string>();
            if (!column.at(3).is_null()) fact += ", default " + column.at(3).get<std::string>();
            facts.emplace(table_name + "." + column.at(0).get<std::string>(), fact);
        }
        for (const auto& constraint : table.at("constraints"))
            facts.emplace(table_name + " constraint " + constraint.at(0).get<std::string>(), constraint.at(1));
        for (const auto& index : table.at("indexes"))
            facts.emplace(table_name + " index " + index.at(0).get<std::string>(), index.at(1));
    }
    for (const auto& type : step.at("enums")) {
        std::string labels;
        for (const auto& label : type.at("labels"))
            labels += (labels.empty() ? "" : ", ") + label.get<std::string>();
        facts.emplace("enum " + type.at("name").get<std::string>(), labels);
    }
    for (const auto& sequence : step.at("sequences"))
        facts.emplace("sequence " + sequence.at("name").get<std::string>(), sequence.at("data_type"));
    return facts;
}

std::vector<std::string> differences(const CatalogFacts& expected, const CatalogFacts& found) {
    std::vector<std::string> lines;
    for (const auto& [place, fact] : expected) {
        const auto other = found.find(place);
        if (other == found.end())
            lines.push_back(place + ": missing, expected " + fact);
        else if (other->second != fact)
            lines.push_back(place + ": expected " + fact + ", found " + other->second);
    }
    for (const auto& [place, fact] : found)
        if (expected.count(place) == 0) lines.push_back(place + ": not expected, found " + fact);
    return lines;
}

}  // namespace gestaloka::acceptance
