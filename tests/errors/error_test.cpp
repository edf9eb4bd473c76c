// Errors keep what they are told, and become text in one way.
#include "migrator/support/error.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace migrator;

namespace {

constexpr ErrorKind kinds[] = {ErrorKind::usage,        ErrorKind::pending,     ErrorKind::step_failed,
                               ErrorKind::lock_timeout, ErrorKind::ahead,       ErrorKind::diverged,
                               ErrorKind::torn,         ErrorKind::unavailable, ErrorKind::privilege,
                               ErrorKind::interrupted,  ErrorKind::lock_lost,   ErrorKind::commit_unknown,
                               ErrorKind::internal};

bool is_utf8(const std::string& text) {
    int awaited = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool continues = (byte & 0xC0) == 0x80;
        if (continues != (awaited > 0)) return false;
        if (continues)
            --awaited;
        else
            awaited = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0xC0 ? 1 : 0;
    }
    return awaited == 0;
}

std::string repeated(const std::string& part, int count) {
    std::string text;
    for (int i = 0; i < count; ++i)
        text += part;
    return text;
}

}  // namespace

TEST_CASE("each kind of error has the exit code of the contract") {
    CHECK(exit_code(ErrorKind::pending) == 10);
    CHECK(exit_code(ErrorKind::step_failed) == 11);
    CHECK(exit_code(ErrorKind::lock_timeout) == 12);
    CHECK(exit_code(ErrorKind::ahead) == 13);
    CHECK(exit_code(ErrorKind::diverged) == 14);
    CHECK(exit_code(ErrorKind::torn) == 15);
    CHECK(exit_code(ErrorKind::unavailable) == 16);
    CHECK(exit_code(ErrorKind::privilege) == 17);
    CHECK(exit_code(ErrorKind::interrupted) == 18);
    CHECK(exit_code(ErrorKind::lock_lost) == 18);
    CHECK(exit_code(ErrorKind::commit_unknown) == 19);
    CHECK(exit_code(ErrorKind::usage) == 64);
    CHECK(exit_code(ErrorKind::internal) == 70);
}

TEST_CASE("each kind of error has a name of its own") {
    std::set<std::string> names;
    for (const ErrorKind kind : kinds)
        names.insert(to_string(kind));
    CHECK(names.size() == std::size(kinds));
    CHECK(to_string(ErrorKind::step_failed) == std::string("step_failed"));
    CHECK(to_string(ErrorKind::commit_unknown) == std::string("commit_unknown"));
}

TEST_CASE("the summary is a path, the outer place first and the SQLSTATE last") {
    const Error error = Error(ErrorKind::step_failed, "column \"energy\" does not exist")
                            .sqlstate("42703")
                            .within("statement 1 of 2")
                            .within("revision 2bbcec8822fa");
    CHECK(summary(error) == "revision 2bbcec8822fa: statement 1 of 2: column \"energy\" does not exist (42703)");
    CHECK(summary(Error(ErrorKind::usage, "no such thing")) == "no such thing");
}

TEST_CASE("the full text adds what there is to add, each on its own lines") {
    SECTION("nothing but the summary") {
        CHECK(full_text(Error(ErrorKind::usage, "no such thing")) == "no such thing");
    }
    SECTION("detail, statement and hint, further lines indented") {
        const Error error = Error(ErrorKind::step_failed, "it failed")
                                .detail("first line\nsecond line")
                                .statement("SELECT 1\nFROM nowhere")
                                .hint("look for nowhere");
        CHECK(full_text(error) ==
              "it failed\n"
              "  detail: first line\n    second line\n"
              "  statement: SELECT 1\n    FROM nowhere\n"
              "  hint: look for nowhere");
    }
}

TEST_CASE("the place of the error is marked by characters, not by bytes") {
    SECTION("after characters of one to four bytes") {
        const Error error = Error(ErrorKind::step_failed, "x").statement("SELECT 'aß語🎲', y", 16);
        CHECK(full_text(error) == "x\n  statement: SELECT 'aß語🎲', -->y");
    }
    SECTION("at the first character") {
        CHECK(full_text(Error(ErrorKind::step_failed, "x").statement("語", 1)) == "x\n  statement: -->語");
    }
    SECTION("after the last one") {
        CHECK(full_text(Error(ErrorKind::step_failed, "x").statement("語", 2)) == "x\n  statement: 語-->");
        CHECK(full_text(Error(ErrorKind::step_failed, "x").statement("語", 99)) == "x\n  statement: 語-->");
    }
    SECTION("nowhere when the position is unknown") {
        CHECK(full_text(Error(ErrorKind::step_failed, "x").statement("語")) == "x\n  statement: 語");
    }
}

TEST_CASE("a long statement is shortened, but never inside a character and never away from the marked place") {
    const std::string statement = repeated("語", 5000) + "HERE" + repeated("語", 5000);
    SECTION("without a place the beginning is shown") {
        const std::string text = full_text(Error(ErrorKind::step_failed, "x").statement(statement));
        CHECK(is_utf8(text));
        CHECK(text.size() < 2100);
        CHECK(text.substr(text.size() - 4) == " ...");
        CHECK(text.find("statement: 語") != std::string::npos);
    }
    SECTION("with a place its surroundings are shown") {
        const std::string text = full_text(Error(ErrorKind::step_failed, "x").statement(statement, 5001));
        CHECK(is_utf8(text));
        CHECK(text.size() < 2100);
        CHECK(text.find("語-->HERE語") != std::string::npos);
        CHECK(text.find("statement: ... ") != std::string::npos);
        CHECK(text.substr(text.size() - 4) == " ...");
    }
    SECTION("a place near the end needs no end mark") {
        const std::string text = full_text(Error(ErrorKind::step_failed, "x").statement(statement, 10004));
        CHECK(is_utf8(text));
        CHECK(text.substr(text.size() - 6) == "-->語");
    }
}

TEST_CASE("an error keeps everything that it is told") {
    Error error(ErrorKind::step_failed, "it failed");
    error.sqlstate("42P01").statement("SELECT", 3).statement_number(2).detail("d").hint("h").within("inner");
    const ErrorDetails& details = error.details();
    CHECK(error.kind() == ErrorKind::step_failed);
    CHECK(details.message == "it failed");
    CHECK(details.sqlstate == "42P01");
    CHECK(details.statement == "SELECT");
    CHECK(details.position == 3);
    CHECK(details.statement_number == 2);
    CHECK(details.detail == "d");
    CHECK(details.hint == "h");
    CHECK(details.context == std::vector<std::string>{"inner"});
}

TEST_CASE("an error can be told as another kind, and a clone lives on its own") {
    Error error(ErrorKind::unavailable, "the connection was lost");
    const Error clone = error.clone();
    error.become(ErrorKind::commit_unknown).within("revision a");
    CHECK(error.kind() == ErrorKind::commit_unknown);
    CHECK(clone.kind() == ErrorKind::unavailable);
    CHECK(summary(clone) == "the connection was lost");
    CHECK(summary(error) == "revision a: the connection was lost");
}

TEST_CASE("an error nobody described is a defect of the migrator") {
    CHECK(Error().kind() == ErrorKind::internal);
}
