// Types of columns against those that their members stand for.
#include "migrator/model/column_fit.hpp"

#include <algorithm>
#include <charconv>
#include <map>

namespace migrator::model {

namespace {

using Types = std::vector<std::string_view>;

const Types strings = {"text", "character varying", "character"};
const Types integers = {"smallint", "integer", "bigint"};
const Types numbers = {"smallint", "integer", "bigint", "numeric", "real", "double precision"};
const Types timestamps = {"timestamp without time zone", "timestamp with time zone"};

Types both(Types first, const Types& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

// By the type that a member stands for: which columns take its values. A text is also what stands for another type.
const std::map<std::string_view, Types>& fitting_types() {
    static const Types texts = both(strings, {"uuid", "inet", "cidr", "json", "jsonb", "bytea"});
    static const std::map<std::string_view, Types> types = {
        {"text", texts},
        {"character varying", texts},
        {"boolean", {"boolean"}},
        {"smallint", both(integers, {"numeric"})},
        {"integer", both(integers, {"numeric"})},
        {"bigint", both(integers, {"numeric"})},
        {"real", numbers},
        {"double precision", numbers},
        {"numeric", numbers},
        {"uuid", both(strings, {"uuid"})},
        {"bytea", {"bytea"}},
        {"inet", both(strings, {"inet", "cidr"})},
        {"date", {"date"}},
        {"time without time zone", {"time without time zone"}},
        {"interval", {"interval"}},
        {"timestamp without time zone", timestamps},
        {"timestamp with time zone", timestamps},
        {"json", both(strings, {"json", "jsonb"})},
        {"jsonb", both(strings, {"json", "jsonb"})},
    };
    return types;
}

bool is_one_of(std::string_view type, const Types& types) {
    return std::ranges::find(types, type) != types.end();
}

// Without length or precision; empty for a type that the database defines.
std::string base_of(const SqlType& type) {
    std::string base = type.text;
    const std::size_t open = base.find('(');
    const std::size_t close = base.find(')', open);
    if (open != std::string::npos && close != std::string::npos) base.erase(open, close - open + 1);
    return base;
}

std::string shown(const SqlType& type) {
    return (type.named.name.empty() ? type.text : type.named.name) + (type.array ? "[]" : "");
}

bool has_fraction(const SqlType& type) {
    return type.text.starts_with("numeric(") && !type.text.ends_with(",0)") && type.text.find(',') != std::string::npos;
}

bool fits(const SqlType& member, const SqlType& column) {
    const std::string source = base_of(member);
    const std::string target = base_of(column);
    if (!column.named.name.empty() || (target != "character" && !fitting_types().contains(target))) return true;
    const bool is_text = is_one_of(source, strings);
    if (member.array != column.array) return is_text && !member.array;
    // An enum type of the database.
    if (!member.named.name.empty()) return is_one_of(target, strings);
    const auto fitting = fitting_types().find(source);
    if (fitting == fitting_types().end()) return true;
    return is_one_of(target, fitting->second) && !(is_one_of(source, integers) && has_fraction(column));
}

std::size_t character_count(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// The n of "character varying(n)"; 0 when there is none.
std::size_t length_of(const SqlType& type) {
    std::size_t length = 0;
    const std::size_t open = type.text.find('(');
    if (open != std::string::npos && type.text.starts_with("character"))
        std::from_chars(type.text.data() + open + 1, type.text.data() + type.text.size(), length);
    return length;
}

std::string defect_of_labels(const Column& column, const Field& field) {
    const std::size_t length = length_of(column.type);
    if (field.labels == nullptr || length == 0) return {};
    for (const LabelText& label : field.labels())
        if (character_count(label.text) > length)
            return "has column \"" + column.name + "\" of the type " + shown(column.type) +
                   ", which is too short for the label \"" + std::string(label.text) + "\"";
    return {};
}

}  // namespace

std::string defect_of_types(const Description& description) {
    for (std::size_t i = 0; i < description.fields.size(); ++i) {
        const Column& column = description.table.columns[i];
        const Field& field = description.fields[i];
        if (field.standard_type == nullptr) continue;
        if (const SqlType member = field.standard_type(); !fits(member, column.type))
            return "has column \"" + column.name + "\" of the type " + shown(column.type) +
                   ", but its member holds values of " + shown(member);
        if (std::string defect = defect_of_labels(column, field); !defect.empty()) return defect;
    }
    return {};
}

}  // namespace migrator::model
