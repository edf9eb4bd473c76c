// What each source looks like at its head, and how long it may be.
#include <catch2/catch.hpp>

#include "sources.hpp"

using namespace architecture;

namespace {

std::size_t most_lines(const Source& source) {
    constexpr std::size_t header = 200;
    constexpr std::size_t cpp = 400;
    constexpr std::size_t test = 700;
    if (source.module() == "tests") return test;
    return source.is_header() ? header : cpp;
}

std::vector<Source> all_sources() {
    return read_sources({"migrator", "schema", "gestaloka_server", "tests"});
}

}  // namespace

TEST_CASE("each file begins with a sentence that says what it is for") {
    for (const Source& source : all_sources()) {
        INFO(source.path);
        REQUIRE_FALSE(source.lines.empty());
        // The beginning of a sentence; where it is long it goes on in the next comment line.
        CHECK(source.lines[0].rfind("// ", 0) == 0);
        CHECK(source.lines[0].size() > 10);
        std::string comment;
        for (const std::string& line : source.lines) {
            if (line.rfind("//", 0) != 0) break;
            comment += line;
        }
        CHECK(comment.find_first_of(".:") != std::string::npos);
    }
}

TEST_CASE("each header is included once, by #pragma once") {
    for (const Source& source : all_sources()) {
        if (!source.is_header()) continue;
        INFO(source.path);
        bool has_pragma = false;
        for (const std::string& line : source.lines)
            has_pragma = has_pragma || line == "#pragma once";
        CHECK(has_pragma);
    }
}

TEST_CASE("a file is short enough to be read") {
    for (const Source& source : all_sources()) {
        INFO(source.path);
        CHECK(source.lines.size() <= most_lines(source));
    }
}

TEST_CASE("a test says in its name whether it needs a server") {
    for (const Source& source : read_sources({"tests"})) {
        bool has_case = false;
        bool needs_server = false;
        for (const std::string& line : source.lines) {
            has_case = has_case || line.rfind("TEST_CASE(", 0) == 0;
            needs_server = needs_server || line.find("#include \"migrator/testing/test_database.hpp\"") == 0;
        }
        if (!has_case) continue;
        INFO(source.path);
        const bool is_pgtest = source.path.find("_pgtest.cpp") != std::string::npos;
        CHECK((is_pgtest || source.path.find("_test.cpp") != std::string::npos));
        CHECK((is_pgtest || !needs_server));
    }
}
