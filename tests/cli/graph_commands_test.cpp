// The commands that ask no database, and the files that they write.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "console.hpp"
#include "golden.hpp"
#include "migrator/cli/drawing.hpp"
#include "tavern.hpp"
#include "tests/errors/must.hpp"
#include "tests/revision/chains.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace migrator;
using namespace migrator::testing;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

std::string read_text(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// The only file in a directory.
fs::path only_file(const fs::path& directory) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(directory))
        files.push_back(entry.path());
    REQUIRE(files.size() == 1);
    return files.front();
}

bool has_no_file(const fs::path& directory) {
    return fs::directory_iterator(directory) == fs::directory_iterator();
}

// Sets a variable for one case.
class Variable {
 public:
    Variable(const char* name, const std::string& value) : name_(name) { ::setenv(name, value.c_str(), 1); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;
    ~Variable() { ::unsetenv(name_); }

 private:
    const char* name_;
};

}  // namespace

TEST_CASE("heads and branches are listed as lines, blocks and JSON") {
    const Console console(forked_tavern());
    for (const char* command : {"heads", "branches"}) {
        const std::string name = command;
        check_golden(name + ".txt", console.run(name).out);
        check_golden(name + "_verbose.txt", console.run(name + " --verbose").out);
        check_golden(name + ".json", console.run(name + " --json").out);
    }
    const Console whole(tavern());
    check_golden("heads_of_trees.txt", whole.run("heads").out);
    CHECK(Console(small_tavern()).run("branches").out.empty());
    CHECK(Console(small_tavern()).run("branches --json").out == "[]\n");
}

TEST_CASE("RC46 a head on which another revision depends is left out when asked") {
    const auto chain = Chain()
                           .add("q1", {})
                           .add("q2", {"q1"})
                           .add("q3", {"q2"})
                           .add("t1", {})
                           .add("t2", {"t1"})
                           .add("t3", {"t2"})
                           .add("q4", {"q3"}, {"t3"})
                           .add("q5", {"q4"})
                           .add("a1", {})
                           .add("a2", {"a1"});
    const Environment environment{chain.list()};
    const Console console(environment);
    const auto ids = [&](const std::string& command) {
        std::string list;
        for (const auto& head : nlohmann::json::parse(console.run(command).out))
            list += head["revision"].get<std::string>() + " ";
        return list;
    };
    CHECK(ids("heads --json") == "t3 q5 a2 ");
    CHECK(ids("heads --resolve-dependencies --json") == "q5 a2 ");
}

TEST_CASE("show tells all about a revision") {
    const Console console(tavern());
    check_golden("show.txt", console.run("show aaaa00000002").out);
    check_golden("show_verbose.txt", console.run("show aaaa00000001 --verbose").out);
    check_golden("show_breaking.txt", console.run("show cccc").out);
    check_golden("show_merge.txt", console.run("show dddd00000001").out);
    check_golden("show_irreversible.txt", console.run("show eeee00000001").out);
    check_golden("show.json", console.run("show eeee00000001 --json").out);
    CHECK_THAT(console.run("show rooms").out, Contains("revision bbbb00000001"));
    CHECK(console.run("show deadbeef").code == 64);
    CHECK(console.run("show base").code == 64);
    CHECK(console.run("show aaaa").code == 64);
    CHECK_THAT(console.run("show aaaa").err, Contains("aaaa00000001, aaaa00000002"));
    CHECK(console.run("show current").code == 16);
}

TEST_CASE("history without a database lists what is compiled in") {
    const Console console(tavern());
    check_golden("history_compiled.txt", console.run("history --no-database").out);
    check_golden("history_graph.txt", console.run("history --no-database --graph").out);
    check_golden("history_verbose.txt", console.run("history --no-database --verbose -r rooms:eeee00000001").out);
    CHECK(console.run("history --no-database -r nonsense").code == 64);
    CHECK_THAT(console.run("history --no-database -r nonsense").err, Contains("START:END"));
    CHECK(console.run("history").code == 16);
}

TEST_CASE("a graph is drawn with a lane for each branch") {
    const auto drawn = [](const Chain& chain) {
        const Registry registry = must(Registry::create(chain.list()));
        const Graph& graph = registry.graph();
        const auto all = registry.nodes_at(
            graph.newest_first(graph.descendants(Registry::positions_of(registry.bases()), Lineage::parents)));
        std::string text;
        for (const cli::DrawnLine& line : cli::draw(registry, all))
            text += line.drawing + (line.node == nullptr ? "" : " " + line.node->id) + "\n";
        return text;
    };
    CHECK(drawn(Chain().add("a", {}).add("b", {"a"})) == "* b\n* a\n");
    CHECK(drawn(Chain().add("a", {}).add("b", {"a"}).add("c", {"a"}).add("m", {"b", "c"})) ==
          "* m\n"
          "|-.\n"
          "* | b\n"
          "| * c\n"
          "|-'\n"
          "* a\n");
    CHECK(drawn(Chain().add("a", {}).add("x", {})) == "* a\n* x\n");
}

