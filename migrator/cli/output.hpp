// What the commands print: aligned text for people, JSON for machines.
#pragma once

#include <iosfwd>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace migrator::cli {

/// Rows of cells, each column as wide as its widest cell. No space at the end of a line.
class TextTable {
 public:
    void add_row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    /// Each row on a line of its own that begins with `indent`.
    void print(std::ostream& out, const std::string& indent = "") const;

 private:
    std::vector<std::vector<std::string>> rows_;
};

/// With two spaces a level and a final line end; bytes that are no UTF-8 are replaced.
void print_json(const nlohmann::ordered_json& value, std::ostream& out);

/// "a, b and c"; "" for none.
std::string join_words(const std::vector<std::string>& words);

/// "1 revision", "2 revisions".
std::string count_of(std::size_t count, const std::string& noun);

}  // namespace migrator::cli
