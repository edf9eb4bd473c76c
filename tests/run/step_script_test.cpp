// A step as messages: typed operations are one message, raw SQL and C++ run apart.
#include "migrator/run/step_script.hpp"

#include <catch2/catch.hpp>

#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

Result<void> do_nothing(postgres::Session&) {
    return success();
}

// The script points into its step, so that the last one is kept.
StepScript script_of(std::vector<Operation> operations, Direction direction = Direction::upgrade) {
    static RevisionNode node;
    node.id = "it's a1";
    node.message = "Make 'it'";
    node.parents = {"b2", "c3"};
    static PlannedStep step;
    step.revision = &node;
    step.direction = direction;
    step.operations = std::move(operations);
    step.checksum = "abc";
    return write_step_script(step, {}, {42}, {"host's", 7, "server", "1.0"}, 2);
}

std::string first_words(const StepScript& script) {
    std::string text;
    for (const ScriptPart& part : script.parts) {
        text += text.empty() ? "" : " | ";
        if (part.function != nullptr) text += "<" + part.function->name + ">";
        for (const ScriptStatement& statement : part.statements)
            text += statement.sql.substr(0, statement.sql.find_first_of(" \n")) +
                    (statement.operation != 0 ? std::to_string(statement.operation) : "") + " ";
    }
    return text;
}

}  // namespace

TEST_CASE("typed operations are one message with claim, record and COMMIT") {
    const StepScript script = script_of({CreateSchema{"a"}, DropSchema{"b"}});
    CHECK(first_words(script) == "BEGIN SET INSERT CREATE1 DROP2 UPDATE COMMIT ");
    CHECK_FALSE(script.has_foreign_code);
    CHECK_FALSE(script.commits_separately);
}

TEST_CASE("raw SQL and C++ are parts of their own, and COMMIT waits until the record was looked at") {
    const StepScript script =
        script_of({CreateSchema{"a"}, Execute{SqlText{"RAW"}, {}}, RunFunction{"f", do_nothing}, DropSchema{"b"}});
    CHECK(first_words(script) == "BEGIN SET INSERT CREATE1  | RAW2  | <f> | DROP4  | RESET RESET UPDATE  | COMMIT ");
    CHECK(script.has_foreign_code);
    CHECK(script.commits_separately);
    CHECK(first_words(script_of({RunFunction{"f", do_nothing}})) ==
          "BEGIN SET INSERT  | <f> | RESET RESET UPDATE  | COMMIT ");
}

TEST_CASE("a downgrade claims its row, and deletes it in the end") {
    CHECK(first_words(script_of({DropSchema{"a"}}, Direction::downgrade)) ==
          "BEGIN SET UPDATE DROP1 DELETE  | COMMIT ");
    CHECK(first_words(script_of({Execute{SqlText{"RAW"}, {}}}, Direction::downgrade)) ==
          "BEGIN SET UPDATE  | RAW1  | RESET RESET UPDATE DELETE  | COMMIT ");
}

TEST_CASE("what the claim writes is quoted") {
    const std::string claim = script_of({}).parts.front().statements.at(2).sql;
    CHECK(claim.find("'it''s a1', '{b2,c3}', 'Make ''it''', 'abc', 'applying', false, 2, ") != std::string::npos);
    CHECK(claim.find("'host''s', 7, '1.0'") != std::string::npos);
}

TEST_CASE("T40: a session's name keeps place and step, whatever the application's own name is") {
    const StepAuthor author{"host", 7, "server", "1.0"};
    CHECK(session_name(author) == "server 1.0 host:7");
    CHECK(session_name(author, "a1") == "server 1.0 host:7 a1");
    for (const std::size_t bytes : {64U, 200U}) {
        const std::string name = session_name({"host", 7, std::string(bytes, 'x'), "1.0"}, "a1");
        CHECK(name == std::string(46, 'x') + "... 1.0 host:7 a1");
        CHECK(name.size() == 63);
    }
    CHECK(session_name({"host", 7, "\xF0\x9F\x90\x89", "1.0"}) == "???? 1.0 host:7");
    CHECK(session_name({std::string(64, 'h'), 7, "server", "1.0"}, "a1") ==
          "server 1.0 " + std::string(44, 'h') + "...:7 a1");
    CHECK(session_name({std::string(64, 'h'), 7, std::string(64, 'x'), "1.0"}, "a1") ==
          std::string(7, 'x') + "... 1.0 " + std::string(40, 'h') + "...:7 a1");
}
