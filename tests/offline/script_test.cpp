// What a script holds: the scenarios RC20 to RC31 and RC38 to RC40, without a database.
#include "migrator/offline/script.hpp"

#include <catch2/catch.hpp>
#include <sstream>

#include "chains.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;
using Catch::Matchers::Contains;

namespace {

using Words = std::vector<std::string>;

// The statements that matter here, each as a word or two, in order.
Words outline(const std::string& script) {
    Words words;
    std::istringstream lines(script);
    const std::vector<std::pair<std::string, std::string>> telling = {
        {"BEGIN", "BEGIN"},
        {"COMMIT", "COMMIT"},
        {"CREATE TABLE migrator.history", "create history"},
        {"INSERT INTO migrator.history", "claim"},
        {"DELETE FROM migrator.history", "delete"},
        {"    step_", ""},
        {"CREATE TABLE step_", "create "},
        {"DROP TABLE step_", "drop "},
        {"RAW", "raw"},
    };
    bool in_block = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("DO $check$")) in_block = true;
        if (line == "$check$;") in_block = false;
        if (in_block) continue;
        for (const auto& [beginning, word] : telling) {
            if (!line.starts_with(beginning)) continue;
            words.push_back(word.ends_with(' ') ? word + line.substr(beginning.size(), 1) : word);
        }
    }
    return words;
}

Words upgrade_outline(const RegisteredRevisions& revisions, const std::string& range, ScriptOptions options = {}) {
    const Registry registry = must(Registry::create(revisions));
    return outline(must(write_offline_script(must(plan_offline_upgrade(registry, range)), options)));
}

Words downgrade_outline(const RegisteredRevisions& revisions, const std::string& range) {
    const Registry registry = must(Registry::create(revisions));
    return outline(must(write_offline_script(must(plan_offline_downgrade(registry, range)), {})));
}

Words ids_of(const std::vector<PlannedStep>& steps) {
    Words ids;
    for (const PlannedStep& step : steps)
        ids.push_back(step.revision->id);
    return ids;
}

// Plans point into the registry that they were made from.
const Registry& heads_registry() {
    static const Registry registry = must(Registry::create(three_heads()));
    return registry;
}

OfflineStamp stamp_of(const Words& ranges) {
    return must(plan_offline_stamp(heads_registry(), ranges));
}

std::string stamp_error(const Words& ranges) {
    return summary(error_of(plan_offline_stamp(heads_registry(), ranges)));
}

Words joined(std::initializer_list<Words> parts) {
    Words all;
    for (const Words& part : parts)
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

const Words make_history = {"BEGIN", "create history", "COMMIT"};

Words made(const char* name) {
    return {"BEGIN", "claim", std::string("create ") + name, "COMMIT"};
}

Words dropped(const char* name) {
    return {"BEGIN", std::string("drop ") + name, "delete", "COMMIT"};
}

}  // namespace

TEST_CASE("RC26: upgrade a --sql makes the history and runs the first step only") {
    CHECK(upgrade_outline(three_in_a_row(), a) == joined({make_history, made("a")}));
}

TEST_CASE("RC27: upgrade b:c --sql makes no history and runs the third step only") {
    CHECK(upgrade_outline(three_in_a_row(), std::string(b) + ":" + c) == made("c"));
    CHECK(upgrade_outline(three_in_a_row(), "bbbb:cccc") == made("c"));
    CHECK(upgrade_outline(three_in_a_row(), "aaaa:+1") == made("b"));
}

TEST_CASE("RC28: downgrade c:base --sql undoes three, two, one and keeps the history table") {
    CHECK(downgrade_outline(three_in_a_row(), std::string(c) + ":base") ==
          joined({dropped("c"), dropped("b"), dropped("a")}));
}

TEST_CASE("RC29: downgrade c:a --sql undoes three and two; without a start it is refused") {
    CHECK(downgrade_outline(three_in_a_row(), "cccc:aaaa") == joined({dropped("c"), dropped("b")}));
    const Registry registry = must(Registry::create(three_in_a_row()));
    const Error error = error_of(plan_offline_downgrade(registry, c));
    CHECK(error.kind() == ErrorKind::usage);
    CHECK(error.details().message == "downgrade with --sql requires <fromrev>:<torev>");
}

TEST_CASE("RC30: upgrade head --sql and base:head --sql run all steps") {
    const Words all = joined({make_history, made("a"), made("b"), made("c")});
    CHECK(upgrade_outline(three_in_a_row(), "head") == all);
    CHECK(upgrade_outline(three_in_a_row(), "base:head") == all);
}

TEST_CASE("RC38: all steps in one transaction, the history table with them") {
    ScriptOptions options;
    options.transactions = ScriptOptions::Transactions::one;
    CHECK(upgrade_outline(three_in_a_row(), "head", options) ==
          Words{"BEGIN", "create history", "claim", "create a", "claim", "create b", "claim", "create c", "COMMIT"});
}

TEST_CASE("RC39: each step in a transaction of its own") {
    CHECK(upgrade_outline(three_in_a_row(), "aaaa:head") == joined({made("b"), made("c")}));
}

