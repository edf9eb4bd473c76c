// The page "From struct to migration": its commands are run and its patch is applied in the project that it makes.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/docs/console.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace gestaloka::docs;
using namespace gestaloka::test;

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes patience{10};

// A block of the page: its language, and its lines.
struct Block {
    std::string language;
    std::vector<std::string> lines;
};

std::vector<Block> blocks_of(const std::string& document) {
    std::vector<Block> blocks;
    bool inside = false;
    for (const std::string& line : lines_of(document)) {
        if (line.rfind("```", 0) != 0) {
            if (inside) blocks.back().lines.push_back(line);
            continue;
        }
        inside = !inside;
        if (inside) blocks.push_back({line.substr(3), {}});
    }
    return blocks;
}

std::vector<Exchange> exchanges_of(const Block& block) {
    std::vector<Exchange> exchanges;
    for (const std::string& line : block.lines)
        if (line.rfind("$ ", 0) == 0)
            exchanges.push_back({line.substr(2), {}});
        else if (!exchanges.empty())
            exchanges.back().answer.push_back(line);
    return exchanges;
}

// An empty directory to work in, the server on the PATH, and the library installed where CMake looks for it.
class Desk {
 public:
    Desk() {
        run("cmake --install '" BUILD_DIRECTORY "' --prefix prefix");
        fs::copy(PROJECT_SOURCE_TREE "/.clang-format", directory_.path() / ".clang-format");
    }

    std::vector<std::string> run(const std::string& command) {
        const std::string prefix = (directory_.path() / "prefix").string();
        // Line by line, as on a terminal, so that results and errors stay in order.
        Process shell({.program = "/usr/bin/stdbuf",
                       .arguments = {"-oL", "/bin/bash", "-c", "{ " + command + "\n} 2>&1"},
                       .environment = {{"CMAKE_PREFIX_PATH", prefix},
                                       {"CXX", TEST_COMPILER},
                                       {"PATH", fs::path(GESTALOKA_SERVER_BINARY).parent_path().string() + ":" +
                                                    std::getenv("PATH")}},
                       .directory = directory_.path()});
        const auto status = shell.wait(patience);
        INFO(command << "\n" << shell.output() << shell.errors());
        REQUIRE(status);
        return lines_of(shell.output());
    }

    void patch(const Block& block) {
        std::ofstream file(directory_.path() / "tavern" / "nickname.diff");
        for (const std::string& line : block.lines)
            file << line << "\n";
        file.close();
        run("cd tavern && patch -p1 < nickname.diff");
    }

 private:
    TemporaryDirectory directory_;
};

// The printed lines are those shown, where "…" stands for anything within a line and "..." for any lines.
void check_answer(const std::vector<std::string>& printed, const std::vector<std::string>& shown) {
    std::size_t place = 0;
    bool something_left_out = false;
    for (const std::string& line : shown) {
        if (line == "...") {
            something_left_out = true;
            continue;
        }
        while (something_left_out && place < printed.size() && !is_as_shown(printed[place], line))
            ++place;
        something_left_out = false;
        INFO("shown: " << line << "\nprinted: " << (place < printed.size() ? printed[place] : "nothing"));
        REQUIRE(place < printed.size());
        CHECK(is_as_shown(printed[place], line));
        ++place;
    }
    CHECK((something_left_out || place == printed.size()));
}

}  // namespace

TEST_CASE("the page from struct to migration does what it says") {
    Desk desk;
    std::size_t commands = 0;
    for (const Block& block : blocks_of(read_document("docs/from_struct_to_migration.md"))) {
        if (block.language == "diff") desk.patch(block);
        if (block.language != "console") continue;
        for (const Exchange& exchange : exchanges_of(block)) {
            INFO(exchange.command);
            const std::vector<std::string> printed = desk.run(exchange.command);
            std::string all;
            for (const std::string& line : printed)
                all += line + "\n";
            INFO(all);
            check_answer(printed, exchange.answer);
            ++commands;
        }
    }
    CHECK(commands >= 15);
}
