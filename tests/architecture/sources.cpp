// Reading the tree.
#include "sources.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace architecture {

namespace fs = std::filesystem;

std::string Source::module() const {
    const std::size_t first = path.find('/');
    const std::string room = path.substr(0, first);
    const std::size_t second = path.find('/', first + 1);
    return room == "migrator" && second != std::string::npos ? path.substr(0, second) : room;
}

std::vector<Source> read_sources(const std::vector<std::string>& rooms) {
    const fs::path root = PROJECT_SOURCE_TREE;
    std::vector<Source> sources;
    for (const std::string& room : rooms)
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / room)) {
            const fs::path extension = entry.path().extension();
            if (!entry.is_regular_file() || (extension != ".hpp" && extension != ".cpp")) continue;
            Source source;
            source.path = fs::relative(entry.path(), root).generic_string();
            std::ifstream file(entry.path());
            for (std::string line; std::getline(file, line);)
                source.lines.push_back(line);
            sources.push_back(std::move(source));
        }
    std::sort(sources.begin(), sources.end(), [](const Source& a, const Source& b) { return a.path < b.path; });
    return sources;
}

std::vector<Include> includes_of(const Source& source) {
    constexpr std::string_view keyword = "#include ";
    std::vector<Include> includes;
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
        const std::string& line = source.lines[i];
        if (line.compare(0, keyword.size(), keyword) != 0) continue;
        const std::size_t end = line.find_first_of(">\"", keyword.size() + 1);
        if (end == std::string::npos) continue;
        includes.push_back(
            {line.substr(keyword.size() + 1, end - keyword.size() - 1), line[keyword.size()] == '"', i + 1});
    }
    return includes;
}

}  // namespace architecture
