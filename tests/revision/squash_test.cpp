// A squash stands beside the graph while the revisions that it replaces are there, and in their place when they are
// gone.
#include <catch2/catch.hpp>

#include "migrator/operation/checksum.hpp"
#include "migrator/revision/squash_range.hpp"
#include "migrator/revision/target.hpp"
#include "tests/errors/must.hpp"
#include "tests/revision/chains.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

// a -> b -> c -> d -> e.
Chain line() {
    return Chain().add("a", {}).add("b", {"a"}).add("c", {"b"}).add("d", {"c"}).add("e", {"d"});
}

// `all` but those in `gone`, and the squash s of b, c and d.
std::vector<RegisteredRevision> with_squash(const Chain& chain, const Revision& squash, const std::string& gone = "") {
    std::vector<RegisteredRevision> list;
    for (const RegisteredRevision& revision : chain.list())
        if (gone.find(revision.id) == std::string::npos) list.push_back(revision);
    list.push_back({"s", "s.cpp", &squash});
    return list;
}

// What b, c and d do is nothing, so that they have one checksum.
std::string lines_of_bcd() {
    const std::string sum = checksum({});
    return "b additive " + sum + " a\nc additive " + sum + " b\nd additive " + sum + " c\n";
}

Revision squash_of(const std::string& lines) {
    return {.message = "b to d", .revises = {"a"}, .replaces = lines.c_str()};
}

}  // namespace

TEST_CASE("the lines of a squash hold what the history needs of each replaced revision") {
    const auto read = must(parse_replaced("a additive 12\nb breaking 34 a x\n"));
    REQUIRE(read.size() == 2);
    CHECK(read[0] == ReplacedRevision{"a", false, "12", {}});
    CHECK(read[1] == ReplacedRevision{"b", true, "34", {"a", "x"}});
    CHECK(line_of(read[1]) == "b breaking 34 a x");
    CHECK(summary(error_of(parse_replaced("a perhaps 12\n"))).find("ID additive|breaking CHECKSUM") !=
          std::string::npos);
    CHECK(summary(error_of(parse_replaced("a additive 12\na additive 12"))).find("a twice") != std::string::npos);
    CHECK(summary(error_of(parse_replaced(" \n"))).find("names no revision") != std::string::npos);
}

TEST_CASE("while the replaced revisions are there, a squash is no part of the graph") {
    const Chain chain = line();
    const std::string lines = lines_of_bcd();
    const Revision squash = squash_of(lines);
    const Registry registry = must(Registry::create(with_squash(chain, squash)));
    CHECK(ids_of(registry.revisions()) == "a b c d e");
    CHECK(ids_of(registry.heads()) == "e");
    REQUIRE(registry.shortcuts().size() == 1);
    CHECK(registry.shortcuts().front().replaced == std::vector<std::size_t>{1, 2, 3});
    CHECK(registry.find("s") == nullptr);
    CHECK_FALSE(registry.replaces_any());
    CHECK(must(find_revision(registry, "s"))->id == "d");
    CHECK(ids_of(must(upgrade_path(registry, {}, "s"))) == "a b c d");
    CHECK(registry.without_shortcuts().shortcuts().empty());
    must(require_single_head(registry));
    must(check_steps(registry));
}

TEST_CASE("when the replaced revisions are gone, a squash is a revision that stands where the last of them stood") {
    const Chain chain = line();
    const std::string lines = lines_of_bcd();
    const Revision squash = squash_of(lines);
    const Registry registry = must(Registry::create(with_squash(chain, squash, "bcd")));
    CHECK(ids_of(registry.revisions()) == "a s e");
    CHECK(registry.shortcuts().empty());
    CHECK(registry.replaces_any());
    CHECK(registry.find_replacing("c")->id == "s");
    CHECK(must(find_revision(registry, "d"))->id == "s");
    CHECK(ids_of(must(upgrade_path(registry, {}, "head"))) == "a s e");
    const Error error = error_of(find_revision(registry, "c"));
    CHECK(summary(error) == "revision c was replaced by s (s.cpp)");
    must(check_steps(registry));
}