TEST_CASE("RC40: no step runs outside of a transaction; raw SQL stands in that of its step") {
    static const Revision raw = {
        .message = "Raw", .revises = {"aaaa00000001"}, .upgrade = [](Operations& op) { op.execute("RAW"); }};
    static const Revision last = {.message = "Last", .revises = {"bbbb00000002"}};
    const RegisteredRevisions list = {three_in_a_row().front(), {b, "b.cpp", &raw}, {c, "c.cpp", &last}};
    CHECK(upgrade_outline(list, "head") ==
          joined({make_history, made("a"), {"BEGIN", "claim", "raw", "COMMIT"}, {"BEGIN", "claim", "COMMIT"}}));
}

TEST_CASE("RC20: stamp heads --sql records everything below them; a set that says two things is refused") {
    CHECK(ids_of(stamp_of({"heads"}).added) == Words{a, b, c, d, e, f});
    CHECK(ids_of(stamp_of({"base:cccc", "base:eeee", "base:ffff"}).added) == Words{a, b, c, d, e, f});
    CHECK_THAT(stamp_error({"aaaa", "eeee", "ffff"}), Contains("aaaa00000001"));
}

TEST_CASE("RC21: stamp e f from a adds what lies between") {
    const OfflineStamp stamp = stamp_of({"aaaa:eeee", "aaaa:ffff"});
    CHECK(ids_of(stamp.added) == Words{b, d, e, f});
    CHECK(stamp.removed.empty());
}

TEST_CASE("RC22: stamp where the database stands changes nothing") {
    const OfflineStamp stamp = stamp_of({"cccc,eeee:cccc", "cccc,eeee:eeee"});
    CHECK(stamp.added.empty());
    CHECK(stamp.removed.empty());
}

TEST_CASE("RC23: stamp b:c b:e b:f --sql, and b:heads --sql, record the three branches") {
    const Words branches = {c, d, e, f};
    CHECK(ids_of(stamp_of({"bbbb:cccc", "bbbb:eeee", "bbbb:ffff"}).added) == branches);
    CHECK(ids_of(stamp_of({"bbbb:heads"}).added) == branches);
}

TEST_CASE("RC24: stamp --sql has one start") {
    CHECK_THAT(stamp_error({"bbbb:cccc", "aaaa:eeee"}),
               Contains("stamp with --sql only supports a single starting revision"));
}

TEST_CASE("RC31: stamp a:head --sql, the start given in part") {
    const Registry registry = must(Registry::create(three_in_a_row()));
    for (const std::string from : {a, "aaaa000"}) {
        const OfflineStamp stamp = must(plan_offline_stamp(registry, {from + ":head"}));
        CHECK(ids_of(stamp.added) == Words{b, c});
        CHECK(outline(write_offline_stamp(stamp, {})) == Words{"BEGIN", "claim", "claim", "COMMIT"});
    }
    const OfflineStamp back = must(plan_offline_stamp(registry, {"head:aaaa"}));
    CHECK(ids_of(back.removed) == Words{c, b});
    CHECK(outline(write_offline_stamp(back, {})) == Words{"BEGIN", "delete", "delete", "COMMIT"});
}

TEST_CASE("a range lacks no side, and its revisions exist") {
    const Registry registry = must(Registry::create(three_in_a_row()));
    for (const char* range : {"", ":", "aaaa:", ":cccc", "nope:cccc", "aaaa:nope", "cccc:x"}) {
        INFO(range);
        CHECK(error_of(plan_offline_upgrade(registry, range)).kind() == ErrorKind::usage);
    }
    CHECK(must(plan_offline_upgrade(registry, "cccc:aaaa")).steps.empty());
}

namespace {

Result<void> do_nothing(postgres::Session&) {
    return success();
}

const Revision fills = {.message = "Fill",
                        .upgrade = [](Operations& op) { op.run("fill mp from energy", do_nothing); }};
const Revision fills_offline = {.message = "Fill", .upgrade = [](Operations& op) {
                                    op.run("fill mp from energy", do_nothing, "RAW -- with a comment at its end");
                                }};

}  // namespace

TEST_CASE("a C++ function is refused by name, or takes the SQL that it offers") {
    const Registry registry = must(Registry::create({{a, "a.cpp", &fills}}));
    const Error error = error_of(write_offline_script(must(plan_offline_upgrade(registry, "head")), {}));
    CHECK(error.kind() == ErrorKind::usage);
    CHECK(summary(error) ==
          "revision aaaa00000001 (a.cpp): operation 1 of 1: run \"fill mp from energy\" is a C++ function and offers "
          "no SQL");

    CHECK(upgrade_outline({{a, "a.cpp", &fills_offline}}, "head") ==
          joined({make_history, {"BEGIN", "claim", "raw", "COMMIT"}}));
    // The name stands for the code in both.
    const Registry offering = must(Registry::create({{a, "a.cpp", &fills_offline}}));
    CHECK(must(plan_offline_upgrade(offering, "head")).steps.front().checksum ==
          must(plan_offline_upgrade(registry, "head")).steps.front().checksum);
}
