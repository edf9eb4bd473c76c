// Reading printed expressions token by token, so that quotes and literals are never taken for something else.
#include "migrator/catalog/expression.hpp"

#include <algorithm>
#include <cctype>

namespace migrator {

namespace {

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (static_cast<unsigned char>(c) & 0x80) != 0;
}

bool is_space(char c) {
    return std::isspace(static_cast<unsigned char>(c)) != 0;
}

// The end of a quoted piece that starts at `start`; a doubled quote goes on.
std::size_t quoted_end(std::string_view sql, std::size_t start, bool has_escapes) {
    const char quote = sql[start];
    for (std::size_t i = start + 1; i < sql.size(); ++i) {
        if (has_escapes && sql[i] == '\\') {
            ++i;
        } else if (sql[i] == quote) {
            if (i + 1 < sql.size() && sql[i + 1] == quote)
                ++i;
            else
                return i + 1;
        }
    }
    return sql.size();
}

std::size_t token_end(std::string_view sql, std::size_t start) {
    const char first = sql[start];
    if (first == '"') return quoted_end(sql, start, false);
    if (first == '\'') return quoted_end(sql, start, false);
    if (first == 'E' && start + 1 < sql.size() && sql[start + 1] == '\'') return quoted_end(sql, start + 1, true);
    if (!is_word(first)) return start + (sql.substr(start, 2) == "::" ? 2 : 1);
    std::size_t end = start;
    while (end < sql.size() && is_word(sql[end]))
        ++end;
    return end;
}

// The place of the bracket that closes the one at `open`; the number of tokens when there is none.
std::size_t closing(const std::vector<std::string_view>& tokens, std::size_t open) {
    int depth = 0;
    for (std::size_t i = open; i < tokens.size(); ++i) {
        if (tokens[i] == "(" || tokens[i] == "[") ++depth;
        if ((tokens[i] == ")" || tokens[i] == "]") && --depth == 0) return i;
    }
    return tokens.size();
}

// How many tokens a type takes: `text`, `character varying`, `public.mood`, `numeric(10,2)`.
std::size_t type_end(const std::vector<std::string_view>& tokens, std::size_t start) {
    std::size_t end = start;
    while (end < tokens.size() && (is_word(tokens[end].front()) || tokens[end].front() == '"' || tokens[end] == "."))
        ++end;
    if (end < tokens.size() && tokens[end] == "(") end = closing(tokens, end) + 1;
    return std::min(end, tokens.size());
}

std::vector<std::string> split_elements(const std::vector<std::string>& tokens) {
    std::vector<std::string> elements(1);
    int depth = 0;
    for (const std::string& token : tokens) {
        if (token == "(" || token == "[") ++depth;
        if (token == ")" || token == "]") --depth;
        if (token == "," && depth == 0)
            elements.emplace_back();
        else
            elements.back() += (elements.back().empty() ? "" : " ") + token;
    }
    return elements;
}

// With the cast of an array in its elements, and no parentheses around a single cast operand.
std::string canonical(const std::string& text) {
    const std::vector<std::string_view> views = sql_tokens(text);
    std::string result;
    const auto put = [&](std::string_view token) { (result += result.empty() ? "" : " ") += token; };
    for (std::size_t i = 0; i < views.size(); ++i) {
        const bool starts_array =
            views[i] == "(" && i + 2 < views.size() && views[i + 1] == "ARRAY" && views[i + 2] == "[";
        const std::size_t end = starts_array ? closing(views, i) : views.size();
        const std::size_t type = end + 2;
        const bool is_cast = type < views.size() && views[end + 1] == "::" && views[end - 1] == "]";
        const std::size_t after = is_cast ? type_end(views, type) : 0;
        if (!is_cast || after + 1 >= views.size() || views[after] != "[" || views[after + 1] != "]") {
            put(views[i]);
            continue;
        }
        std::string type_text;
        for (std::size_t k = type; k < after; ++k)
            (type_text += type_text.empty() ? "" : " ") += views[k];
        put("ARRAY");
        put("[");
        const char* separator = "";
        const std::vector<std::string> inner(views.begin() + static_cast<std::ptrdiff_t>(i) + 3,
                                             views.begin() + static_cast<std::ptrdiff_t>(end) - 1);
        for (const std::string& element : split_elements(inner)) {
            result += separator + (" ( " + element) + " ) :: " + type_text;
            separator = " ,";
        }
        put("]");
        i = after + 1;
    }
    return result;
}

std::string unquoted(std::string_view token) {
    if (token.size() < 2 || token.front() != '"') return std::string(token);
    std::string name;
    for (std::size_t i = 1; i + 1 < token.size(); ++i) {
        name += token[i];
        if (token[i] == '"') ++i;
    }
    return name;
}

bool is_plain(const std::string& name) {
    return !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0 &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || c == '_' || std::isdigit(static_cast<unsigned char>(c)) != 0;
           });
}

std::string as_name(const std::string& name) {
    if (is_plain(name)) return name;
    std::string quoted = "\"";
    for (const char c : name) {
        quoted += c;
        if (c == '"') quoted += c;
    }
    return quoted + "\"";
}

}  // namespace

std::vector<std::string_view> sql_tokens(std::string_view sql) {
    std::vector<std::string_view> tokens;
    for (std::size_t start = 0; start < sql.size();) {
        if (is_space(sql[start])) {
            ++start;
            continue;
        }
        const std::size_t end = token_end(sql, start);
        tokens.push_back(sql.substr(start, end - start));
        start = end;
    }
    return tokens;
}

std::string without_outer_parentheses(std::string text) {
    if (text.size() < 2 || text.front() != '(' || text.back() != ')') return text;
    const std::vector<std::string_view> tokens = sql_tokens(text);
    if (closing(tokens, 0) + 1 != tokens.size()) return text;
    return text.substr(1, text.size() - 2);
}

bool same_expression(const std::string& first, const std::string& second) {
    return first == second || (first.find("ARRAY[") != std::string::npos &&
                               second.find("ARRAY[") != std::string::npos && canonical(first) == canonical(second));
}

std::string with_name_replaced(const std::string& sql, const std::string& from, const std::string& to) {
    std::string result;
    const char* written = sql.data();
    for (const std::string_view token : sql_tokens(sql)) {
        const bool is_name = (is_word(token.front()) || token.front() == '"') && unquoted(token) == from;
        if (!is_name) continue;
        result.append(written, token.data());
        result += as_name(to);
        written = token.data() + token.size();
    }
    return result.append(written, sql.data() + sql.size());
}

bool mentions_name(const std::string& sql, const std::string& name) {
    const std::vector<std::string_view> tokens = sql_tokens(sql);
    return std::any_of(tokens.begin(), tokens.end(), [&](std::string_view token) {
        return (is_word(token.front()) || token.front() == '"') && unquoted(token) == name;
    });
}

}  // namespace migrator
