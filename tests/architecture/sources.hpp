// The sources of the tree, as the checks of its architecture read them.
#pragma once

#include <string>
#include <vector>

namespace architecture {

struct Source {
    std::string path;  ///< relative to the root, e.g. "migrator/run/apply.cpp"
    std::vector<std::string> lines;

    bool is_header() const { return path.size() > 4 && path.compare(path.size() - 4, 4, ".hpp") == 0; }
    /// E.g. "migrator/run"; "migrator" for a file at its top; "tests" for all tests.
    std::string module() const;
};

struct Include {
    std::string target;  ///< as written between the quotes or the brackets
    bool is_ours = false;
    std::size_t line = 0;  ///< from 1
};

/// All .hpp and .cpp files below the given rooms of the tree, sorted by path.
std::vector<Source> read_sources(const std::vector<std::string>& rooms);

/// The include lines of a source.
std::vector<Include> includes_of(const Source& source);

}  // namespace architecture
