// The README's first screen: what it shows is what the server prints.
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>

#include "tests/support/process.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace gestaloka::test;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

// The lines of the first block of code that begins with `first_line`.
std::vector<std::string> block(const std::string& document, const std::string& first_line) {
    std::vector<std::string> found;
    bool inside = false;
    for (const std::string& line : lines_of(document)) {
        const bool is_fence = line.rfind("```", 0) == 0;
        if (inside && is_fence) return found;
        if (!inside && line == first_line) inside = true;
        if (inside) found.push_back(line);
    }
    return found;
}

// Times differ from run to run.
std::string without_times(const std::string& line) {
    const std::regex timestamp(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z)");
    const std::regex duration(R"(\d+(\.\d+)? m?s\b)");
    return std::regex_replace(std::regex_replace(line, timestamp, "TIME"), duration, "DURATION");
}

}  // namespace

TEST_CASE("the README shows what the server prints") {
    std::ifstream file(PROJECT_SOURCE_TREE "/README.md");
    const std::string readme{std::istreambuf_iterator<char>(file), {}};
    const auto shown = block(readme, "$ gestaloka_server --migrate-only");
    REQUIRE(shown.size() > 6);

    const TemporaryDirectory directory;
    std::vector<std::string> printed;
    for (int run = 0; run < 2; ++run) {
        Process server(
            {.program = GESTALOKA_SERVER_BINARY, .arguments = {"--migrate-only"}, .directory = directory.path()});
        const auto status = server.wait(std::chrono::seconds(120));
        REQUIRE(status);
        INFO(server.errors());
        REQUIRE(status->code == 0);
        printed.emplace_back("$ gestaloka_server --migrate-only");
        for (const std::string& line : lines_of(server.errors()))
            printed.push_back(without_times(line));
    }

    auto place = printed.begin();
    bool something_left_out = false;
    for (const std::string& line : shown) {
        if (line == "...") {
            something_left_out = true;
            continue;
        }
        const std::string wanted = without_times(line);
        if (something_left_out) place = std::find(place, printed.end(), wanted);
        something_left_out = false;
        INFO("README: " << line);
        REQUIRE(place != printed.end());
        CHECK(*place == wanted);
        ++place;
    }
    CHECK(place == printed.end());
}
