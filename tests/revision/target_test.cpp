// The way to what a user wrote, up and down.
#include "migrator/revision/target.hpp"

#include <catch2/catch.hpp>

#include "chains.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

Registry linear() {
    return must(Registry::create(Chain().add("aaaa1", {}).add("aaaa2", {"aaaa1"}).add("bbbb3", {"aaaa2"}).list()));
}

// root - left1 - left2 - merge - last
//      \ right ----------/
Registry merged() {
    return must(Registry::create(Chain()
                                     .add("root", {})
                                     .add("left1", {"root"})
                                     .add("right", {"root"})
                                     .add("left2", {"left1"})
                                     .add("merge", {"left2", "right"})
                                     .add("last", {"merge"})
                                     .list()));
}

Registry branched() {
    return must(Registry::create(
        Chain().add("root", {}).add("left", {"root"}).add("right", {"root"}).add("leaf", {"right"}).list()));
}

Registry depending() {
    return must(Registry::create(
        Chain().add("core", {}).add("game", {}).add("game2", {"game"}, {"core"}).add("core2", {"core"}).list()));
}

std::string up(const Registry& registry, const AppliedSet& applied, const std::string& target) {
    return ids_of(must(upgrade_path(registry, applied, target)));
}

std::string down(const Registry& registry, const AppliedSet& applied, const std::string& target) {
    return ids_of(must(downgrade_path(registry, applied, target)));
}

template <class T>
std::string refusal(Result<T> result) {
    const Error error = error_of(std::move(result));
    CHECK(error.kind() == ErrorKind::usage);
    return summary(error);
}

}  // namespace

TEST_CASE("a revision is found by its id or by a unique beginning of four characters") {
    const Registry registry = linear();
    CHECK(must(find_by_prefix(registry, "aaaa1"))->id == "aaaa1");
    CHECK(must(find_by_prefix(registry, "bbbb"))->id == "bbbb3");
    CHECK(refusal(find_by_prefix(registry, "bbb")) ==
          "no revision is called \"bbb\"; the beginning of an id needs at least four characters");
    CHECK(refusal(find_by_prefix(registry, "")) ==
          "no revision is called \"\"; the beginning of an id needs at least four characters");
    CHECK(refusal(find_by_prefix(registry, "cccc")) == "no revision is called \"cccc\"");
    CHECK(refusal(find_by_prefix(registry, "aaaa")) == "\"aaaa\" is the beginning of several revisions: aaaa1, aaaa2");
}

TEST_CASE("an id that is the beginning of others means itself") {
    const Registry registry = must(Registry::create(Chain().add("aaaa", {}).add("aaaab", {"aaaa"}).list()));
    CHECK(must(find_by_prefix(registry, "aaaa"))->id == "aaaa");
    const Registry short_ids = must(Registry::create(Chain().add("a", {}).list()));
    CHECK(must(find_by_prefix(short_ids, "a"))->id == "a");
}

TEST_CASE("an upgrade of a line goes from what is applied to the target") {
    const Registry registry = linear();
    CHECK(up(registry, {}, "head") == "aaaa1 aaaa2 bbbb3");
    CHECK(up(registry, {}, "heads") == "aaaa1 aaaa2 bbbb3");
    CHECK(up(registry, {"aaaa1"}, "head") == "aaaa2 bbbb3");
    CHECK(up(registry, {"aaaa1"}, "aaaa2") == "aaaa2");
    CHECK(up(registry, {"aaaa1"}, "bbbb") == "aaaa2 bbbb3");
    CHECK(up(registry, {"aaaa1", "aaaa2"}, "aaaa1").empty());
    CHECK(up(registry, {"aaaa1", "aaaa2", "bbbb3"}, "head").empty());
}

TEST_CASE("+N means the next N revisions") {
    const Registry registry = linear();
    CHECK(up(registry, {}, "+1") == "aaaa1");
    CHECK(up(registry, {"aaaa1"}, "+2") == "aaaa2 bbbb3");
    CHECK(refusal(upgrade_path(registry, {"aaaa1"}, "+3")) ==
          "relative revision +3 didn't produce 3 migrations; only 2 are there");
    for (const char* wrong : {"+0", "+", "+x", "+1x", "-1", "+-1", "+99999999999999999999"})
        CHECK_FALSE(upgrade_path(registry, {}, wrong).has_value());
}

TEST_CASE("an upgrade of branches") {
    SECTION("to a merge takes both sides, parents first") {
        CHECK(up(merged(), {}, "head") == "root right left1 left2 merge last");
        CHECK(up(merged(), {"root", "left1", "left2"}, "merge") == "right merge");
    }
    SECTION("to one side leaves the other alone") {
        CHECK(up(merged(), {}, "left2") == "root left1 left2");
        CHECK(up(branched(), {}, "leaf") == "root right leaf");
    }
    SECTION("`head` is refused where there are two, `heads` takes all") {
        CHECK(refusal(upgrade_path(branched(), {}, "head")) ==
              "several heads are present for \"head\": left (left.cpp) and leaf (leaf.cpp)");
        CHECK(up(branched(), {}, "heads") == "root right leaf left");
    }
    SECTION("takes what the target depends on") {
        CHECK(up(depending(), {}, "game2") == "core game game2");
        CHECK(up(depending(), {"game"}, "game2") == "core game2");
    }
}

TEST_CASE("a downgrade of a line goes from the last to what stays") {
    const Registry registry = linear();
    const AppliedSet all = {"aaaa1", "aaaa2", "bbbb3"};
    CHECK(down(registry, all, "base") == "bbbb3 aaaa2 aaaa1");
    CHECK(down(registry, all, "aaaa1") == "bbbb3 aaaa2");
    CHECK(down(registry, all, "bbbb").empty());
    CHECK(down(registry, {"aaaa1"}, "base") == "aaaa1");
    CHECK(down(registry, {}, "base").empty());
    CHECK(refusal(downgrade_path(registry, {"aaaa1"}, "bbbb3")) ==
          "destination bbbb3 is not a valid downgrade target: it is not applied");
    CHECK(refusal(downgrade_path(registry, all, "zzzz")) == "no revision is called \"zzzz\"");
}

TEST_CASE("-N means the last N revisions") {
    const Registry registry = linear();
    const AppliedSet all = {"aaaa1", "aaaa2", "bbbb3"};
    CHECK(down(registry, all, "-1") == "bbbb3");
    CHECK(down(registry, all, "-3") == "bbbb3 aaaa2 aaaa1");
    CHECK(refusal(downgrade_path(registry, {"aaaa1"}, "-2")) ==
          "relative revision -2 didn't produce 2 migrations; only 1 are there");
    CHECK_FALSE(downgrade_path(registry, all, "-0").has_value());
    CHECK_FALSE(downgrade_path(registry, all, "+1").has_value());
}

TEST_CASE("a downgrade of branches") {
    const AppliedSet all = {"root", "left1", "left2", "right", "merge", "last"};
    SECTION("below a merge takes children first and leaves the other side") {
        CHECK(down(merged(), all, "merge") == "last");
        CHECK(down(merged(), all, "left1") == "last merge left2");
        CHECK(down(merged(), all, "right") == "last merge");
        CHECK(down(merged(), all, "base") == "last merge left2 left1 right root");
    }
    SECTION("takes what depends on the reverted ones") {
        CHECK(down(depending(), {"core", "game", "game2", "core2"}, "core") == "core2");
        CHECK(down(depending(), {"core", "game", "game2", "core2"}, "base") == "game2 game core2 core");
        CHECK(down(depending(), {"core", "game", "game2"}, "game") == "game2");
    }
}
