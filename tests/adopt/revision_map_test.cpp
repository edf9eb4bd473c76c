// Map files, and the revisions that versions stand for.
#include "migrator/adopt/revision_map.hpp"

#include <catch2/catch.hpp>

#include "tests/errors/must.hpp"
#include "tests/revision/chains.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

std::string ids(const std::vector<std::string>& versions, const RevisionMap& map) {
    static Chain chain =
        Chain().add("aaaa1", {}).add("bbbb2", {"aaaa1"}).add("cccc3", {"bbbb2"}).add("dddd4", {"bbbb2"});
    static const Registry registry = must(Registry::create(chain.list()));
    std::string text;
    for (const RevisionNode* node : must(applied_at(versions, map, registry)))
        text += node->id + " ";
    return text;
}

}  // namespace

TEST_CASE("a map is a line a version") {
    CHECK(must(parse_revision_map("# ours\n\n 1  aaaa1 # the first\n2 bbbb2\n3 base")) ==
          RevisionMap{{"1", "aaaa1"}, {"2", "bbbb2"}, {"3", "base"}});
    CHECK(summary(error_of(parse_revision_map("1 a\n2"))) == "line 2 of the map is not \"VERSION REVISION\"");
    CHECK(error_of(parse_revision_map("1 a b")).kind() == ErrorKind::usage);
    CHECK(summary(error_of(parse_revision_map("1 a\n1 b"))) == "line 2 of the map names version 1 again");
    CHECK(error_of(read_revision_map("/nonexistent/map")).kind() == ErrorKind::usage);
}

TEST_CASE("a version stands for the revision of its id or of the map, with everything below") {
    CHECK(ids({"bbbb2"}, {}) == "aaaa1 bbbb2 ");
    CHECK(ids({"cccc3", "dddd4"}, {}) == "aaaa1 bbbb2 cccc3 dddd4 ");
    CHECK(ids({"42"}, {{"42", "cccc3"}}) == "aaaa1 bbbb2 cccc3 ");
    CHECK(ids({"0"}, {{"0", "base"}}).empty());
    CHECK(ids({}, {}).empty());
    CHECK_THROWS_WITH(ids({"42"}, {}), Catch::Contains("version 42 is none of the compiled-in revisions"));
    CHECK_THROWS_WITH(ids({"42"}, {{"42", "nope"}}), Catch::Contains("the map names nope"));
}
