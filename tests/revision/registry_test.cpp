// The graph of revisions: what is refused, and in which order the rest is listed.
#include "migrator/revision/registry.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "chains.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

std::string refusal(const Chain& chain) {
    const Error error = error_of(Registry::create(chain.list()));
    CHECK(error.kind() == ErrorKind::usage);
    return summary(error);
}

}  // namespace

TEST_CASE("a chain that is not sound is refused with the files that are wrong") {
    SECTION("two revisions with one id") {
        Chain chain;
        chain.add("a", {}).add("b", {"a"}).add("a", {});
        auto list = chain.list();
        list[2].file = "copy_of_a.cpp";
        CHECK(summary(error_of(Registry::create(list))) == "two revisions have the id a: a.cpp and copy_of_a.cpp");
    }
    SECTION("a parent that nobody defines") {
        CHECK(refusal(Chain().add("a", {}).add("b", {"x"})) == "revision b (b.cpp) revises x, which no file defines");
    }
    SECTION("a dependency that nobody defines") {
        CHECK(refusal(Chain().add("a", {}, {"x"})) ==
              "revision a (a.cpp) depends on x, which is neither the id nor the label of a revision");
    }
    SECTION("a revision that revises itself") {
        CHECK(refusal(Chain().add("a", {"a"})) == "revision a (a.cpp) revises itself");
    }
    SECTION("a cycle") {
        CHECK(refusal(Chain().add("a", {}).add("b", {"a", "c"}).add("c", {"b"}).add("d", {"c"})) ==
              "revisions revise each other in a cycle: b (b.cpp), c (c.cpp)");
    }
    SECTION("a cycle through a dependency") {
        CHECK(refusal(Chain().add("a", {}, {"b"}).add("b", {"a"})).find("cycle") != std::string::npos);
    }
    SECTION("an id with a character that the commands need") {
        for (const char* id : {"", "a@b", "a-b", "a+b", "a:b", "a b", "a\tb", "a\nb"})
            CHECK(refusal(Chain().add(id, {})).find("is empty or holds one of the characters @ - + :") !=
                  std::string::npos);
    }
}

TEST_CASE("loops and cycles are told with the files that are on them") {
    SECTION("RM42") {
        const auto loop = [](const Chain& chain, const char* id) {
            CHECK(refusal(chain) == "revision " + std::string(id) + " (" + id + ".cpp) revises itself");
        };
        loop(Chain().add("a", {"a"}), "a");
        loop(Chain().add("a", {"a"}).add("b", {"a"}).add("c", {"b"}), "a");
        loop(Chain().add("a", {}).add("b", {"a"}).add("c", {"b", "c"}), "c");
        loop(Chain().add("a", {}).add("b", {"a", "b"}).add("c1", {"b"}).add("c2", {"b"}), "b");
        loop(Chain().add("a", {}).add("b1", {"a"}).add("b2", {"a"}).add("c", {"b1", "b2", "c"}), "c");
    }
    SECTION("RM43") {
        const auto loop = [](const Chain& chain, const char* id) {
            CHECK(refusal(chain) == "revision " + std::string(id) + " (" + id + ".cpp) depends on itself");
        };
        loop(Chain().add("a", {}, {"a"}), "a");
        loop(Chain().add("a", {}).add("b", {"a"}).add("c", {"b"}, {"c"}), "c");
        loop(Chain().add("a", {}, {"own"}, {"own"}), "a");
    }
    SECTION("RM44") {
        const std::string cycle = "revisions revise each other in a cycle: a (a.cpp), b (b.cpp), c (c.cpp)";
        CHECK(refusal(Chain().add("a", {"c"}).add("b", {"a"}).add("c", {"b"})) == cycle);
        CHECK(refusal(Chain().add("x", {}).add("y", {"x"}).add("a", {"c"}).add("b", {"a"}).add("c", {"b"})) == cycle);
        CHECK(refusal(Chain().add("x", {}).add("a", {"x", "c"}).add("b", {"a"}).add("c", {"b"})) == cycle);
        CHECK(refusal(Chain().add("a", {"c"}).add("b", {"a"}).add("c", {"b"}).add("d", {"c"})) == cycle);
    }
    SECTION("RM45") {
        const std::string cycle = "revisions depend on each other in a cycle: a (a.cpp), b (b.cpp), c (c.cpp)";
        CHECK(refusal(Chain().add("a", {}, {"c"}).add("b", {"a"}).add("c", {"b"})) == cycle);
        CHECK(refusal(Chain().add("a", {}, {"c"}).add("b", {}, {"a"}).add("c", {}, {"b"}).add("d", {"c"})) == cycle);
        CHECK(refusal(Chain().add("a", {}, {"top"}).add("b", {"a"}).add("c", {"b"}, {}, {"top"})) == cycle);
    }
    SECTION("RM46 an id that is a part of another one makes no loop") {
        const Registry registry =
            must(Registry::create(Chain().add("user_foo", {}).add("user", {"user_foo"}, {"user_foo"}).list()));
        CHECK(ids_of(registry.revisions()) == "user_foo user");
        CHECK(ids_of(registry.heads()) == "user");
    }
    SECTION("RM49 a dependency that cannot be resolved is found before anything is walked") {
        CHECK_THAT(refusal(Chain().add("a", {}).add("b", {"a"}, {"nowhere"})),
                   Catch::Matchers::Contains("depends on nowhere"));
    }
}

