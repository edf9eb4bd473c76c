// What a stamp leaves, scenario by scenario.
#include "migrator/revision/stamp.hpp"

#include <catch2/catch.hpp>

#include "graphs.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using namespace migrator::testing;
using Catch::Matchers::Contains;

namespace {

// The heads after stamping `names` on a database at the heads `state`.
std::string stamp(const Chain& chain, const std::string& state, const std::string& names) {
    const Registry registry = must(Registry::create(chain.list()));
    const RevisionList heads = current_heads(registry, must(applied_at(registry, words(state))));
    const auto stamped = stamped_heads(registry, heads, words(names));
    return stamped.has_value() ? ids_of(stamped.assume_value()) : "! " + summary(stamped.assume_error());
}

}  // namespace

TEST_CASE("a stamp replaces the heads of its lineage and leaves the others") {
    SECTION("RG23") {
        CHECK(stamp(l5(), "d", "base") == "");
    }
    SECTION("RG24") {
        CHECK(stamp(br(), "d1 c2", "b") == "b");
    }
    SECTION("RG25") {
        CHECK(stamp(br(), "d1 c2", "c1branch@base") == "c2");
    }
    SECTION("RG26") {
        CHECK(stamp(br(), "d1 c2", "c2branch@head") == "d1 d2");
    }
    SECTION("RG59") {
        CHECK(stamp(d1(), "e1 c2", "b1") == "b1");
    }
    SECTION("RG69") {
        CHECK(stamp(fo(), "", "heads") == "b1 b2");
        CHECK(stamp(fo(), "b1 b2", "heads") == "b1 b2");
    }
    SECTION("RG70") {
        CHECK(stamp(mp(), "e", "c2") == "c2");
        CHECK(stamp(mp(), "e", "a") == "a");
    }
    SECTION("RG71") {
        CHECK(stamp(mp(), "c2", "e") == "e");
        CHECK(stamp(mp(), "d1 c2", "e") == "e");
        CHECK(stamp(mp(), "b", "e") == "e");
    }
    SECTION("RG72") {
        CHECK(stamp(mp(), "d1 c2", "c2branch@head") == "f");
    }
    SECTION("RC21") {
        CHECK(stamp(Chain().add("a", {}).add("b", {"a"}).add("e", {"a"}), "a", "b e") == "b e");
    }
    SECTION("RC22") {
        CHECK(stamp(br(), "c1 d2", "c1 d2") == "c1 d2");
    }
}

TEST_CASE("RC20 a set of revisions of which one includes another is refused") {
    const auto chain =
        Chain().add("a", {}).add("b", {"a"}).add("c", {"b"}).add("d", {"b"}).add("e", {"d"}).add("f", {"b"});
    CHECK(stamp(chain, "", "heads") == "c e f");
    CHECK_THAT(stamp(chain, "", "a e f"), Contains("! ") && Contains("e") && Contains("a"));
    CHECK_THAT(stamp(chain, "", "nobody"), Contains("no revision is called \"nobody\""));
}
