// Reading what a document shows of a console.
#include "console.hpp"

#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>

namespace gestaloka::docs {

std::string read_document(const std::string& path_in_the_tree) {
    std::ifstream file(std::string(PROJECT_SOURCE_TREE "/") + path_in_the_tree);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

std::vector<Exchange> read_console(const std::string& document, const std::string& first_line) {
    std::vector<Exchange> exchanges;
    bool inside = false;
    for (const std::string& line : lines_of(document)) {
        if (inside && line.rfind("```", 0) == 0) break;
        if (!inside && line == first_line) inside = true;
        if (!inside) continue;
        if (line.rfind("$ ", 0) == 0)
            exchanges.push_back({line.substr(2), {}});
        else if (!exchanges.empty())
            exchanges.back().answer.push_back(line);
    }
    return exchanges;
}

std::string without_times(const std::string& line) {
    static const std::regex timestamp(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z)");
    static const std::regex duration(R"(\d+(\.\d+)? m?s\b)");
    return std::regex_replace(std::regex_replace(line, timestamp, "TIME"), duration, "DURATION");
}

bool is_as_shown(const std::string& line, const std::string& shown) {
    static const std::string anything = "…";
    std::size_t place = 0;
    std::size_t start = 0;
    bool is_first = true;
    while (true) {
        const std::size_t end = shown.find(anything, start);
        const std::string part = shown.substr(start, end == std::string::npos ? end : end - start);
        const bool is_last = end == std::string::npos;
        if (is_first) {
            if (line.rfind(part, 0) != 0) return false;
            place = part.size();
        } else if (is_last) {
            return line.size() >= place + part.size() && line.substr(line.size() - part.size()) == part;
        } else {
            place = line.find(part, place);
            if (place == std::string::npos) return false;
            place += part.size();
        }
        if (is_last) return place == line.size();
        is_first = false;
        start = end + anything.size();
    }
}

}  // namespace gestaloka::docs
