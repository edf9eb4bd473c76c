// Comparing the text of described structs with their descriptions.
#include "migrator/testing/model_sources.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

namespace migrator::testing {

namespace {

namespace fs = std::filesystem;

// What the files of a directory say.
struct Sources {
    std::map<std::string, std::vector<std::string>> members_of = {};  // by struct
    std::vector<std::string> described = {};                          // structs that a describe() is declared for
    std::string text = {};                                            // all of it
};

bool is_name_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// The name that begins at `at`.
std::string name_at(const std::string& text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && is_name_character(text[end]))
        ++end;
    return text.substr(at, end - at);
}

// "    std::optional<int> count = {};  ///< of guests" -> "count"; empty for a line that declares no member.
std::string member_of_line(std::string line) {
    line = line.substr(0, line.find("//"));
    const std::size_t semicolon = line.rfind(';');
    if (semicolon == std::string::npos || line.find('(') != std::string::npos) return {};
    for (const char* word : {"using ", "static ", "friend "})
        if (line.find(word) != std::string::npos) return {};
    std::size_t end = std::min({line.find('='), line.find('{'), semicolon});
    while (end > 0 && !is_name_character(line[end - 1]))
        --end;
    std::size_t begin = end;
    while (begin > 0 && is_name_character(line[begin - 1]))
        --begin;
    return line.substr(begin, end - begin);
}

void read_header(const fs::path& path, Sources& sources) {
    std::ifstream file(path);
    std::string current;
    for (std::string line; std::getline(file, line);) {
        sources.text += line + "\n";
        constexpr std::string_view opening = "struct ";
        constexpr std::string_view builder = "TableBuilder<";
        if (line.starts_with(opening) && line.ends_with("{") && line.find('<') == std::string::npos) {
            current = name_at(line, opening.size());
        } else if (line.starts_with("}")) {
            current.clear();
        } else if (const std::size_t at = line.find(builder);
                   at != std::string::npos && line.find("describe(") != std::string::npos) {
            sources.described.push_back(name_at(line, at + builder.size()));
        } else if (!current.empty()) {
            if (std::string member = member_of_line(line); !member.empty())
                sources.members_of[current].push_back(std::move(member));
        }
    }
}

Sources read_sources(const fs::path& directory) {
    Sources sources;
    for (const fs::directory_entry& entry : fs::directory_iterator(directory)) {
        if (entry.path().extension() == ".hpp") read_header(entry.path(), sources);
        if (entry.path().extension() != ".cpp") continue;
        std::ifstream file(entry.path());
        std::stringstream text;
        text << file.rdbuf();
        sources.text += text.str();
    }
    std::sort(sources.described.begin(), sources.described.end());
    return sources;
}

bool is_described(const Sources& sources, const std::string& name, const std::string& member) {
    const std::string use = "&" + name + "::" + member;
    for (std::size_t at = sources.text.find(use); at != std::string::npos; at = sources.text.find(use, at + 1))
        if (!is_name_character(sources.text[at + use.size()])) return true;
    return false;
}

}  // namespace

std::vector<std::string> find_forgotten_models(const Environment& environment, const fs::path& directory) {
    std::vector<std::string> mistakes;
    const Sources sources = read_sources(directory);
    for (const std::string& name : sources.described) {
        const auto members = sources.members_of.find(name);
        if (members == sources.members_of.end()) continue;
        for (const std::string& member : members->second)
            if (!is_described(sources, name, member))
                mistakes.push_back("member \"" + member + "\" of struct " + name +
                                   " has no column: write table.column<&" + name + "::" + member + ">() in describe()");
    }
    if (environment.models == nullptr) {
        mistakes.push_back("the environment has no models");
        return mistakes;
    }
    const auto models = environment.models();
    if (!models.has_value()) {
        mistakes.push_back(summary(models.assume_error()));
        return mistakes;
    }
    const std::vector<std::string>& listed = models.assume_value().structs;
    for (const std::string& name : sources.described)
        if (std::find(listed.begin(), listed.end(), name) == listed.end())
            mistakes.push_back("struct " + name + " is described and in no list of models: add it to models_of<…>()");
    return mistakes;
}

}  // namespace migrator::testing
