// Which revisions lie between two names and in which order, scenario by scenario.
#include "migrator/revision/range.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "graphs.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;
using Catch::Matchers::Contains;

namespace {

std::string between(const Chain& chain, const std::string& upper, const std::string& lower,
                    LowerEnd end = LowerEnd::included, RangeScope scope = RangeScope::descendants) {
    const Registry registry = must(Registry::create(chain.list()));
    const auto found = revisions_between(registry, words(upper), words(lower), end, scope);
    return found.has_value() ? ids_of(found.assume_value()) : "! " + summary(found.assume_error());
}

// What a downgrade from `heads` reverts.
std::string reverted(const Chain& chain, const std::string& heads, const std::string& target) {
    const Registry registry = must(Registry::create(chain.list()));
    std::vector<std::string> names = words(heads);
    return ids_of(must(downgrade_path(registry, must(applied_at(registry, names)), target)));
}

// base1 -> a1 -> b1; c2 is a root that depends on a1; c2 -> c3
Chain tree_on_tree() {
    return Chain().add("base1", {}).add("a1", {"base1"}).add("b1", {"a1"}).add("c2", {}, {"a1"}).add("c3", {"c2"});
}

// b1 -> c1 -> d11, d12; a -> b1, b2
Chain long_and_short() {
    return Chain()
        .add("a", {})
        .add("b1", {"a"})
        .add("b2", {"a"})
        .add("c1", {"b1"})
        .add("d11", {"c1"})
        .add("d12", {"c1"});
}

}  // namespace

TEST_CASE("revisions between two names, newest first") {
    SECTION("RM06") {
        CHECK(between(l3(), "c c", "a", LowerEnd::excluded) == "c b");
    }
    SECTION("RM07") {
        const auto diamond =
            Chain().add("a", {}).add("b1", {"a"}).add("b2", {"a"}).add("c", {"b1", "b2"}).add("d", {"c"});
        CHECK(between(diamond, "d", "a") == "d c b1 b2 a");
    }
    SECTION("RM08") {
        CHECK(between(Chain(), "head", "base") == "");
    }
    SECTION("RM20") {
        CHECK(between(long_and_short(), "heads", "base") == "b2 d11 d12 c1 b1 a");
    }
    SECTION("RM21") {
        CHECK(between(mb(), "d1d2cb2", "a") == "d1d2cb2 d1cb2 d2cb2 cb2 b2 a");
        CHECK(between(mb(), "d2cb2 d3cb2", "a") == "d2cb2 d3cb2 cb2 b2 a");
        CHECK(between(mb(), "d3cb2", "base") == "d3cb2 cb2 b2 a");
    }
    SECTION("RM22") {
        CHECK(between(mb(), "d3cb2 cb1", "base") == "cb1 b1 d3cb2 cb2 b2 a");
        CHECK(between(mb(), "d1cb1 d2cb2 d3cb2", "b2") == "d2cb2 d3cb2 cb2 b2");
    }
    SECTION("RM23") {
        CHECK(between(mb(), "b1", "d1cb1") == "! revision d1cb1 is not an ancestor of revision b1");
        CHECK(between(mb(), "d2cb2", "b1") == "! revision b1 is not an ancestor of revision d2cb2");
        CHECK(between(mb(), "base", "d1cb1") == "! revision d1cb1 is not an ancestor of revision base");
        CHECK(between(mb(), "", "d1cb1") == "! revision d1cb1 is not an ancestor of revision base");
    }
    SECTION("RM38") {
        CHECK(between(tree_on_tree(), "heads", "base") == "b1 c3 c2 a1 base1");
    }
}

