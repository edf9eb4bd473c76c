// Generating rows: what the catalog allows, up to its limits.
#include "row_generator.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "checks.hpp"

namespace gestaloka::acceptance {

using migrator::postgres::Parameter;
using migrator::postgres::Parameters;
using migrator::postgres::Session;

struct RowGenerator::Column {
    std::string name;
    std::string type;
    int length = 0;  ///< of a varchar(n); 0: no limit
    bool nullable = false;
    bool unique = false;              ///< alone in a unique index
    std::vector<std::string> labels;  ///< of an enum type or of a CHECK list
    std::string references;           ///< the table that a foreign key names; empty: none
};

struct RowGenerator::Table {
    std::string name;
    std::vector<Column> columns;
};

namespace {

// A row a column, tables in the order of their names. Serial columns are left to their sequence.
constexpr const char* column_query = R"sql(
SELECT relname, attname, format_type(atttypid, NULL), greatest(atttypmod - 4, 0), NOT attnotnull,
       EXISTS (SELECT FROM pg_index WHERE indrelid = attrelid AND indisunique AND indkey::text = attnum::text),
       coalesce((SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = atttypid),
                (SELECT (SELECT string_agg(label[1], ',')
                         FROM regexp_matches(pg_get_constraintdef(oid), '''(\w+)''', 'g') AS label)
                 FROM pg_constraint
                 WHERE conrelid = attrelid AND contype = 'c' AND conkey = ARRAY[attnum]),
                ''),
       coalesce((SELECT confrelid::regclass::text FROM pg_constraint
                 WHERE conrelid = attrelid AND contype = 'f' AND conkey = ARRAY[attnum]), '')
FROM pg_class
JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
  AND coalesce(pg_get_expr(adbin, adrelid), '') NOT LIKE 'nextval(%'
ORDER BY relname, attnum
)sql";

// Moves each table behind those that it refers to.
template <class Table>
void sort_by_reference(std::vector<Table>& tables) {
    std::vector<Table> sorted;
    const auto is_sorted = [&](const std::string& name) {
        return std::any_of(sorted.begin(), sorted.end(), [&](const Table& table) { return table.name == name; });
    };
    const auto is_ready = [&](const Table& table) {
        return std::all_of(table.columns.begin(), table.columns.end(), [&](const auto& column) {
            return column.references.empty() || column.references == table.name || is_sorted(column.references);
        });
    };
    while (!tables.empty()) {
        const auto next = std::find_if(tables.begin(), tables.end(), is_ready);
        REQUIRE(next != tables.end());
        sorted.push_back(std::move(*next));
        tables.erase(next);
    }
    tables = std::move(sorted);
}

std::vector<std::string> split(std::string_view list) {
    std::vector<std::string> parts;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(','), list.size());
        parts.emplace_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return parts;
}

}  // namespace

std::vector<RowGenerator::Table> RowGenerator::read_tables(Session& session) {
    std::vector<Table> tables;
    const auto rows = must(session.query(column_query));
    for (int row = 0; row < rows.row_count(); ++row) {
        if (tables.empty() || tables.back().name != rows.text(row, 0))
            tables.push_back(Table{std::string(rows.text(row, 0)), {}});
        Column column;
        column.name = rows.text(row, 1);
        column.type = rows.text(row, 2);
        column.length = static_cast<int>(rows.integer(row, 3));
        column.nullable = rows.boolean(row, 4);
        column.unique = rows.boolean(row, 5);
        column.labels = split(rows.text(row, 6));
        column.references = rows.text(row, 7);
        tables.back().columns.push_back(std::move(column));
    }
    sort_by_reference(tables);
    return tables;
}

void RowGenerator::fill(Session& session, int count) {
    run(session, "BEGIN");
    for (const Table& table : read_tables(session)) {
        add_row(session, table, Manner::as_little_as_possible);
        add_row(session, table, Manner::as_much_as_possible);
        for (int row = 2; row < count; ++row)
            add_row(session, table, Manner::random);
    }
    run(session, "COMMIT");
}

void RowGenerator::never_null(std::vector<std::string> columns) {
    never_null_ = std::move(columns);
}

// A row whose key is taken, or that has no other row left to refer to, is not added.
void RowGenerator::add_row(Session& session, const Table& table, Manner manner) {
    std::string columns;
    std::string placeholders;
    Parameters values;
    for (const Column& column : table.columns) {
        const Parameter next = value(session, table, column, manner);
        if (!next && !column.nullable) return;
        values.push_back(next);
        columns += (columns.empty() ? "\"" : ", \"") + column.name + "\"";
        placeholders += (placeholders.empty() ? "$" : ", $") + std::to_string(values.size());
    }
    INFO(table.name);
    must(session.execute(
        "INSERT INTO " + table.name + " (" + columns + ") VALUES (" + placeholders + ") ON CONFLICT DO NOTHING",
        values));
}

