// Alembic's 176 scenarios (paths RG, lookup RM, commands RC) are tests, each named by its id.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

namespace {

namespace fs = std::filesystem;

std::string read_text(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// The ids in the names of cases and sections, and in those of CMake's tests.
std::set<std::string> ids_in_names() {
    static const std::regex name(R"((TEST_CASE|SECTION)\(\s*"([^"]*)\"|# (R[GMC]\d\d[^\n]*))");
    static const std::regex id(R"(R[GMC]\d\d)");
    std::set<std::string> ids;
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(TEST_SOURCE_DIR))) {
        const fs::path& path = entry.path();
        const bool is_cmake = path.extension() == ".cmake";
        if (path.extension() != ".cpp" && !is_cmake) continue;
        const std::string text = read_text(path);
        for (std::sregex_iterator found(text.begin(), text.end(), name), end; found != end; ++found) {
            if ((*found)[3].matched && !is_cmake) continue;
            const std::string words = (*found)[2].str() + (*found)[3].str();
            for (std::sregex_iterator one(words.begin(), words.end(), id); one != end; ++one)
                ids.insert(one->str());
        }
    }
    return ids;
}

// RG01 to RG76, RM01 to RM50, RC01 to RC50.
std::set<std::string> all_ids() {
    std::set<std::string> ids;
    for (const auto& [kind, count] : {std::pair("RG", 76), std::pair("RM", 50), std::pair("RC", 50)})
        for (int number = 1; number <= count; ++number)
            ids.insert(kind + std::string(number < 10 ? "0" : "") + std::to_string(number));
    return ids;
}

}  // namespace

TEST_CASE("each of the 176 scenarios has a test of its id") {
    const std::set<std::string> wanted = all_ids();
    REQUIRE(wanted.size() == 176);
    const std::set<std::string> found = ids_in_names();
    std::string missing;
    for (const std::string& id : wanted)
        if (found.count(id) == 0) missing += id + " ";
    CHECK(missing == "");
}
