// pg_dump prints a comment with the name before each object; what follows is its text.
#include "dump_text.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "tests/ddl/schema_dump.hpp"

namespace convergence {

namespace {

// "WITH (b='2', a='1')" with its parameters in order: pg_dump keeps the order in which they were set.
std::string with_sorted_parameters(const std::string& line) {
    const std::string begin = "WITH (";
    const std::size_t end = line.rfind(')');
    if (line.rfind(begin, 0) != 0 || end == std::string::npos) return line;
    std::istringstream list(line.substr(begin.size(), end - begin.size()));
    std::set<std::string> parameters;
    for (std::string parameter; std::getline(list >> std::ws, parameter, ',');)
        parameters.insert(parameter);
    std::string sorted;
    for (const std::string& parameter : parameters)
        sorted += (sorted.empty() ? "" : ", ") + parameter;
    return begin + sorted + line.substr(end);
}

using Objects = std::map<std::string, std::multiset<std::string>>;

Objects objects_in(const std::string& dump) {
    Objects objects;
    std::string name;
    std::istringstream text(dump);
    for (std::string line; std::getline(text, line);) {
        const std::string begin = "-- Name: ";
        if (line.rfind(begin, 0) == 0) name = line.substr(begin.size());
        if (line.empty() || line.rfind("--", 0) == 0) continue;
        if (line.ends_with(',')) line.pop_back();
        objects[name].insert(with_sorted_parameters(line));
    }
    return objects;
}

std::string text_of(const Objects& objects) {
    std::string text;
    for (const auto& [name, lines] : objects) {
        text += "-- Name: " + name + "\n";
        for (const std::string& line : lines)
            text += line + "\n";
    }
    return text;
}

}  // namespace

std::string comparable_dump(const std::string& url, const std::string& options) {
    return text_of(objects_in(migrator::testing::schema_dump(url, options)));
}

std::string difference_of_dumps(const std::string& now, const std::string& wanted) {
    if (now == wanted) return {};
    const Objects is = objects_in(now);
    Objects rest = objects_in(wanted);
    std::string text;
    const auto add = [&](const std::string& sign, const std::string& name, const std::multiset<std::string>& lines,
                         const std::multiset<std::string>& others) {
        std::multiset<std::string> only;
        std::set_difference(lines.begin(), lines.end(), others.begin(), others.end(), std::inserter(only, only.end()));
        for (const std::string& line : only)
            text += sign + name + " | " + line + "\n";
    };
    for (const auto& [name, lines] : is)
        add("- ", name, lines, rest[name]);
    for (const auto& [name, lines] : rest) {
        const auto found = is.find(name);
        add("+ ", name, lines, found == is.end() ? std::multiset<std::string>{} : found->second);
    }
    return text.empty() ? "the dumps have other objects\n" : text;
}

}  // namespace convergence
