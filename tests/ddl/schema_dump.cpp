// Running the pg_dump that belongs to the newest installed server.
#include "schema_dump.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "migrator/cluster/binaries.hpp"
#include "tests/errors/must.hpp"

namespace migrator::testing {

namespace {

std::string in_shell_quotes(const std::string& text) {
    std::string out = "'";
    for (const char c : text)
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

// Without \restrict and \unrestrict, which carry a new random word each time.
std::string without_restrict_lines(const std::string& dump) {
    std::istringstream lines(dump);
    std::string text;
    for (std::string line; std::getline(lines, line);)
        if (line.rfind("\\restrict", 0) != 0 && line.rfind("\\unrestrict", 0) != 0) text += line + "\n";
    return text;
}

}  // namespace

std::string schema_dump(const std::string& url, const std::string& options) {
    const auto binaries = must(cluster::find_binaries(cluster::search_of_this_machine({})));
    const std::string command = in_shell_quotes((binaries.directory / "pg_dump").string()) +
                                " --schema-only --no-password " + options + " --dbname=" + in_shell_quotes(url) +
                                " 2>&1";
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
    std::string text;
    std::array<char, 4096> buffer{};
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
        text.append(buffer.data(), count);
    if (::pclose(pipe) != 0) throw std::runtime_error(command + "\n" + text);
    return without_restrict_lines(text);
}

std::string difference(const std::string& first, const std::string& second) {
    const auto lines_of = [](const std::string& text) {
        std::istringstream lines(text);
        std::vector<std::string> result;
        for (std::string line; std::getline(lines, line);)
            result.push_back(line);
        return result;
    };
    std::vector<std::string> former = lines_of(first);
    const std::vector<std::string> latter = lines_of(second);
    if (former == latter) return {};
    std::string text;
    for (const std::string& line : latter) {
        const auto same = std::find(former.begin(), former.end(), line);
        if (same == former.end())
            text += "+ " + line + "\n";
        else
            former.erase(same);
    }
    for (const std::string& line : former)
        text += "- " + line + "\n";
    return text.empty() ? "another order of lines" : text;
}

}  // namespace migrator::testing
