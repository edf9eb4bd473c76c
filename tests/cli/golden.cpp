// Reading, comparing and, when asked, writing the golden files.
#include "golden.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

namespace migrator::testing {

namespace {

std::string read_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

std::string normalised(const std::string& text) {
    static const std::regex time(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)");
    static const std::regex duration(R"(\b\d+(\.\d+)? ?(us|ms|s|m)\b)");
    return std::regex_replace(std::regex_replace(text, time, "<time>"), duration, "<duration>");
}

void check_golden(const std::string& name, const std::string& text) {
    const std::filesystem::path path = std::filesystem::path(TEST_SOURCE_DIR) / "cli/golden" / name;
    const std::string actual = normalised(text);
    INFO("golden file tests/cli/golden/" << name << "; GOLDEN_UPDATE=1 writes it anew");
    if (std::getenv("GOLDEN_UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << actual;
    CHECK(actual == read_text(path));
}

}  // namespace migrator::testing
