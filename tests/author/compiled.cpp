// All files are one translation unit: the headers are read once.
#include "tests/author/compiled.hpp"

#include <dlfcn.h>
#include <sys/wait.h>

#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "migrator/ddl/render.hpp"
#include "tests/errors/must.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace migrator;

namespace author_test {

namespace {

struct Outcome {
    int code = 0;
    std::string output = {};
};

Outcome run(const std::string& command) {
    FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe))
        output += static_cast<char>(c);
    return {::pclose(pipe), output};
}

// Returns the file that includes those of all revisions.
std::string write_unit(const std::string& directory, const std::vector<author::NewRevision>& revisions, Text text) {
    const std::string path = directory + "/revisions.cpp";
    std::ofstream unit(path);
    for (const author::NewRevision& revision : revisions) {
        const author::RevisionFile file = author::write_revision(revision);
        std::ofstream(directory + "/" + file.name) << (text == Text::decided ? decided(file.text) : file.text);
        unit << "#include \"" << file.name << "\"\n";
    }
    return path;
}

// clang gives up after twenty errors.
#ifdef __clang__
constexpr const char* all_errors = " -ferror-limit=0";
#else
constexpr const char* all_errors = " -fmax-errors=0";
#endif

std::string compile_command(const std::string& unit) {
    return TEST_COMPILER " " TEST_CXX_FLAGS
                         " -std=c++20 -O0 -Wall -Wextra -Wpedantic -Wshadow -Werror -I" PROJECT_SOURCE_TREE " " +
           unit;
}

}  // namespace

std::string decided(const std::string& source) {
    std::istringstream lines(source);
    std::string text;
    bool in_question = false;
    for (std::string line; std::getline(lines, line);) {
        in_question = in_question || line.find("UNDECIDED(") != std::string::npos;
        if (!in_question) text += line + "\n";
        if (line.ends_with(");")) in_question = false;
    }
    return text;
}

std::string compiler_output(const std::vector<author::NewRevision>& revisions, Text text) {
    const gestaloka::test::TemporaryDirectory directory;
    const Outcome outcome =
        run(compile_command(write_unit(directory.path().string(), revisions, text)) + " -fsyntax-only" + all_errors);
    CHECK((outcome.code == 0) == outcome.output.empty());
    return outcome.output;
}

std::map<std::string, const Revision*> load(const std::vector<author::NewRevision>& revisions) {
    const gestaloka::test::TemporaryDirectory directory;
    const std::string path = directory.path().string();
    const std::string unit = write_unit(path, revisions, Text::decided);
    const Outcome outcome = run(compile_command(unit) + " -fPIC -shared -o " + path + "/revisions.so");
    INFO(outcome.output);
    REQUIRE(outcome.code == 0);
    // Never unloaded: the registries of this program point into it.
    void* const library = ::dlopen((path + "/revisions.so").c_str(), RTLD_NOW | RTLD_NODELETE);
    INFO((library == nullptr ? ::dlerror() : ""));
    REQUIRE(library != nullptr);
    std::map<std::string, const Revision*> loaded;
    for (const author::NewRevision& revision : revisions) {
        loaded[revision.id] = static_cast<const Revision*>(::dlsym(library, ("revision_" + revision.id).c_str()));
        INFO(revision.id);
        REQUIRE(loaded[revision.id] != nullptr);
    }
    return loaded;
}

Registry registry_of(const std::string& id, const Revision* revision) {
    return testing::must(Registry::create({{id.c_str(), "revision.cpp", revision}}));
}

std::string sql_of(const std::vector<Operation>& operations) {
    std::string sql;
    for (const Operation& operation : operations)
        for (const std::string& statement : render(operation))
            sql += statement + ";\n";
    return sql;
}

}  // namespace author_test
