// What names stand for, scenario by scenario.
#include "migrator/revision/lookup.hpp"

#include <catch2/catch.hpp>
#include <type_traits>

#include "graphs.hpp"
#include "migrator/revision/branch_labels.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;
using Catch::Matchers::Contains;

namespace {

// The ids that `name` stands for, "base" for none, "! " and the refusal.
std::string named(const Chain& chain, const std::string& name) {
    const Registry registry = must(Registry::create(chain.list()));
    const auto found = find_revisions(registry, name);
    if (!found.has_value()) return "! " + summary(found.assume_error());
    return found.assume_value().empty() ? "base" : ids_of(found.assume_value());
}

std::string one(const Chain& chain, const std::string& name) {
    const Registry registry = must(Registry::create(chain.list()));
    const auto found = find_revision(registry, name);
    if (!found.has_value()) return "! " + summary(found.assume_error());
    return found.assume_value() == nullptr ? "base" : found.assume_value()->id;
}

Chain forked() {
    return Chain().add("a", {}).add("b", {"a"}).add("c1", {"b"}).add("c2", {"b"});
}

}  // namespace

TEST_CASE("RM01 an id is text by its type, and text that no id can be is refused") {
    static_assert(!std::is_invocable_v<decltype(&find_revisions), const Registry&, int>);
    static_assert(!std::is_invocable_v<decltype(&find_revisions), const Registry&, std::vector<unsigned char>>);
    CHECK_THAT(named(l3(), std::string("\xff\x00\xfe", 3)), Contains("! no revision is called"));
}

TEST_CASE("RM02 a revision added to the list becomes a head where it stands") {
    CHECK(ids_of(must(Registry::create(l3().add("d", {"c"}).list())).heads()) == "d");
    Chain chain = forked();
    CHECK(ids_of(must(Registry::create(chain.add("d1", {"c1"}).list())).heads()) == "c2 d1");
}

TEST_CASE("head, heads and base") {
    SECTION("RM03") {
        CHECK_THAT(one(forked(), "head"),
                   Contains("! several heads are present for \"head\": c1 (c1.cpp) and c2 (c2.cpp)"));
        CHECK_THAT(named(forked(), "head"),
                   Contains("! several heads are present for \"head\": c1 (c1.cpp) and c2 (c2.cpp)"));
        CHECK_THAT(one(forked(), "heads"),
                   Contains("! several heads are present for \"heads\": c1 (c1.cpp) and c2 (c2.cpp)"));
    }
    SECTION("RM04") {
        CHECK(named(forked(), "heads") == "c1 c2");
    }
    SECTION("RM05") {
        CHECK(one(l3(), "base") == "base");
        CHECK(one(fo(), "base") == "base");
    }
    SECTION("a head on which another revision depends is none of the heads") {
        const auto chain = Chain().add("a", {}).add("b", {}, {"a"});
        CHECK(named(chain, "heads") == "b");
        CHECK_THAT(named(chain, "head"), Contains("several heads"));
    }
    SECTION("an empty graph") {
        CHECK(named(Chain(), "head") == "base");
        CHECK(named(Chain(), "heads") == "base");
    }
}

TEST_CASE("names in labelled branches") {
    SECTION("RM14") {
        CHECK(one(lb(), "ebranch@some") == "someothername");
        CHECK(one(lb(), "abranch@some") == "somelongername");
        CHECK_THAT(one(lb(), "some"), Contains("is the beginning of several revisions: somelongername, someothername"));
    }
    SECTION("RM15") {
        CHECK_THAT(one(lb(), "ebranch@sos"),
                   Contains("! no revision is called \"sos\"") && Contains("at least four characters"));
    }
    SECTION("RM16") {
        CHECK(one(lb(), "abranch@heads") == "c");
        CHECK(one(lb(), "abranch@head") == "c");
        CHECK(one(lb(), "abranch@base") == "base");
        CHECK(one(lb(), "ebranch@d") == "d");
        CHECK(one(lb(), "ebranch@ebranch") == "e");
        CHECK(one(lb(), "abranch") == "a");
        CHECK(one(lb(), "e") == "e");
    }
    SECTION("RM17") {
        CHECK(one(lb(), "ebranch@b") == "! revision b is not a member of branch \"ebranch\"");
        CHECK(one(lb(), "abranch@d") == "! revision d is not a member of branch \"abranch\"");
    }
    SECTION("RM18") {
        CHECK(one(lb(), "abranch@qprstuv") == "! no revision is called \"qprstuv\"");
        CHECK_THAT(one(lb(), "abranch@qpr"), Contains("\"qpr\"") && Contains("at least four characters"));
        CHECK(one(lb(), "x@d") == "! there is no branch \"x\"");
    }
    SECTION("RM19") {
        CHECK(one(lb(), "e@d") == "d");
        CHECK(one(lb(), "someoth@d") == "d");
    }
    SECTION("RM50") {
        const auto chain =
            Chain().add("a", {}).add("c1", {"a"}, {}, {"c1branch"}).add("c2", {"a"}).add("d", {"c1", "c2"});
        const Registry registry = must(Registry::create(chain.list()));
        const RevisionList all = {registry.find("c1"), registry.find("c2"), registry.find("d")};
        CHECK(ids_of(must(filter_for_lineage(registry, all, "c1branch@head"))) == "c1 c2 d");
        CHECK(ids_of(must(filter_for_lineage(registry, all, "c1branch"))) == "c1 d");
    }
}

TEST_CASE("a label covers what comes after it, and what comes before it down to the first branching") {
    const Registry registry = must(Registry::create(mp().list()));
    const BranchLabels all(registry);
    const auto labels = [&](const char* id) { return all.of(*registry.find(id)); };
    const std::vector<std::string> covered = {"c2branch"};
    CHECK(labels("c2") == covered);
    CHECK(labels("d2") == covered);
    CHECK(labels("f") == covered);
    CHECK(labels("c1").empty());
    CHECK(labels("b").empty());
    const Registry second = must(Registry::create(lb().list()));
    CHECK(BranchLabels(second).of(*second.find("d")) == std::vector<std::string>{"ebranch"});
}

TEST_CASE("a name is taken apart") {
    const Registry registry = must(Registry::create(Chain().add("a", {}, {}, {"part-2"}).list()));
    const auto parts = [&](const char* text) {
        const RevisionName name = must(parse_name(registry, text));
        return name.branch + "|" + name.symbol + "|" + (name.steps ? std::to_string(*name.steps) : "");
    };
    CHECK(parts("head") == "|head|");
    CHECK(parts("+2") == "||2");
    CHECK(parts("-13") == "||-13");
    CHECK(parts("ab+1") == "|ab|1");
    CHECK(parts("x@head-1") == "x|head|-1");
    CHECK(parts("x@+1") == "x||1");
    CHECK(parts("x@") == "x||");
    CHECK(parts("12") == "|12|");
    CHECK(parts("+") == "|+|");
    CHECK(parts("part-2") == "|part-2|");
    CHECK(parts("part-3") == "|part|-3");
}
