// The blocks of the documents that show a console: what is typed and what is answered.
#pragma once

#include <string>
#include <vector>

namespace gestaloka::docs {

/// A line that begins with "$ ", and the lines below it.
struct Exchange {
    std::string command;
    std::vector<std::string> answer;
};

std::string read_document(const std::string& path_in_the_tree);
std::vector<std::string> lines_of(const std::string& text);

/// The exchanges of the first block of code whose first line is `first_line`.
std::vector<Exchange> read_console(const std::string& document, const std::string& first_line);

/// The line with its points in time and its durations taken out, since they differ from run to run.
std::string without_times(const std::string& line);

/// True when `line` is `shown`, in which each "…" stands for anything.
bool is_as_shown(const std::string& line, const std::string& shown);

}  // namespace gestaloka::docs
