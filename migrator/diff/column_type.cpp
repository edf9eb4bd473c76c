// Column types: when two are the same, and when a change needs USING.
#include <algorithm>
#include <array>
#include <string_view>

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/diff/casts.hpp"
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
    // "interval second(3)" is an interval.
    return base.starts_with("interval ") ? "interval" : base;
}

SqlType element_of(SqlType type) {
    type.array = false;
    return type;
}

std::string written(const SqlType& type) {
    SqlWriter sql;
    sql << type;
    return sql.take();
}

bool is_document(const std::string& base) {
    return base == "json" || base == "jsonb";
}

// A change of type: `value` is SQL, the column or one element of it.
struct Conversion {
    std::string value;
    SqlType from;
    SqlType to;
    std::string source = base_of(from);
    std::string target = base_of(to);

    std::string cast(const std::string& way = {}) const { return value + way + "::" + written(to); }
    std::string through(const char* type) const { return cast(std::string("::") + type + (from.array ? "[]" : "")); }

    bool is_assigned() const {
        if (from.array == to.array) return (from.named == to.named && source == target) || casts_by_itself();
        return !to.array && is_string(target);
    }
    bool casts_by_itself() const { return cast_between(source, target) == Cast::assignment; }

    // Of a boolean and a number, of which PostgreSQL casts integers only.
    std::optional<std::string> between_boolean_and_number() const {
        if (source == "boolean") return through("integer");
        if (from.array) return is_integer(source) ? std::optional(through("integer")) : std::nullopt;
        return value + " <> 0";
    }

    // Of a scalar and a scalar, or an array and an array. None: no value could be read.
    std::optional<std::string> written_out() const {
        if (cast_between(source, target) == Cast::on_request) return cast();
        if ((source == "boolean" && is_number(target)) || (is_number(source) && target == "boolean"))
            return between_boolean_and_number();
        if ((source == "money" && is_number(target)) || (is_number(source) && target == "money"))
            return through("numeric");
        if (is_document(target) && !to.array && (from.array || !is_string(source)))
            return "to_" + target + "(" + value + ")";
        if (is_string(source)) return from.array ? cast("::text") : cast();
        if (is_document(source) && !from.array) return "(" + value + " #>> '{}')::" + written(to);
        if (is_cast_known(source) && is_cast_known(target)) return std::nullopt;
        return cast("::text");
    }

    std::optional<std::string> run() const {
        if (is_assigned()) return std::string();
        if (to.array && !from.array && !is_string(source)) return into_array();
        if (from.array && !to.array && !is_document(target))
            return Conversion{value + "[1]", element_of(from), to}.written_whole();
        return written_out();
    }

    std::optional<std::string> written_whole() const { return is_assigned() ? cast() : written_out(); }

    // ARRAY[NULL] would be an array, and no NULL.
    std::optional<std::string> into_array() const {
        const auto element = Conversion{value, from, element_of(to)}.run();
        if (!element) return std::nullopt;
        return "CASE WHEN " + value + " IS NOT NULL THEN ARRAY[" + (element->empty() ? value : *element) +
               "]::" + written(to) + " END";
    }
};

}  // namespace

bool same_column_type(const ObjectName& table, const Column& from, const Column& to, const CompareOptions& options) {
    const bool texts_differ = from.type.text != to.type.text || !(from.type.named == to.type.named) ||
                              from.type.array != to.type.array || from.collation != to.collation;
    return !options.compare_type.differ(table, from, to, texts_differ);
}

std::optional<std::string> using_expression(const std::string& column, const SqlType& from, const SqlType& to) {
    SqlWriter name;
    name << Identifier{column};
    return Conversion{name.take(), from, to}.run();
}

}  // namespace migrator::diff
