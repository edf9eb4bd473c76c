// What is called with the file of a new revision: a formatter, one that is not there, and one that fails.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "console.hpp"
#include "tavern.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace migrator;
using namespace migrator::testing;
using Catch::Matchers::Contains;
using gestaloka::test::TemporaryDirectory;

namespace {

namespace fs = std::filesystem;

constexpr int usage = 64;

// A place for revisions, and a program beside it that is called with each of them.
struct Desk {
    Desk() { fs::create_directory(files); }

    // Writes a shell script, and has it called.
    void use_script(const std::string& text) {
        const fs::path script = directory.path() / "formatter";
        std::ofstream(script) << "#!/bin/sh\n" << text << "\n";
        fs::permissions(script, fs::perms::owner_all);
        environment.author.post_write = {script.string(), "--style=tavern"};
    }
    Answer revise(const std::string& options = {}) const {
        Answer answer = Console(environment)
                            .run("revision -m 'Add the beds of a room' --rev-id abcd00000001 " + options +
                                 " --directory " + files.string());
        UNSCOPED_INFO(answer.out << answer.err);
        return answer;
    }
    fs::path file() const {
        const std::vector<fs::path> list{fs::directory_iterator(files), fs::directory_iterator()};
        REQUIRE(list.size() == 1);
        return list.front();
    }
    std::string text() const {
        std::ifstream input(file());
        return {std::istreambuf_iterator<char>(input), {}};
    }

    Environment environment{small_tavern().revisions};
    TemporaryDirectory directory;
    fs::path files = directory.path() / "revisions";
};

}  // namespace

TEST_CASE("a formatter is called once with the written file behind its own arguments, and nothing is noted") {
    Desk desk;
    const fs::path calls = desk.directory.path() / "calls";
    desk.use_script("echo \"$@\" >> '" + calls.string() + "'\necho '// formatted' >> \"$2\"");
    const Answer answer = desk.revise();
    CHECK(answer.code == 0);
    CHECK_THAT(answer.out, Contains("wrote " + desk.file().string()) && !Contains("note: "));
    CHECK_THAT(desk.text(), Contains(".revises = {\"aaaa00000002\"}") && Catch::Matchers::EndsWith("// formatted\n"));
    std::ifstream input(calls);
    CHECK(std::string(std::istreambuf_iterator<char>(input), {}) == "--style=tavern " + desk.file().string() + "\n");
}

TEST_CASE("a dry run calls no formatter") {
    Desk desk;
    desk.use_script("exit 1");
    CHECK(desk.revise("--dry-run").code == 0);
    CHECK(fs::is_empty(desk.files));
}

TEST_CASE("a formatter that is not installed is noted, and the file is as it was written") {
    Desk desk;
    desk.environment.author.post_write = {"format-of-the-tavern", "-i"};
    const Answer answer = desk.revise();
    CHECK(answer.code == 0);
    CHECK_THAT(answer.out, Contains("note: format-of-the-tavern is not installed: the file is not formatted\n") &&
                               Contains("wrote " + desk.file().string()));
    const std::string written = desk.text();
    fs::remove(desk.file());
    const auto json = nlohmann::json::parse(desk.revise("--json").out);
    CHECK(json.at("notes") == nlohmann::json({"format-of-the-tavern is not installed: the file is not formatted"}));
    CHECK(json.at("file") == desk.file().string());
    fs::remove(desk.file());
    desk.environment.author.post_write = {};
    CHECK_THAT(desk.revise().out, !Contains("note: "));
    CHECK(desk.text() == written);
}

TEST_CASE("a formatter that fails is told with its words and the file, which stays") {
    Desk desk;
    desk.use_script("echo 'the quill is broken' >&2\nexit 3");
    const Answer answer = desk.revise();
    CHECK(answer.code == usage);
    CHECK_THAT(answer.err, Contains("/formatter failed") && Contains("the quill is broken") &&
                               Contains(desk.file().string() + " is written and stays"));
    CHECK_THAT(desk.text(), Contains(".revises = {\"aaaa00000002\"}"));
}