TEST_CASE("RC10 RC12 a merge is written as a file beside its parents, or where it is told") {
    const gestaloka::test::TemporaryDirectory directory;
    const Console console(forked_tavern());
    const std::string where = " --directory " + directory.path().string();
    SECTION("of all heads") {
        const Answer answer = console.run("merge heads -m 'Merge rooms and moods' --rev-id dddd00000001" + where);
        CHECK(answer.err.empty());
        const fs::path file = only_file(directory.path());
        CHECK_THAT(file.filename().string(), Contains("_dddd00000001_merge_rooms_and_moods.cpp"));
        check_golden("merge_file.txt", read_text(file));
        CHECK(answer.out == "wrote " + file.string() + ": dddd00000001 merges bbbb00000001 and cccc00000001\n");
    }
    SECTION("of named heads, as JSON, with an id of its own and a message by default") {
        const auto json = nlohmann::json::parse(console.run("merge rooms moods --json" + where).out);
        CHECK(json["revises"] == nlohmann::json{"bbbb00000001", "cccc00000001"});
        CHECK(json["revision"].get<std::string>().size() == 12);
        CHECK_THAT(read_text(only_file(directory.path())), Contains("merge bbbb00000001 and cccc00000001"));
    }
    SECTION("not of one, not of what includes each other, not of what is no head") {
        CHECK_THAT(console.run("merge rooms" + where).err, Contains("a merge needs at least two revisions"));
        CHECK_THAT(console.run("merge rooms aaaa00000002 --splice" + where).err, Contains("overlaps"));
        CHECK_THAT(console.run("merge rooms aaaa00000001" + where).err,
                   Contains("revision aaaa00000001 is not a head revision") && Contains("specify --splice"));
        CHECK(has_no_file(directory.path()));
    }
    SECTION("RC15 not with an id that the commands could not read") {
        const auto refusal = [&](const std::string& id) {
            const Answer answer = console.run("merge heads --rev-id " + id + where);
            CHECK(answer.code == 64);
            return answer.err;
        };
        CHECK_THAT(refusal("no-dashes"), Contains("character(s) '-' not allowed in revision identifier 'no-dashes'"));
        CHECK_THAT(refusal("no@atsigns"), Contains("character(s) '@' not allowed"));
        CHECK_THAT(refusal("no:colons"), Contains("character(s) ':' not allowed"));
        CHECK_THAT(refusal("no+plussignseither"), Contains("character(s) '+' not allowed"));
        CHECK_THAT(refusal("no@atsigns-ordashes"), Contains("character(s) '-', '@' not allowed"));
        CHECK_THAT(refusal("aaaa00000001"), Contains("is taken by"));
        CHECK(has_no_file(directory.path()));
    }
    SECTION("RC44 not into a directory that is not there") {
        const Answer answer = console.run("merge heads");
        CHECK(answer.code == 64);
        CHECK_THAT(answer.err, Contains("the directory revisions is not there") && Contains("--directory"));
    }
}

TEST_CASE("RC33 edit opens the file of a revision in the user's editor") {
    const gestaloka::test::TemporaryDirectory directory;
    fs::create_directory(directory.path() / "revisions");
    const RegisteredRevision& first = small_tavern().revisions.front();
    std::ofstream(directory.path() / first.file) << "text";
    const fs::path before = fs::current_path();
    fs::current_path(directory.path());
    const Console console(small_tavern());
    {
        const Variable editor("EDITOR", "printf edited >");
        CHECK(console.run("edit aaaa00000001").code == 0);
        CHECK(read_text(directory.path() / first.file) == "edited");
        CHECK_THAT(console.run("edit head").err, Contains("is not there"));
        CHECK_THAT(console.run("edit base").err, Contains("no revision files indicated by symbol 'base'"));
        CHECK(console.run("edit deadbeef").code == 64);
    }
    const Variable broken("EDITOR", "false");
    CHECK_THAT(console.run("edit aaaa00000001").err, Contains("the editor \"false\" failed"));
    fs::current_path(before);
}