TEST_CASE("a squash that does not fit is refused by name") {
    const Chain chain = line();
    const std::string lines = lines_of_bcd();
    const Revision squash = squash_of(lines);
    SECTION("some of its revisions are gone and some are there") {
        const Error error = error_of(Registry::create(with_squash(chain, squash, "c")));
        CHECK(summary(error) == "squash s (s.cpp) replaces c, which no file defines, and others that are still there");
        CHECK(error.kind() == ErrorKind::usage);
    }
    SECTION("something revises the middle of it") {
        const Chain other = line().add("f", {"c"});
        const Error error = error_of(Registry::create(with_squash(other, squash, "bcde")));
        CHECK(summary(error).find("revises c, in the middle of what s (s.cpp) replaces") != std::string::npos);
    }
    SECTION("a replaced revision was edited") {
        const std::string edited = "b additive 99 a\n" + lines.substr(lines.find('\n') + 1);
        const Revision stale = squash_of(edited);
        const Registry registry = must(Registry::create(with_squash(chain, stale)));
        const Error error = error_of(check_steps(registry));
        CHECK(summary(error) == "revision s (s.cpp): it replaces b as it was before b.cpp was edited");
    }
    SECTION("two squashes of one revision, whose file is gone") {
        std::vector<RegisteredRevision> list = with_squash(chain, squash, "bcd");
        const Revision other = squash_of(lines);
        list.push_back({"t", "t.cpp", &other});
        CHECK(summary(error_of(Registry::create(list))).find("is replaced twice") != std::string::npos);
    }
}

TEST_CASE("a squash of a squash takes its lines over") {
    const Chain chain = line();
    const std::string lines = lines_of_bcd();
    const Revision squash = squash_of(lines);
    const std::string all = "a additive " + checksum({}) + "\n" + lines + "e additive " + checksum({}) + " d\n";
    const Revision larger = {.message = "a to e", .replaces = all.c_str()};
    std::vector<RegisteredRevision> list = with_squash(chain, squash, "bcd");
    list.push_back({"t", "t.cpp", &larger});
    const Registry registry = must(Registry::create(list));
    CHECK(ids_of(registry.revisions()) == "a s e");
    REQUIRE(registry.shortcuts().size() == 1);
    CHECK(registry.shortcuts().front().replaced == std::vector<std::size_t>{0, 1, 2});
    const Registry alone = must(Registry::create({{"t", "t.cpp", &larger}}));
    CHECK(ids_of(alone.revisions()) == "t");
}

TEST_CASE("a range to squash is entered at one revision and left at one") {
    const Registry registry = must(Registry::create(line().list()));
    const SquashRange range = must(find_squash_range(registry, "b:d"));
    CHECK(ids_of(range.replaced) == "b c d");
    CHECK(range.before->id == "a");
    CHECK(must(find_squash_range(registry, "base:c")).before == nullptr);
    CHECK(ids_of(must(find_squash_range(registry, ":")).replaced) == "a b c d e");
    CHECK(ids_of(must(find_squash_range(registry, "d:head")).replaced) == "d e");
    CHECK(summary(error_of(find_squash_range(registry, "c:c"))).find("no two revisions") != std::string::npos);
    CHECK(summary(error_of(find_squash_range(registry, "d:b"))).find("no two revisions") != std::string::npos);
    CHECK(summary(error_of(find_squash_range(registry, "b"))).find("is no range") != std::string::npos);
    SECTION("another branch stands on its middle") {
        const Registry forked = must(Registry::create(line().add("f", {"c"}).list()));
        CHECK(summary(error_of(find_squash_range(forked, "b:d"))) ==
              "revision f (f.cpp) revises c, in the middle of the range");
        CHECK(ids_of(must(find_squash_range(forked, "b:c")).replaced) == "b c");
    }
    SECTION("another branch comes in") {
        const Chain merged = line().add("x", {"a"}).add("m", {"e", "x"});
        const Registry registry_with_merge = must(Registry::create(merged.list()));
        CHECK(summary(error_of(find_squash_range(registry_with_merge, "b:m"))).find("x (x.cpp) is merged into m") !=
              std::string::npos);
        CHECK(ids_of(must(find_squash_range(registry_with_merge, "base:m")).replaced) == "a b c d e x m");
    }
}