Parameter RowGenerator::value(Session& session, const Table& table, const Column& column, Manner manner) {
    const std::string place = table.name + "." + column.name;
    const bool may_be_null =
        column.nullable && std::find(never_null_.begin(), never_null_.end(), place) == never_null_.end();
    if (may_be_null && manner == Manner::as_little_as_possible) return std::nullopt;
    if (may_be_null && manner == Manner::random && number(0, 2) == 0) return std::nullopt;

    // Characters learn the same few skills, now and then one of them twice.
    if (place == "skills.name" && !column.unique)
        return std::array{"剣術 ⚔️", "fire 🔥",
                          "O'Brien's \"trick\" $1 %s"}[static_cast<std::size_t>(number(0, 2))];
    // Before it is a foreign key, a session's story arc may or may not exist.
    const bool names_story_arc = place == "game_sessions.story_arc_id" && number(0, 1) == 0;
    const bool has_story_arcs = names_story_arc && value_of(session, "SELECT to_regclass('story_arcs')") != "";
    const std::string references = has_story_arcs ? "story_arcs" : column.references;

    if (!references.empty()) {
        const std::string unused = column.unique ? " WHERE NOT EXISTS (SELECT FROM " + table.name +
                                                       " AS other WHERE other." + column.name + " = referenced.id)"
                                                 : "";
        const auto keys =
            must(session.query("SELECT id FROM " + references + " AS referenced" + unused + " ORDER BY id"));
        if (keys.row_count() == 0) return std::nullopt;
        return std::string(keys.text(number(0, keys.row_count() - 1), 0));
    }
    if (!column.labels.empty())
        return column.labels[static_cast<std::size_t>(number(0, static_cast<int>(column.labels.size()) - 1))];
    return value_of_type(column, manner);
}

namespace {

// 500 is what the shortest-lived limit of the chain allows, that of quests.description in revision cb687f3e2cde.
constexpr int longest_text_without_limit = 500;

std::string uuid(std::mt19937& random) {
    std::array<char, 37> text = {};
    const auto part = [&] { return static_cast<unsigned>(random()); };
    std::snprintf(text.data(), text.size(), "%08x-%04x-4%03x-8%03x-%04x%08x", part(), part() & 0xffffu, part() & 0xfffu,
                  part() & 0xfffu, part() & 0xffffu, part());
    return text.data();
}

}  // namespace

std::string RowGenerator::value_of_type(const Column& column, Manner manner) {
    if (column.type == "uuid" || column.name == "id") return uuid(random_);
    if (column.type == "boolean") return number(0, 1) == 0 ? "false" : "true";
    if (column.type == "integer")
        return manner == Manner::as_much_as_possible ? "2147483647" : std::to_string(number(-5, 100'000));
    if (column.type == "double precision")
        return manner == Manner::as_much_as_possible ? "1.7976931348623157e+308"
                                                     : std::to_string(number(-99, 99)) + "e-2";
    if (column.type.rfind("timestamp", 0) == 0)
        return "2025-0" + std::to_string(number(1, 9)) + "-1" + std::to_string(number(0, 9)) + " 2" +
               std::to_string(number(0, 3)) + ":59:58.76543" + std::to_string(number(0, 9));
    if (column.type == "json" || column.type == "jsonb") return json(manner);
    if (column.type == "character varying[]") return R"({"洞窟, 北","a \"quoted\" \\ place",NULL,""})";
    if (column.type == "text" || column.type == "character varying")
        return text(column.length > 0 ? column.length : longest_text_without_limit, manner);
    FAIL("no values for the type " << column.type);
    return {};
}

// Exactly `longest` characters where as much as possible is wanted, of one to four bytes each.
std::string RowGenerator::text(int longest, Manner manner) {
    static const std::array characters = {"a", "Z", "7", " ",  "'",  "\"", "\\", "\n", "%", "$", ";",
                                          ":", "é", "ß", "勇", "者", "の", "剣", "🐉",  "✨", "ﾛ", "\u0301"};
    const int length = manner == Manner::as_much_as_possible ? longest : number(0, std::min(longest, 40));
    std::string result;
    for (int i = 0; i < length; ++i)
        result += characters[static_cast<std::size_t>(number(0, static_cast<int>(characters.size()) - 1))];
    return result;
}

std::string RowGenerator::json(Manner manner) {
    if (manner == Manner::as_little_as_possible) return "{}";
    return R"({"名前": "竜 🐉", "quote": "\" \\ ' \u00e9", "list": [1, 2.50, null, true], "n": )" +
           std::to_string(number(0, 1'000'000)) + "}";
}

}  // namespace gestaloka::acceptance
