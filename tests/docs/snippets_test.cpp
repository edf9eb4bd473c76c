// The C++ that the documents show is taken from sources that the build compiles.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "console.hpp"

namespace fs = std::filesystem;

namespace {

struct Snippet {
    std::string document;
    std::size_t line = 0;
    std::vector<std::string> parts;  ///< between the lines that say that something is left out
};

std::string read_file(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

// What stays when line breaks and indentation, which the document may choose, are taken away.
std::string squeezed(const std::string& text) {
    std::string result;
    for (const char c : text)
        if (std::isspace(static_cast<unsigned char>(c)) == 0) result += c;
    return result;
}

std::string trimmed(const std::string& line) {
    const std::size_t begin = line.find_first_not_of(' ');
    return begin == std::string::npos ? "" : line.substr(begin, line.find_last_not_of(' ') + 1 - begin);
}

std::vector<fs::path> documents() {
    const fs::path root = PROJECT_SOURCE_TREE;
    std::vector<fs::path> found = {root / "README.md", root / "migrator/README.md"};
    for (const fs::directory_entry& entry : fs::directory_iterator(root / "docs"))
        if (entry.path().extension() == ".md") found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<Snippet> snippets_of(const fs::path& document) {
    std::vector<Snippet> snippets;
    std::istringstream lines(read_file(document));
    bool inside = false;
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (!inside && line.rfind("```cpp", 0) == 0) {
            inside = true;
            snippets.push_back({document.filename().string(), number, {""}});
        } else if (inside && line.rfind("```", 0) == 0) {
            inside = false;
        } else if (inside && (trimmed(line) == "..." || trimmed(line) == "…" || trimmed(line) == "// …")) {
            snippets.back().parts.emplace_back();
        } else if (inside) {
            snippets.back().parts.back() += line + "\n";
        }
    }
    return snippets;
}

std::vector<std::string> compiled_sources() {
    std::vector<std::string> texts;
    for (const char* room : {"schema", "tests", "gestaloka_server", "migrator"})
        for (const fs::directory_entry& entry :
             fs::recursive_directory_iterator(fs::path(PROJECT_SOURCE_TREE) / room)) {
            const fs::path extension = entry.path().extension();
            if (entry.is_regular_file() && (extension == ".cpp" || extension == ".hpp"))
                texts.push_back(squeezed(read_file(entry.path())));
        }
    return texts;
}

// The prose of a document, without its blocks and its words of code.
std::string without_code(const std::string& document) {
    std::string prose;
    std::istringstream lines(document);
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        const bool is_fence = line.rfind("```", 0) == 0;
        if (is_fence) inside = !inside;
        if (inside || is_fence) continue;
        bool is_code = false;
        for (const char c : line) {
            if (c == '`') is_code = !is_code;
            if (!is_code && c != '`') prose += c;
        }
        prose += '\n';
    }
    return prose;
}

bool shows(const std::string& source, const Snippet& snippet) {
    std::size_t from = 0;
    for (const std::string& part : snippet.parts) {
        const std::string wanted = squeezed(part);
        from = source.find(wanted, from);
        if (from == std::string::npos) return false;
        from += wanted.size();
    }
    return true;
}

}  // namespace

TEST_CASE("each C++ snippet of the documents stands in a source that is compiled") {
    const std::vector<std::string> sources = compiled_sources();
    std::size_t count = 0;
    for (const fs::path& document : documents())
        for (const Snippet& snippet : snippets_of(document)) {
            ++count;
            INFO(snippet.document << ", line " << snippet.line);
            CHECK(std::any_of(sources.begin(), sources.end(),
                              [&](const std::string& source) { return shows(source, snippet); }));
        }
    CHECK(count > 5);
}

TEST_CASE("what the README shows of the guide is what the guide shows, whose commands are run") {
    const auto exchanges = gestaloka::docs::read_console(read_file(fs::path(PROJECT_SOURCE_TREE) / "README.md"),
                                                         "$ build/tavern migrate check; echo \"exit code $?\"");
    REQUIRE(exchanges.size() == 2);
    const std::string guide = read_file(fs::path(PROJECT_SOURCE_TREE) / "docs/from_struct_to_migration.md");
    for (const gestaloka::docs::Exchange& exchange : exchanges) {
        std::string shown = "$ cd tavern && " + exchange.command + "\n";
        for (const std::string& line : exchange.answer)
            shown += line + "\n";
        INFO(shown);
        CHECK(guide.find(shown) != std::string::npos);
    }
}

TEST_CASE("the links between the documents lead somewhere") {
    for (const fs::path& document : documents()) {
        const std::string text = without_code(read_file(document));
        for (std::size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at + 1)) {
            std::string target = text.substr(at + 2, text.find(')', at) - at - 2);
            if (target.find("://") != std::string::npos) continue;
            target = target.substr(0, target.find('#'));
            INFO(document << " links to " << target);
            CHECK((target.empty() || fs::exists(document.parent_path() / target)));
        }
    }
}