TEST_CASE("one name for two revisions is refused with both files") {
    SECTION("RM47") {
        const Chain chain = Chain().add("x", {}).add("y", {"x"}).add("x", {"y"});
        std::vector<RegisteredRevision> list = chain.list();
        list[2].file = "second.cpp";
        CHECK(summary(error_of(Registry::create(list))) == "two revisions have the id x: x.cpp and second.cpp");
    }
    SECTION("RM48") {
        CHECK(refusal(Chain().add("a", {}).add("b", {"gone"})) ==
              "revision b (b.cpp) revises gone, which no file defines");
    }
    SECTION("RM09") {
        CHECK(refusal(Chain().add("b", {}).add("c", {"b"}, {}, {"xy1"}).add("d", {}).add("e", {"d"}, {}, {"xy1"})) ==
              "the branch label xy1 of revision e (e.cpp) already names revision c (c.cpp)");
        CHECK(refusal(Chain().add("a", {}).add("b", {"a"}, {}, {"a"})) ==
              "the branch label a of revision b (b.cpp) already names revision a (a.cpp)");
    }
    SECTION("words of the commands are no names") {
        for (const char* word : {"head", "heads", "base", "current"}) {
            CHECK_THAT(refusal(Chain().add(word, {})), Catch::Matchers::Contains("is a word of the commands"));
            CHECK_THAT(refusal(Chain().add("a", {}, {}, {word})),
                       Catch::Matchers::Contains("is a word of the commands"));
        }
        CHECK_THAT(refusal(Chain().add("a", {}, {}, {"x@y"})), Catch::Matchers::Contains("branch label \"x@y\""));
    }
}

TEST_CASE("an empty chain is sound and has no heads") {
    const Registry registry = must(Registry::create({}));
    CHECK(registry.revisions().empty());
    CHECK(registry.heads().empty());
    must(require_single_head(registry));
}

TEST_CASE("revisions are listed parents first, others in the order of their files") {
    const auto order = [](const Chain& chain) { return ids_of(must(Registry::create(chain.list())).revisions()); };
    SECTION("a list in reverse is turned round") {
        CHECK(order(Chain().add("c", {"b"}).add("b", {"a"}).add("a", {})) == "a b c");
    }
    SECTION("branches keep the order of the list") {
        CHECK(order(Chain().add("a", {}).add("x", {"a"}).add("b", {"a"}).add("m", {"x", "b"})) == "a x b m");
        CHECK(order(Chain().add("m", {"x", "b"}).add("b", {"a"}).add("x", {"a"}).add("a", {})) == "a b x m");
    }
    SECTION("a dependency counts like a parent") {
        CHECK(order(Chain().add("b", {}, {"z"}).add("a", {}).add("z", {})) == "a z b");
    }
    SECTION("the same list gives the same order each time") {
        Chain chain;
        chain.add("a", {}).add("q", {"a"}).add("c", {"a"}).add("z", {"q"}).add("b", {"c"}).add("m", {"z", "b"});
        for (int i = 0; i < 10; ++i)
            CHECK(order(chain) == "a q c z b m");
    }
}

