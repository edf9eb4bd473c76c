// Which rows are written: this program runs some of its own cases, which nobody else asks for.
#include "tests/support/fault_results.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "tests/support/process.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace gestaloka::faults;
using namespace gestaloka::test;

TEST_CASE("T101: holds", "[.told]") {
    const int value = GENERATE(1, 2, 3);
    CHECK(value > 0);
    tell({"T101", "fault", "required", "seen", 1, value * 1.5});
}

TEST_CASE("T102: holds first", "[.told]") {
    tell({"T102", "fault", "required", "seen", 1});
}

TEST_CASE("T102: fails later", "[.told]") {
    tell({"T102", "fault", "required", "seen", 1});
    CHECK(std::getenv("FAULT_RESULTS") == nullptr);
}

TEST_CASE("T103: cannot be shown", "[.told]") {
    not_shown("T103", "no dragon");
}

namespace {

std::map<std::string, std::string> rows_after(const std::filesystem::path& folder, const std::string& cases) {
    Process process({"/proc/self/exe", {cases}, {{"FAULT_RESULTS", folder.string()}}});
    REQUIRE(process.wait(std::chrono::seconds(60)).has_value());
    std::map<std::string, std::string> rows;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "exe")) {
        std::ifstream file(entry.path());
        rows[entry.path().filename().string()] = {std::istreambuf_iterator<char>(file), {}};
    }
    return rows;
}

}  // namespace

TEST_CASE("a fault's row is there only when each of its cases was run and has passed") {
    const TemporaryDirectory directory;
    const std::filesystem::path folder = directory.path();
    std::filesystem::create_directory(folder / "exe");
    for (const char* const stale : {"T101.row", "T102.row"})
        std::ofstream(folder / "exe" / stale) << "of an older run";
    SECTION("all of them") {
        CHECK(rows_after(folder, "[.told]") ==
              std::map<std::string, std::string>{{"T101.row", "| T101 | fault | required | seen | 3 | 4.5 |\n"},
                                                 {"T103.row", "| T103 |  |  | not shown: no dragon | 0 | – |\n"}});
    }
    SECTION("one of two") {
        const auto rows = rows_after(folder, "T102: holds first");
        CHECK(rows.count("T101.row") == 1);
        CHECK(rows.count("T102.row") == 0);
    }
}
