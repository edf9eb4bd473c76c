// Generated files of every kind of operation, and the formatter that the tree is formatted with.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "migrator/author/formatter.hpp"
#include "migrator/author/revision_file.hpp"
#include "tests/author/sample_cases.hpp"
#include "tests/errors/must.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace migrator;
using namespace migrator::testing;

TEST_CASE("a generated file that the formatter has had is formatted, whatever operations it holds") {
    const gestaloka::test::TemporaryDirectory directory;
    std::filesystem::copy_file(PROJECT_SOURCE_TREE "/.clang-format", directory.path() / ".clang-format");
    std::vector<std::string> check = {"clang-format-14", "--style=file", "--dry-run", "-Werror"};
    for (const author_test::SampleCase& sample : author_test::sample_cases()) {
        author::NewRevision revision;
        revision.id = sample.id;
        revision.message = sample.message;
        revision.upgrade = sample.upgrade;
        const author::RevisionFile file = author::write_revision(revision);
        std::ofstream(directory.path() / file.name) << file.text;
        if (!must(author::run_post_write({"clang-format-14", "-i"}, directory.path() / file.name)).empty()) {
            WARN("clang-format-14 is not installed: no generated file is shown to it");
            return;
        }
        check.push_back(file.name);
    }
    gestaloka::test::Process formatter({.program = "/usr/bin/env", .arguments = check, .directory = directory.path()});
    const auto status = formatter.wait(gestaloka::test::patience);
    INFO(formatter.errors());
    REQUIRE(status);
    CHECK(status->code == 0);
}