TEST_CASE("ranges in labelled branches") {
    SECTION("RM10") {
        CHECK(between(lb(), "heads", "ebranch@base") == "f someothername e d");
        CHECK(between(lb(), "heads", "abranch@base") == "c somelongername b a");
        CHECK(between(lb(), "ebranch@head", "base") == "f someothername e d");
    }
    SECTION("RM11") {
        CHECK(between(lb(), "heads", "ebranch@head") == "f");
        CHECK(between(lb(), "heads", "ebranch@d") == "f someothername e d");
    }
    SECTION("RM12") {
        CHECK(between(lb(), "heads", "e@base") == "f someothername e d");
        CHECK(between(lb(), "heads", "c@base") == "c somelongername b a");
    }
    SECTION("RM13") {
        CHECK(between(lb(), "heads", "ebranch@-2") == "f someothername e");
        CHECK(between(lb(), "ebranch@+2", "base") == "e d");
    }
}

TEST_CASE("ranges over merges of branches") {
    SECTION("RM25") {
        CHECK(between(bt(), "merge", "db1", LowerEnd::included, RangeScope::everything) ==
              "merge e2b1 db1 e2b2 db2 cb2 b2");
    }
    SECTION("RM26") {
        CHECK(between(bt(), "merge fe1b1", "a3") == "fe1b1 e1b1 merge e2b1 db1 cb1 b1 e2b2 db2 cb2 b2 a3");
    }
    SECTION("RM27") {
        CHECK(between(bt(), "merge", "a1") == "merge e2b1 db1 cb1 b1 e2b2 db2 cb2 b2 a3 a2 a1");
        CHECK(between(bt(), "merge", "b1") == "merge e2b1 db1 cb1 b1");
        CHECK(between(bt(), "merge", "a2") == "merge e2b1 db1 cb1 b1 e2b2 db2 cb2 b2 a3 a2");
    }
    SECTION("RM28") {
        CHECK(between(bt(), "merge fe1b1", "cb1 cb2") == "fe1b1 e1b1 merge e2b1 db1 cb1 e2b2 db2 cb2");
        CHECK(between(bt(), "merge fe1b1", "cb1 cb2", LowerEnd::excluded) == "fe1b1 e1b1 merge e2b1 db1 e2b2 db2");
    }
    SECTION("RM29") {
        CHECK_THAT(between(bt(), "db1 b2 fe1b1", ""),
                   Contains("! requested revision fe1b1 overlaps with other requested revisions"));
    }
    SECTION("RM30") {
        CHECK(between(bt(), "e2b1 b2 fe1b1", "") == "b2 fe1b1 e1b1 e2b1 db1 cb1 b1 a3 a2 a1");
    }
}

TEST_CASE("ranges and downgrades over trees that depend on each other") {
    SECTION("RM31") {
        CHECK(between(xo(), "heads", "base") == "b1a a1a b1b a1b base1 d2 c2 b2 a2 base2 b3 a3 base3");
    }
    SECTION("RM32") {
        CHECK(between(xo(), "b_2@head", "base") == "d2 c2 b2 a2 base2 a3 base3");
        CHECK(reverted(xo(), "b_2@head", "b_2@base") == "d2 c2 b2 a2 base2");
    }
    SECTION("RM33") {
        CHECK(between(xo(), "b_3@head", "base") == "b3 a3 base3");
        CHECK(reverted(xo(), "b_3@head", "base") == "b3 a3 base3");
        CHECK(between(xo(), "b1b@head", "base") == "b1b a1b base1 a3 base3");
        CHECK(reverted(xo(), "b1b@head", "b1b@base") == "b1b a1b base1");
    }
    SECTION("RM34") {
        CHECK(reverted(xo(), "heads", "b_3@base") == "b1b d2 c2 b3 a3 base3");
    }
    SECTION("RM35") {
        CHECK(between(xo(), "b2", "d2") == "! revision d2 is not an ancestor of revision b2");
        CHECK(between(xo(), "b3", "d2") == "! revision d2 is not an ancestor of revision b3");
    }
    SECTION("RM36") {
        CHECK(between(xt(), "heads", "base") == "c1 b1 a1 d2 c2 d3 c3 b3 a3 base3 b2 a2 base2 base1");
    }
    SECTION("RM37") {
        CHECK(between(xt(), "b_2@head", "base") == "d2 c2 b2 a2 base2 base1");
        CHECK(between(xt(), "b_3@head", "base") == "d3 c3 b3 a3 base3 b2 a2 base2 base1");
        CHECK(between(xt(), "heads", "b_1@base") == "c1 b1 a1 base1");
    }
    SECTION("RM40") {
        CHECK(reverted(nr(), "b4", "b1@base") == "b4 b3 b2 b1");
        CHECK(between(nr(), "heads", "base") == "b5 b4 b3 b2 b1 a3 a2 a1");
        CHECK(reverted(nr(), "heads", "a1") == "b5 b4 b3 b2 a3 a2");
    }
}

