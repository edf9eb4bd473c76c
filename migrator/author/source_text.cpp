// Catalog values as C++ source.
#include "migrator/author/source_text.hpp"

#include <charconv>
#include <map>
#include <optional>

#include "migrator/author/braces.hpp"

namespace migrator::author {

namespace {

std::string escaped(std::string_view text) {
    static constexpr char digits[] = "01234567";
    std::string result = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (c == '\n') {
            result += "\\n";
        } else if (c == '\t') {
            result += "\\t";
        } else if (byte < 0x20 || byte == 0x7F) {
            // Octal escapes end after three digits; hexadecimal ones would swallow what follows.
            result += '\\';
            result += digits[byte >> 6];
            result += digits[(byte >> 3) & 7];
            result += digits[byte & 7];
        } else {
            result += c;
        }
    }
    return result + '"';
}

// Built-in types without arguments, and the function that makes each.
const std::map<std::string, std::string, std::less<>>& plain_types() {
    static const std::map<std::string, std::string, std::less<>> types = {
        {"boolean", "boolean()"},
        {"smallint", "smallint()"},
        {"integer", "integer()"},
        {"bigint", "bigint()"},
        {"real", "real()"},
        {"double precision", "double_precision()"},
        {"numeric", "numeric()"},
        {"text", "text()"},
        {"character varying", "varchar()"},
        {"bytea", "bytea()"},
        {"uuid", "uuid()"},
        {"json", "json()"},
        {"jsonb", "jsonb()"},
        {"date", "date()"},
        {"time without time zone", "time_of_day()"},
        {"timestamp without time zone", "timestamp()"},
        {"timestamp with time zone", "timestamptz()"},
        {"interval", "interval()"},
        {"inet", "inet()"},
    };
    return types;
}

// The text between `before` and a final ')'.
std::optional<std::string> arguments_after(const std::string& spelling, std::string_view before) {
    if (spelling.rfind(before, 0) != 0 || spelling.back() != ')') return {};
    std::string arguments = spelling.substr(before.size(), spelling.size() - before.size() - 1);
    if (arguments.empty() || arguments.find_first_not_of("0123456789,-") != std::string::npos) return {};
    return arguments;
}

std::string source_of_spelling(const std::string& spelling) {
    if (const auto known = plain_types().find(spelling); known != plain_types().end()) return known->second;
    if (const auto length = arguments_after(spelling, "character varying(")) return "varchar(" + *length + ")";
    if (const auto length = arguments_after(spelling, "character(")) return "character(" + *length + ")";
    if (const auto arguments = arguments_after(spelling, "numeric("))
        if (const std::size_t comma = arguments->find(','); comma != std::string::npos) {
            const std::string scale = arguments->substr(comma + 1);
            return "numeric(" + arguments->substr(0, comma) + (scale == "0" ? ")" : ", " + scale + ")");
        }
    return "sql_type(" + source_of_text(spelling) + ")";
}

}  // namespace

std::string source_of_text(std::string_view text) {
    const bool is_raw = text.find('\n') != std::string_view::npos && text.find(")sql\"") == std::string_view::npos &&
                        text.find('\r') == std::string_view::npos && text.find('\0') == std::string_view::npos;
    return is_raw ? "R\"sql(" + std::string(text) + ")sql\"" : escaped(text);
}

std::string source_of_texts(const std::vector<std::string>& texts) {
    Braces braces;
    for (const std::string& text : texts)
        braces.add(source_of_text(text));
    return braces.text();
}

std::string source_of(const ObjectName& name) {
    if (name.schema.empty()) return source_of_text(name.name);
    return "{" + source_of_text(name.schema) + ", " + source_of_text(name.name) + "}";
}

std::string source_of(const SqlType& type) {
    std::string source;
    if (!type.named.name.empty()) {
        source = "named_type(" + source_of(type.named) + ")";
    } else if (type.serial) {
        source = type.text == "smallint" ? "smallserial()" : type.text == "bigint" ? "bigserial()" : "serial()";
    } else {
        source = source_of_spelling(type.text);
    }
    return type.array ? "array_of(" + source + ")" : source;
}

std::string source_of(const SequenceOptions& options) {
    Braces braces;
    const auto number = [&braces](const char* name, const std::optional<long long>& value) {
        if (value) braces.field(name, std::to_string(*value));
    };
    number("start", options.start);
    number("increment", options.increment);
    number("min_value", options.min_value);
    number("max_value", options.max_value);
    number("cache", options.cache);
    braces.flag("cycle", options.cycle);
    return braces.text();
}

std::string source_of(const Sequence& sequence) {
    Braces braces("Sequence");
    braces.field("name", source_of(sequence.name));
    if (!(sequence.type == SqlType{})) braces.field("type", source_of(sequence.type));
    if (!(sequence.options == SequenceOptions{})) braces.field("options", source_of(sequence.options));
    if (!sequence.owned_by_column.empty()) {
        braces.field("owned_by_table", source_of(sequence.owned_by_table));
        braces.quoted("owned_by_column", sequence.owned_by_column);
    }
    return braces.quoted("comment", sequence.comment).text();
}

std::string source_of(const Identity& identity) {
    Braces braces("Identity");
    const bool always = identity.kind == Identity::Kind::always;
    braces.field("kind", always ? "Identity::Kind::always" : "Identity::Kind::by_default");
    if (!(identity.options == SequenceOptions{})) braces.field("options", source_of(identity.options));
    return braces.text();
}

std::string source_of(const Column& column) {
    std::string source = "column(" + source_of_text(column.name) + ", " + source_of(column.type) + ")";
    if (!column.nullable && !column.type.serial && !column.identity) source += ".not_null()";
    if (column.default_expression) source += ".server_default(" + source_of_text(*column.default_expression) + ")";
    if (column.generated_expression) source += ".generated_as(" + source_of_text(*column.generated_expression) + ")";
    if (column.identity) {
        const bool always = column.identity->kind == Identity::Kind::always;
        source += always ? ".identity_always(" : ".identity_by_default(";
        if (!(column.identity->options == SequenceOptions{})) source += source_of(column.identity->options);
        source += ")";
    }
    if (!column.collation.empty()) source += ".collate(" + source_of_text(column.collation) + ")";
    if (!column.comment.empty()) source += ".with_comment(" + source_of_text(column.comment) + ")";
    return source;
}

std::string source_of(const EnumUse& use) {
    Braces braces;
    braces.field("table", source_of(use.table)).quoted("column", use.column);
    if (use.default_expression) braces.field("default_expression", source_of_text(*use.default_expression));
    braces.flag("array", use.array);
    return braces.text();
}

namespace {

struct ValueSource {
    std::string operator()(std::monostate) const { return "Value()"; }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(long long value) const { return std::to_string(value) + "LL"; }
    std::string operator()(double value) const {
        char text[40];
        const auto end = std::to_chars(text, text + sizeof text, value).ptr;
        std::string source(text, end);
        // NaN and infinity have no literal; PostgreSQL reads the text.
        if (source.find_first_not_of("0123456789.e+-") != std::string::npos) return "std::string(\"" + source + "\")";
        return source.find_first_of(".e") == std::string::npos ? source + ".0" : source;
    }
    std::string operator()(const std::string& value) const { return "std::string(" + source_of_text(value) + ")"; }
};

}  // namespace

std::string source_of(const Value& value) {
    return std::visit(ValueSource{}, value);
}

}  // namespace migrator::author
