// Where a new revision may stand, and what is said of places where it may not.
#include "migrator/revision/placement.hpp"

#include <catch2/catch.hpp>

#include "graphs.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;
using Catch::Matchers::Contains;

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

Registry registry_of(const Chain& chain) {
    return must(Registry::create(chain.list()));
}

std::string parents(const Chain& chain, PlacementRequest request) {
    const auto placed = place_revision(registry_of(chain), request);
    return placed.has_value() ? joined(placed.assume_value().parents) : "! " + full_text(placed.assume_error());
}

std::string dependencies(const Chain& chain, const std::vector<std::string>& names) {
    PlacementRequest request;
    request.heads = {"base"};
    request.depends_on = names;
    const auto placed = place_revision(registry_of(chain), request);
    return placed.has_value() ? joined(placed.assume_value().depends_on) : "! " + summary(placed.assume_error());
}

}  // namespace

TEST_CASE("RC07 a new revision stands on the head, each time") {
    CHECK(parents(l3(), {}) == "c");
    CHECK(parents(l3().add("d", {"c"}), {}) == "d");
    CHECK(parents(Chain(), {}).empty());
    CHECK(parents(l3(), {{"base"}}).empty());
}

TEST_CASE("RC09 of several heads one must be named, or they are merged") {
    CHECK_THAT(parents(br(), {}), Contains("! the chain has 2 heads: d1 (d1.cpp) and d2 (d2.cpp)") &&
                                      Contains("migrate merge d1 d2 -m \"merge d1 and d2\""));
    CHECK(parents(br(), {{"c1branch@head"}}) == "d1");
    CHECK(parents(br(), {{"d2"}}) == "d2");
}

TEST_CASE("RC11 a revision that is no head needs splice, which begins a branch") {
    CHECK_THAT(parents(l3(), {{"b"}}),
               Contains("! revision b is not a head revision") && Contains("specify --splice to create a new branch"));
    CHECK(parents(l3(), {{"b"}, Splice::allow}) == "b");
}

TEST_CASE("RC12 a merge takes at least two that do not include each other") {
    const auto merged = [](const Chain& chain, const std::vector<std::string>& names, Splice splice) {
        const auto placed = place_merge(registry_of(chain), {names, splice, {}, {}});
        return placed.has_value() ? joined(placed.assume_value().parents) : "! " + full_text(placed.assume_error());
    };
    const auto chain =
        Chain().add("a", {}).add("b", {"a"}).add("c", {"b"}).add("d", {"a"}).add("e", {"d"}).add("f", {"a"});
    CHECK(merged(chain, {"heads"}, Splice::refuse) == "c e f");
    CHECK(merged(chain, {"c", "f"}, Splice::refuse) == "c f");
    CHECK_THAT(merged(chain, {"b", "d"}, Splice::refuse), Contains("specify --splice"));
    CHECK(merged(chain, {"b", "d"}, Splice::allow) == "b d");
    CHECK_THAT(merged(chain, {"c"}, Splice::refuse), Contains("at least two"));
    CHECK_THAT(merged(chain, {"c", "c"}, Splice::refuse), Contains("at least two"));
    CHECK_THAT(merged(chain, {"c", "b"}, Splice::allow), Contains("overlaps"));
}

TEST_CASE("RC13 dependencies are written as whole ids, labels as they are") {
    const auto chain = Chain().add("aaaa11112222", {}).add("bbbb11112222", {}, {}, {"lib"});
    CHECK(dependencies(chain, {"aaaa11112222"}) == "aaaa11112222");
    CHECK(dependencies(chain, {"aaaa11112222", "bbbb11112222"}) == "aaaa11112222 bbbb11112222");
    CHECK(dependencies(chain, {"lib"}) == "lib");
    CHECK(dependencies(chain, {"aaaa"}) == "aaaa11112222");
    CHECK_THAT(dependencies(chain, {"invalid"}), Contains("cannot locate") && Contains("\"invalid\""));
}

TEST_CASE("a label must be free and readable") {
    const auto refusal = [](const char* label) {
        return summary(error_of(place_revision(registry_of(br()), {{"base"}, Splice::refuse, {}, {label}})));
    };
    CHECK_THAT(refusal("c1branch"), Contains("the branch label c1branch is taken by c1 (c1.cpp)"));
    CHECK_THAT(refusal("d1"), Contains("is taken by d1 (d1.cpp)"));
    for (const char* label : {"", "x@y", "x:y", "x+y", "x y", "head", "base", "x\"y"})
        CHECK_THAT(refusal(label), Contains("cannot be a branch label"));
}

TEST_CASE("RC15 an id must not hold what the commands read as something else") {
    must(require_usable_id("2bbcec8822fa"));
    CHECK(summary(error_of(require_usable_id("no-dashes"))) ==
          "character(s) '-' not allowed in revision identifier 'no-dashes'");
    CHECK(summary(error_of(require_usable_id("no@atsigns-ordashes"))) ==
          "character(s) '-', '@' not allowed in revision identifier 'no@atsigns-ordashes'");
}