TEST_CASE("RM39 a dependency that an ancestor has already counts for nothing in the order") {
    const Registry registry = must(Registry::create(nr().list()));
    const auto below = [&](const char* id) {
        return ids_of(registry.nodes_at(registry.graph()[registry.find(id)->position].below));
    };
    CHECK(below("b2") == "b1 a3");
    CHECK(below("b4") == "b3");
    CHECK(below("b5") == "b4");
}

TEST_CASE("RM41 in a large graph each revision comes once, and each after all that need it") {
    // Several hundred revisions: chains that branch, merge and depend, from a fixed pattern.
    static std::vector<std::string> ids;
    constexpr std::size_t count = 700;
    for (std::size_t i = ids.size(); i < count; ++i)
        ids.push_back("r" + std::to_string(i));
    Chain chain;
    for (std::size_t i = 0; i < count; ++i) {
        const auto id = [&](std::size_t back) { return ids[i - back].c_str(); };
        if (i % 97 == 0)
            chain.add(id(0), {});
        else if (i % 11 == 0 && i > 40)
            chain.add(id(0), {id(3), id(7)});
        else if (i % 13 == 0)
            chain.add(id(0), {id(1)}, {id(12)});
        else
            chain.add(id(0), {id(i % 5 == 0 && i > 5 ? 4 : 1)});
    }
    const Registry registry = must(Registry::create(chain.list()));
    const RevisionList all = must(revisions_between(registry, {"heads"}, {"base"}));
    REQUIRE(all.size() == count);
    const Graph& graph = registry.graph();
    std::set<const RevisionNode*> seen;
    for (const RevisionNode* node : all) {
        INFO(node->id);
        CHECK(seen.insert(node).second);
        for (const std::size_t above : graph[node->position].children)
            CHECK(seen.count(&registry.revisions()[above]) == 1);
        for (const std::size_t above : graph[node->position].dependents)
            CHECK(seen.count(&registry.revisions()[above]) == 1);
    }
    for (std::size_t i = 0; i < count; i += 50) {
        RevisionSet both = graph.ancestors({i}, Lineage::parents_and_dependencies);
        both &= graph.descendants({i}, Lineage::parents_and_dependencies);
        CHECK(both.positions() == std::vector<std::size_t>{i});
    }
}

TEST_CASE("a range is two names and one colon") {
    CHECK(must(split_range("a:b")) == std::make_pair(std::string("a"), std::string("b")));
    CHECK(must(split_range(":b")) == std::make_pair(std::string(), std::string("b")));
    CHECK(must(split_range("a:")) == std::make_pair(std::string("a"), std::string()));
    CHECK_THAT(summary(error_of(split_range("ab"))), Contains("is no range"));
    CHECK_THAT(summary(error_of(split_range("a:b:c"))), Contains("is no range"));
}

TEST_CASE("RC01 the ends of a range may count from each other, and stop at the end of the graph") {
    CHECK(between(l3(), "heads", "base") == "c b a");
    CHECK(between(l3(), "b", "a") == "b a");
    CHECK(between(l3(), "b", "base") == "b a");
    CHECK(between(l3(), "heads", "a") == "c b a");
    CHECK(between(l3(), "+2", "a") == "c b a");
    CHECK(between(l3(), "c", "-2") == "c b a");
    CHECK(between(l3(), "c", "-5") == "c b a");
    CHECK(between(l3(), "b", "-1") == "b a");
    CHECK(between(l3(), "+9", "b") == "c b");
}