TEST_CASE("a registered revision carries what its file says") {
    static const Revision revision = {
        .message = "Add skills", .revises = {"a"}, .depends_on = {"b"}, .branch_labels = {"combat"}};
    Chain chain;
    chain.add("a", {}).add("b", {});
    auto list = chain.list();
    list.push_back({"2bbcec8822fa", "schema/revisions/x.cpp", &revision});
    const Registry registry = must(Registry::create(list));
    const RevisionNode* node = registry.find("2bbcec8822fa");
    REQUIRE(node != nullptr);
    CHECK(node->message == "Add skills");
    CHECK(node->file == "schema/revisions/x.cpp");
    CHECK(node->parents == std::vector<std::string>{"a"});
    CHECK(node->depends_on == std::vector<std::string>{"b"});
    CHECK(node->branch_labels == std::vector<std::string>{"combat"});
    CHECK(node->definition == &revision);
    CHECK(registry.find("2bbc") == nullptr);
}

TEST_CASE("heads are what nobody revises") {
    SECTION("one") {
        const Registry registry = must(Registry::create(Chain().add("a", {}).add("b", {"a"}).list()));
        CHECK(ids_of(registry.heads()) == "b");
        must(require_single_head(registry));
    }
    SECTION("two are named with their files and the way out") {
        const Registry registry = must(Registry::create(Chain().add("a", {}).add("b", {"a"}).add("c", {"a"}).list()));
        CHECK(ids_of(registry.heads()) == "b c");
        const Error error = error_of(require_single_head(registry, "server"));
        CHECK(error.kind() == ErrorKind::usage);
        CHECK(summary(error) == "the chain has 2 heads: b (b.cpp) and c (c.cpp)");
        CHECK(error.details().hint == "merge them: server migrate merge b c -m \"merge b and c\"");
    }
    SECTION("a dependency revises nothing") {
        CHECK(ids_of(must(Registry::create(Chain().add("a", {}).add("b", {}, {"a"}).list())).heads()) == "a b");
    }
    SECTION("a merge is one head") {
        CHECK(ids_of(must(Registry::create(
                              Chain().add("a", {}).add("b", {"a"}).add("c", {"a"}).add("m", {"b", "c"}).list()))
                         .heads()) == "m");
    }
}

TEST_CASE("ancestors are found through parents and dependencies") {
    const Registry registry = must(
        Registry::create(Chain().add("a", {}).add("b", {"a"}).add("x", {}).add("c", {"b"}, {"x"}).add("y", {}).list()));
    const auto below = [&](const char* ancestor, const char* node) {
        return registry.is_ancestor_or_self(*registry.find(ancestor), *registry.find(node));
    };
    CHECK(below("a", "a"));
    CHECK(below("a", "c"));
    CHECK(below("x", "c"));
    CHECK_FALSE(below("c", "a"));
    CHECK_FALSE(below("y", "c"));
}

TEST_CASE("a diamond of many branches is walked in no time") {
    Chain chain;
    static std::vector<std::string> ids;
    constexpr int floors = 200;
    for (int i = 0; i < 3 * floors + 1; ++i)
        ids.push_back("r" + std::to_string(i));
    chain.add(ids[0].c_str(), {});
    for (int i = 0; i < 3 * floors; i += 3) {
        const auto id = [&](int offset) { return ids[static_cast<std::size_t>(i + offset)].c_str(); };
        chain.add(id(1), {id(0)}).add(id(2), {id(0)}).add(id(3), {id(1), id(2)});
    }
    const Registry registry = must(Registry::create(chain.list()));
    CHECK(registry.revisions().size() == ids.size());
    CHECK(registry.is_ancestor_or_self(registry.revisions().front(), registry.revisions().back()));
}
