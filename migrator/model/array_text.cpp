// PostgreSQL's text form of arrays (manual, "Array Input and Output Syntax").
#include "migrator/model/array_text.hpp"

namespace migrator::model {

namespace {

// Every element is quoted, which always means the text itself; only NULL is not.
void add_element(std::string& array, const std::optional<std::string>& element) {
    if (!element) {
        array += "NULL";
        return;
    }
    array += '"';
    for (const char c : *element) {
        if (c == '"' || c == '\\') array += '\\';
        array += c;
    }
    array += '"';
}

// Takes the element at the front of `text`; false when there is none.
bool take_element(std::string_view& text, std::optional<std::string>& element) {
    std::string value;
    const bool is_quoted = !text.empty() && text.front() == '"';
    if (is_quoted) text.remove_prefix(1);
    while (!text.empty()) {
        const char c = text.front();
        if (is_quoted ? c == '"' : (c == ',' || c == '}')) break;
        if (!is_quoted && (c == '"' || c == '{')) return false;
        text.remove_prefix(1);
        if (c != '\\') {
            value += c;
        } else if (!text.empty()) {
            value += text.front();
            text.remove_prefix(1);
        }
    }
    if (text.empty() || (!is_quoted && value.empty())) return false;
    if (is_quoted) text.remove_prefix(1);
    if (is_quoted || value != "NULL") element = std::move(value);
    return true;
}

}  // namespace

std::string print_array(const std::vector<std::optional<std::string>>& elements) {
    std::string array = "{";
    for (const std::optional<std::string>& element : elements) {
        if (array.size() > 1) array += ',';
        add_element(array, element);
    }
    return array + '}';
}

std::optional<std::vector<std::optional<std::string>>> parse_array(std::string_view text) {
    std::vector<std::optional<std::string>> elements;
    if (text == "{}") return elements;
    if (text.empty() || text.front() != '{') return {};
    do {
        text.remove_prefix(1);
        if (!take_element(text, elements.emplace_back())) return {};
    } while (!text.empty() && text.front() == ',');
    if (text != "}") return {};
    return elements;
}

}  // namespace migrator::model
