// A line is words with spaces between them.
#include "migrator/revision/replaced.hpp"

#include <algorithm>
#include <sstream>

namespace migrator {

Result<std::vector<ReplacedRevision>> parse_replaced(const std::string& lines) {
    std::vector<ReplacedRevision> all;
    std::istringstream text(lines);
    for (std::string line; std::getline(text, line);) {
        std::istringstream words(line);
        ReplacedRevision replaced;
        std::string compatibility;
        if (!(words >> replaced.id)) continue;
        words >> compatibility >> replaced.checksum;
        if (replaced.checksum.empty() || (compatibility != "additive" && compatibility != "breaking"))
            return failure(ErrorKind::usage,
                           "the line \"" + line + "\" of .replaces is not \"ID additive|breaking CHECKSUM PARENT…\"");
        replaced.breaking = compatibility == "breaking";
        for (std::string parent; words >> parent;)
            replaced.parents.push_back(parent);
        const bool is_twice =
            std::any_of(all.begin(), all.end(), [&](const ReplacedRevision& other) { return other.id == replaced.id; });
        if (is_twice) return failure(ErrorKind::usage, "it replaces " + replaced.id + " twice");
        all.push_back(std::move(replaced));
    }
    if (all.empty()) return failure(ErrorKind::usage, ".replaces names no revision");
    return all;
}

std::string line_of(const ReplacedRevision& replaced) {
    std::string line = replaced.id + (replaced.breaking ? " breaking " : " additive ") + replaced.checksum;
    for (const std::string& parent : replaced.parents)
        line += " " + parent;
    return line;
}

}  // namespace migrator
