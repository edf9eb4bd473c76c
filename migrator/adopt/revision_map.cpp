// Map files, and what a mapped version includes.
#include "migrator/adopt/revision_map.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "migrator/support/try.hpp"

namespace migrator {

Result<RevisionMap> parse_revision_map(const std::string& text) {
    RevisionMap map;
    std::istringstream lines(text);
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        std::istringstream words(line.substr(0, line.find('#')));
        std::string version;
        std::string revision;
        std::string more;
        if (!(words >> version)) continue;
        if (!(words >> revision) || (words >> more))
            return failure(ErrorKind::usage,
                           "line " + std::to_string(number) + " of the map is not \"VERSION REVISION\"");
        if (!map.emplace(version, revision).second)
            return failure(ErrorKind::usage,
                           "line " + std::to_string(number) + " of the map names version " + version + " again");
    }
    return map;
}

Result<RevisionMap> read_revision_map(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) return failure(ErrorKind::usage, "the map " + file.string() + " cannot be read");
    auto map = parse_revision_map(text.str());
    if (map.has_value()) return map;
    return failure(std::move(map).assume_error().within(file.string()));
}

namespace {

// A database inside of what a squash replaces is none that it could be.
const RevisionNode* find_at(const Registry& registry, const std::string& id) {
    if (const RevisionNode* node = registry.find(id)) return node;
    const RevisionNode* squash = registry.find_replacing(id);
    return squash != nullptr && squash->history_id() == id ? squash : nullptr;
}

}  // namespace

Result<std::vector<const RevisionNode*>> applied_at(const std::vector<std::string>& versions, const RevisionMap& map,
                                                    const Registry& registry) {
    std::vector<const RevisionNode*> tops;
    for (const std::string& version : versions) {
        const auto mapped = map.find(version);
        const std::string id = mapped != map.end() ? mapped->second : version;
        if (mapped != map.end() && id == "base") continue;
        const RevisionNode* node = find_at(registry, id);
        if (node == nullptr)
            return failure(
                Error(ErrorKind::usage, "version " + version + " is none of the compiled-in revisions" +
                                            (mapped != map.end() ? ": the map names " + id : std::string()))
                    .hint("tell with --map FILE which revision makes the same: a line \"" + version + " REVISION\""));
        tops.push_back(node);
    }
    std::vector<const RevisionNode*> applied;
    for (const RevisionNode& node : registry.revisions())
        if (std::any_of(tops.begin(), tops.end(),
                        [&](const RevisionNode* top) { return registry.is_ancestor_or_self(node, *top); }))
            applied.push_back(&node);
    return applied;
}

}  // namespace migrator
