// Named pairs of schemas: each folder of cases/ holds from.sql and to.sql, and perhaps rows.sql, left_alone.sql (what
// only the first one has, and keeps), refused.txt (a part of the refusal that is expected), irreversible.txt (a part of
// the reason why there is no way back), without_dump.txt (why pg_dump cannot tell the same), other_rows.txt or
// other_rows_back.txt (kept rows that print otherwise after the way there or back).
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "convergence.hpp"

namespace {

std::string text_of(const std::filesystem::path& file) {
    std::ifstream input(file);
    std::stringstream text;
    text << input.rdbuf();
    return text.str();
}

std::string line_of(const std::filesystem::path& file) {
    const std::string text = text_of(file);
    return text.substr(0, text.find('\n'));
}

// psql reads more into a script than a session does; a spread of the cases shows that.
constexpr std::size_t cases_a_psql = 8;

std::vector<std::filesystem::path> case_folders() {
    std::vector<std::filesystem::path> folders;
    for (const auto& entry : std::filesystem::directory_iterator(TEST_SOURCE_DIR "/acceptance/convergence/cases"))
        folders.push_back(entry.path());
    std::sort(folders.begin(), folders.end());
    return folders;
}

}  // namespace

TEST_CASE("each named pair of schemas converges, and its inverse leads back") {
    std::size_t number = 0;
    for (const auto& folder : case_folders()) {
        const bool is_by_psql = number++ % cases_a_psql == 0;
        // `-c NAME` runs one of them.
        DYNAMIC_SECTION(folder.filename().string()) {
            const convergence::Case pair{
                .from = text_of(folder / "from.sql"),
                .to = text_of(folder / "to.sql"),
                .rows = text_of(folder / "rows.sql"),
                .left_alone = text_of(folder / "left_alone.sql"),
                .refused = line_of(folder / "refused.txt"),
                .irreversible = line_of(folder / "irreversible.txt"),
                .other_rows = text_of(folder / "other_rows.txt"),
                .other_rows_back = text_of(folder / "other_rows_back.txt"),
                .applied_by = is_by_psql ? convergence::AppliedBy::psql : convergence::AppliedBy::session};
            std::string failure;
            try {
                const bool has_dump = !std::filesystem::exists(folder / "without_dump.txt");
                failure =
                    convergence::failure_of(pair, has_dump ? convergence::Dump::compared : convergence::Dump::left_out);
            } catch (const std::exception& error) {
                failure = error.what();
            }
            CHECK(failure == "");
        }
    }
}

TEST_CASE("the cases that the page about comparing names are there") {
    const std::string page = text_of(PROJECT_SOURCE_TREE "/docs/diff.md");
    const std::string table = page.substr(page.find("| Alembic"));
    const std::regex name("`([a-z0-9_]+)`");
    std::size_t count = 0;
    for (std::sregex_iterator match(table.begin(), table.end(), name), end; match != end; ++match, ++count) {
        INFO((*match)[1].str());
        CHECK(std::filesystem::exists(TEST_SOURCE_DIR "/acceptance/convergence/cases/" + (*match)[1].str()));
    }
    CHECK(count > 40);
}

TEST_CASE("there are at least 150 named pairs") {
    CHECK(case_folders().size() >= 150);
}
