// Column types: when two are the same, and when a change needs USING.
#include <algorithm>
#include <array>
#include <string_view>

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/diff/plan.hpp"

namespace migrator::diff {

namespace {

// The name of a type without its length or precision.
std::string base_of(const SqlType& type) {
    if (!type.named.name.empty()) return {};
    std::string base = type.text;
    const std::size_t open = base.find('(');
    if (open != std::string::npos) {
        const std::size_t close = base.find(')', open);
        base.erase(open, close == std::string::npos ? std::string::npos : close - open + 1);
    }
    return base;
}

template <std::size_t size>
bool is_one_of(const std::string& base, const std::array<std::string_view, size>& group) {
    return std::find(group.begin(), group.end(), base) != group.end();
}

constexpr std::array<std::string_view, 3> strings = {"text", "character varying", "character"};
constexpr std::array<std::string_view, 6> numbers = {"smallint", "integer", "bigint",
                                                     "numeric",  "real",    "double precision"};
constexpr std::array<std::string_view, 3> dates = {"date", "timestamp without time zone", "timestamp with time zone"};
constexpr std::array<std::string_view, 2> documents = {"json", "jsonb"};
constexpr std::array<std::string_view, 2> addresses = {"inet", "cidr"};

bool has_assignment_cast(const SqlType& from, const SqlType& to) {
    const std::string source = base_of(from);
    const std::string target = base_of(to);
    if (from.named == to.named && source == target && from.array == to.array) return true;
    if (is_one_of(target, strings) && !to.array) return true;
    if (from.array != to.array) return false;
    const auto both = [&](const auto& group) { return is_one_of(source, group) && is_one_of(target, group); };
    return both(strings) || both(numbers) || both(dates) || both(documents) || both(addresses);
}

}  // namespace

bool same_column_type(const ObjectName& table, const Column& from, const Column& to, const CompareOptions& options) {
    const bool texts_differ = from.type.text != to.type.text || !(from.type.named == to.type.named) ||
                              from.type.array != to.type.array || from.collation != to.collation;
    return !options.compare_type.differ(table, from, to, texts_differ);
}

std::string using_expression(const std::string& column, const SqlType& from, const SqlType& to) {
    if (has_assignment_cast(from, to)) return {};
    const std::string source = base_of(from);
    SqlWriter sql;
    if (to.array && !from.array && !is_one_of(source, strings)) {
        // ARRAY[NULL] would be an array, and no NULL.
        sql << "CASE WHEN " << Identifier{column} << " IS NOT NULL THEN ARRAY[" << Identifier{column} << "]::" << to
            << " END";
        return sql.take();
    }
    sql << Identifier{column};
    if (from.array && !to.array && !is_one_of(base_of(to), strings)) {
        sql << "[1]::" << to;
        return sql.take();
    }
    const bool between_boolean_and_integer =
        (source == "boolean" && base_of(to) == "integer") || (source == "integer" && base_of(to) == "boolean");
    if ((!is_one_of(source, strings) || from.array) && !between_boolean_and_integer) sql << "::text";
    sql << "::" << to;
    return sql.take();
}

}  // namespace migrator::diff
