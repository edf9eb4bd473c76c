// Generated C++ is what a developer could have written: it compiles, records the same operations, and they go up and
// down.
#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>

#include "migrator/author/revision_file.hpp"
#include "migrator/ddl/render.hpp"
#include "migrator/operation/invert.hpp"
#include "migrator/testing/test_database.hpp"
#include "tests/author/sample_cases.hpp"
#include "tests/ddl/schema_dump.hpp"
#include "tests/errors/must.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace migrator;
using namespace migrator::testing;
using author_test::SampleCase;

namespace {

std::string sql_of(const std::vector<Operation>& operations) {
    std::string sql;
    for (const Operation& operation : operations)
        for (const std::string& statement : render(operation))
            sql += statement + ";\n";
    return sql;
}

// A developer who has read the questions and agrees with the steps.
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

// What the program of all cases does: prints the SQL of each revision, up and down.
constexpr const char* main_source = R"cpp(
#include <cstdio>
#include "migrator/ddl/render.hpp"
#include "migrator/revision/registry.hpp"

    static void print(const char* direction, const migrator::Result<std::vector<migrator::Operation>>& operations) {
        std::printf("-- %s\n", direction);
        if (!operations.has_value()) {
            std::printf("error: %s", migrator::full_text(operations.assume_error()).c_str());
            return;
        }
        for (const migrator::Operation& operation : operations.assume_value())
            for (const std::string& statement : migrator::render(operation))
                std::printf("%s;\n", statement.c_str());
    }

    int main() {
        const auto registry = migrator::Registry::create(registered);
        if (!registry.has_value()) return 1;
        for (const migrator::RevisionNode& node : registry.assume_value().revisions()) {
            print((node.id + " up").c_str(), node.upgrade_operations());
            print((node.id + " down").c_str(), node.downgrade_operations());
        }
    }
)cpp";

std::string output_of(const std::string& command) {
    FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe))
        output += static_cast<char>(c);
    INFO(output);
    REQUIRE(::pclose(pipe) == 0);
    return output;
}

// Compiles the files of all cases as one program and runs it. By "id up" and "id down": the SQL.
std::map<std::string, std::string> compile_and_run(const std::vector<SampleCase>& cases) {
    const gestaloka::test::TemporaryDirectory directory;
    std::ofstream program(directory.path() / "program.cpp");
    std::string list;
    for (const SampleCase& sample : cases) {
        author::NewRevision revision;
        revision.id = sample.id;
        revision.message = sample.message;
        revision.upgrade = sample.upgrade;
        const author::RevisionFile file = author::write_revision(revision);
        std::ofstream(directory.path() / file.name) << decided(file.text);
        program << "#include \"" << file.name << "\"\n";
        list += "{\"" + sample.id + "\", \"" + file.name + "\", &revision_" + sample.id + "}, ";
    }
    program << "#include \"migrator/revision/registry.hpp\"\n"
            << "static const std::vector<migrator::RegisteredRevision> registered = {" << list << "};\n"
            << main_source;
    program.close();
    const std::string path = directory.path().string();
    output_of(TEST_COMPILER " " TEST_CXX_FLAGS
                            " -std=c++20 -O0 -Wall -Wextra -Wpedantic -Wshadow -Werror "
                            "-I" PROJECT_SOURCE_TREE " " +
              path + "/program.cpp " MIGRATOR_LIBRARY " -lsodium -o " + path + "/program");
    std::istringstream lines(output_of(path + "/program"));
    std::map<std::string, std::string> sql;
    std::string title;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("-- case"))
            title = line.substr(3);
        else
            sql[title] += line + "\n";
    }
    return sql;
}

}  // namespace

TEST_CASE("generated files compile without a warning, record the same operations and go up and down") {
    const std::vector<SampleCase> cases = author_test::sample_cases();
    REQUIRE(cases.size() >= 20);
    std::map<std::string, std::string> sql = compile_and_run(cases);
    for (const SampleCase& sample : cases) {
        INFO(sample.message);
        CHECK(sql[sample.id + " up"] == sql_of(sample.upgrade));
        CHECK(sql[sample.id + " down"] == sql_of(must(invert(sample.upgrade))));
        const TestDatabase database;
        auto session = database.connect();
        must(session.run_script(author_test::start_sql));
        const std::string before = schema_dump(database.url());
        must(session.run_script(sql[sample.id + " up"]));
        CHECK(schema_dump(database.url()) != before);
        must(session.run_script(sql[sample.id + " down"]));
        CHECK(difference(before, schema_dump(database.url())) == "");
    }
}
