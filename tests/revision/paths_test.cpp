// Where upgrades and downgrades lead, scenario by scenario. A section is named by the id of its scenario; what a stamp
// leaves is in stamp_test.cpp.
#include <catch2/catch.hpp>

#include "graphs.hpp"

using namespace migrator;
using namespace migrator::testing;
using Catch::Matchers::Contains;

TEST_CASE("paths on a line") {
    SECTION("RG01") {
        CHECK(down(l5(), "", "base") == " -> nothing");
    }
    SECTION("RG02") {
        CHECK(down(l5(), "a", "a") == " -> a");
    }
    SECTION("RG03") {
        CHECK(down(l5(), "e", "e") == " -> e");
    }
    SECTION("RG04") {
        CHECK(up(l5(), "c", "e") == "d e -> e");
    }
    SECTION("RG05") {
        CHECK(up(l5(), "", "c") == "a b c -> c");
    }
    SECTION("RG06") {
        CHECK(up(l5(), "a", "+2") == "b c -> c");
    }
    SECTION("RG07") {
        CHECK(up(l5(), "a", "+1") == "b -> b");
    }
    SECTION("RG08") {
        CHECK(up(l5(), "b", "+3") == "c d e -> e");
    }
    SECTION("RG09") {
        CHECK(up(l5(), "a", "b+2") == "b c d -> d");
    }
    SECTION("RG10") {
        CHECK(up(l5(), "a", "d-2") == "b -> b");
    }
    SECTION("RG11") {
        CHECK_THAT(up(l5(), "b", "-2"), Contains("! relative revision -2 didn't produce 2 migrations"));
    }
    SECTION("RG12") {
        CHECK(up(l5(), "b", "+5") == "! relative revision +5 didn't produce 5 migrations; only 3 are there");
    }
    SECTION("RG13") {
        CHECK(down(l5(), "e", "c") == "e d -> c");
    }
    SECTION("RG14") {
        CHECK(down(l5(), "c", "base") == "c b a -> nothing");
    }
    SECTION("RG15") {
        CHECK(down(l5(), "c", "-1") == "c -> b");
    }
    SECTION("RG16") {
        CHECK(down(l5(), "e", "-3") == "e d c -> b");
    }
    SECTION("RG17") {
        CHECK(down(l5(), "d", "a+2") == "d -> c");
    }
    SECTION("RG18") {
        CHECK(down(l5(), "d", "c-2") == "d c b -> a");
    }
    SECTION("RG19") {
        CHECK(down(l5(), "b", "-5") == "! relative revision -5 didn't produce 5 migrations; only 2 are there");
    }
    SECTION("RG20") {
        CHECK_THAT(down(l5(), "b", "+2"), Contains("! relative revision +2 didn't produce 2 migrations"));
    }
    SECTION("RG21: three characters name nothing, four do; neither is applied") {
        CHECK_THAT(down(l5_long(), "", "548"), Contains("548") && Contains("at least four characters"));
        CHECK(down(l5_long(), "", "548c") == "! destination 548c is not a valid downgrade target: it is not applied");
    }
    SECTION("RG22") {
        CHECK(down(l5_long(), "548c7fd6bf43", "b7ea") ==
              "! destination b7ea is not a valid downgrade target: it is not applied");
    }
}

TEST_CASE("paths on two branches") {
    SECTION("RG27") {
        CHECK(up(br(), "b", "d1") == "c1 d1 -> d1");
    }
    SECTION("RG28") {
        CHECK(up(br(), "a", "d1 d2") == "b c2 d2 c1 d1 -> d1 d2");
    }
    SECTION("RG29") {
        CHECK(down(br(), "d1 d2", "a") == "d1 c1 d2 c2 b -> a");
    }
    SECTION("RG30") {
        CHECK(up(br(), "b", "c2branch@head-1") == "c2 -> c2");
    }
    SECTION("RG31") {
        CHECK(down(br(), "d2 d1", "base+2") == "d1 c1 d2 c2 -> b");
    }
    SECTION("RG32") {
        CHECK(down(br(), "d2 d1", "c2branch@base+2") == "d2 c2 -> d1");
    }
    SECTION("RG33") {
        CHECK(down(br(), "d2 d1", "c2") == "d2 -> c2 d1");
        CHECK(down(br(), "d2 d1", "c2branch@base+3") == "d2 -> c2 d1");
    }
    SECTION("RG34") {
        CHECK_THAT(down(br(), "d2 d1", "-1"), Contains("d2 -> c2 d1 ? ") && Contains("ambiguous"));
    }
    SECTION("RG35") {
        CHECK_THAT(down(br(), "c2 d1", "-1"), Contains("c2 -> d1 ? ") && Contains("ambiguous"));
    }
    SECTION("RG36") {
        CHECK_THAT(down(br(), "d1 d2", "-1"), Contains("d1 -> c1 d2 ? ") && Contains("ambiguous"));
    }
    SECTION("RG37") {
        CHECK_THAT(down(br(), "c1 d2", "-1"), Contains("c1 -> d2 ? ") && Contains("ambiguous"));
    }
    SECTION("RG38: no warning") {
        CHECK(down(br(), "d1 d2", "c1branch@-1") == "d1 -> c1 d2");
    }
    SECTION("RG39") {
        CHECK(down(br(), "d2 c1", "d2-1") == "d2 -> c1 c2");
        CHECK(down(br(), "c1 d2", "d2-1") == "d2 -> c1 c2");
    }
    SECTION("RG40") {
        CHECK(down(br(), "c1 d2", "c1branch@b") == "c1 -> d2");
    }
    SECTION("RG41") {
        CHECK(down(br(), "c1 d2", "c2branch@b") == "d2 c2 -> c1");
    }
    SECTION("RG42") {
        CHECK(down(br(), "d1 d2", "c2@b") == "d2 c2 -> d1");
    }
    SECTION("RG43") {
        CHECK(down(br(), "d1 d2", "d1@b") == "d1 c1 -> d2");
    }
    SECTION("RG44") {
        CHECK(down(br(), "d1 d2", "c1branch@head-1") == "d1 -> c1 d2");
    }
    SECTION("RG45") {
        CHECK(up(br(), "c1", "c2branch@+1") == "c2 -> c1 c2");
    }
    SECTION("RG46") {
        CHECK(up(br(), "c1 c2", "c2branch@+1") == "d2 -> c1 d2");
    }
    SECTION("RG47") {
        CHECK(up(br(), "c1 c2", "+1") == "! +1 is ambiguous: the database has several heads: c1, c2");
    }
    SECTION("RG48") {
        CHECK(up(br(), "", "base+1") == "a -> a");
        CHECK(up(br(), "", "+1") == "a -> a");
    }
    SECTION("RG49") {
        CHECK(down(br(), "a", "-1") == "a -> nothing");
        CHECK_THAT(down(br(), "", "-1"), Contains("! relative revision -1 didn't produce 1 migrations"));
    }
    SECTION("RG50") {
        CHECK(down(br(), "d1 c2", "c2") == " -> c2 d1");
        CHECK(down(br(), "d1 c2", "d1") == " -> c2 d1");
    }
}

TEST_CASE("paths over merges") {
    SECTION("RG51") {
        CHECK(up(bm(), "d2 b1", "d1") == "c1 d1 -> d1 d2");
    }
    SECTION("RG52") {
        CHECK(down(bm(), "d2 d1", "b1") == "d1 c1 -> b1 d2");
    }
    SECTION("RG53") {
        CHECK(up(b3(), "d3 d2 b1", "d1") == "c1 d1 -> d1 d2 d3");
    }
    SECTION("RG54") {
        CHECK(down(b3(), "d3 d2 d1", "b1") == "d1 c1 -> b1 d2 d3");
    }
    SECTION("RG55") {
        CHECK(up(b3(), "d3 b2 b1", "d1") == "c2 c1 d1 -> d1 d3");
        CHECK(up(b3(), "d3 d1", "d2") == "d2 -> d1 d2 d3");
    }
    SECTION("RG56") {
        const auto rows = [](const char* applied) { return up(tw(), applied, "base"); };
        CHECK(rows("a b3") == " -> b3");
        CHECK(rows("a b3 b1") == " -> b1 b3");
        CHECK(rows("a b3 b1 b2") == " -> b1 b2 b3");
        CHECK(up(tw(), "b1 b2 b3", "c2") == "c2 -> c2");
        CHECK(up(tw(), "c2", "d2") == "d2 -> d2");
        CHECK(up(tw(), "d2", "c1") == "c1 -> c1 d2");
        CHECK(up(tw(), "c1 d2", "d1") == "d1 -> d1 d2");
    }
    SECTION("RG57") {
        CHECK(up(nt(), "a", "b2") == "b2 -> b2");
        CHECK(up(nt(), "b2", "b3") == "b3 -> b2 b3");
        CHECK(up(nt(), "b2 b3", "c2") == "c2 -> c2");
        CHECK(up(nt(), "c2", "d2") == "d2 -> d2");
        CHECK(up(nt(), "d2", "b1") == "b1 -> b1 d2");
        CHECK(up(nt(), "b1 d2", "c1") == "c1 -> c1 d2");
        CHECK(up(nt(), "c1 d2", "d1") == "d1 -> d1 d2");
    }
}

TEST_CASE("paths with dependencies") {
    SECTION("RG58: c1 is implied by c2") {
        CHECK(down(d1(), "c2 d1", "d1@c1") == "d1 -> c2");
    }
    SECTION("RG60") {
        CHECK(down(d2(), "amerge bmerge cmerge d1", "b2") == "bmerge -> amerge b1 cmerge d1");
    }
    SECTION("RG61") {
        CHECK(down(d2(), "amerge d1 b1 cmerge", "d1@base") == "d1 -> amerge b1 b2 cmerge");
    }
    SECTION("RG62") {
        CHECK(down(d2(), "amerge b1 b2 cmerge", "base") == "amerge a1 b1 b2 cmerge c1 a2 a3 c2 c3 -> nothing");
    }
    SECTION("RG63: b1 is implied by a3") {
        CHECK(down(d3(), "a3 b2", "b1") == "b2 -> a3");
    }
    SECTION("RG64") {
        const Chain both = Chain().add("a1", {}).add("a2", {"a1"}, {"a1"});
        CHECK(up(both, "", "a2") == "a1 a2 -> a2");
        CHECK(down(both, "a2", "a1") == "a2 -> a1");
    }
    SECTION("RG65: a3 is not listed") {
        CHECK(down(d4(), "b4", "b3") == "b4 -> b3");
    }
    SECTION("RG66") {
        CHECK(up(d5(), "a1", "b1") == "b1 -> b1");
        CHECK(up(d5(), "b1", "bmerge") == "bmerge -> bmerge");
        CHECK(down(d5(), "bmerge", "a1") == "bmerge -> b1");
        CHECK(down(d5(), "bmerge", "b1") == "bmerge -> b1");
    }
    SECTION("RG67") {
        CHECK(up(d6(), "a2", "c2") == "a1 b1 c1 b2 c2 -> c2");
    }
    SECTION("RG68") {
        CHECK(up(fo(), "", "heads") == "a2 b2 a1 b1 -> b1 b2");
    }
    SECTION("RG73") {
        CHECK(up(mp(), "b", "f") == "c2 d2 c1 d1 e f -> f");
    }
    SECTION("RG74") {
        CHECK(down(mp(), "f", "b") == "f e d1 c1 d2 c2 -> b");
    }
    SECTION("RG75") {
        CHECK(down(xd(), "d1 d2", "c2branch@b") == "d2 c2 -> d1");
    }
    SECTION("RG76") {
        const std::string both = down(xd(), "d1 d2", "c1branch@b");
        CHECK((both == "d1 d2 c1 -> c2" || both == "d2 d1 c1 -> c2"));
    }
}

TEST_CASE("RM24 steps down a branch from what is applied of it, also when no head is") {
    const Chain chain =
        Chain().add("y1", {}, {}, {"y"}).add("x1", {}, {}, {"x"}).add("y2", {"y1"}, {"x1"}).add("x2", {"x1"});
    CHECK(down(chain, "x2 y2", "x@-1") == "x2 -> y2");
    CHECK(down(chain, "x1 y2", "x@-1") == "y2 x1 -> y1");
    CHECK(down(chain, "y2", "x@-1") == "y2 x1 -> y1");
}

TEST_CASE("a revision merged in below an applied one is on the way to every target above it") {
    const auto chain = Chain().add("a", {}).add("b", {"a"}).add("x", {"a"}).add("m", {"b", "x"});
    CHECK(up(chain, "b", "m") == "x m -> m");
    CHECK(up(chain, "b", "head") == "x m -> m");
    CHECK(up(chain, "b", "+1") == "x m -> m");
}

TEST_CASE("a dependency that an applied revision was given later is not skipped") {
    const Chain chain = Chain().add("a", {}).add("x", {}).add("b", {"a"}, {"x"}).add("c", {"b"});
    const auto registry = migrator::Registry::create(chain.list());
    const auto path = migrator::find_upgrade(registry.assume_value(), {"a", "b"}, {"c"});
    CHECK(ids_of(path.assume_value().steps) == "c x");
}

TEST_CASE("RC32 a range is refused where a database is moved") {
    CHECK_THAT(up(l3(), "a", "a:b"), Contains("! a range (a:b) is not allowed here"));
    CHECK_THAT(down(l3(), "c", "c:a"), Contains("! a range (c:a) is not allowed here"));
}

TEST_CASE("targets that cannot be are refused with what they name") {
    CHECK_THAT(up(br(), "b", "head"),
               Contains("! several heads are present for \"head\": d1 (d1.cpp) and d2 (d2.cpp)"));
    CHECK_THAT(up(br(), "b", "@head"), Contains("names no branch before the @"));
    CHECK_THAT(up(br(), "b", "nobody@head"), Contains("there is no branch \"nobody\""));
    CHECK_THAT(up(br(), "b", "c1branch@d2"), Contains("revision d2 is not a member of branch \"c1branch\""));
    CHECK_THAT(up(br(), "b", "d1 c1"), Contains("requested revision d1 overlaps"));
    CHECK_THAT(up(br(), "b", "+99999999999999999999"), Contains("more steps than there can be"));
    CHECK_THAT(down(br(), "d1 d2", "a-3"), Contains("didn't produce 3 migrations; only 1 are there"));
    CHECK_THAT(down(br(), "d1 d2", "c1branch@-9"), Contains("didn't produce 9 migrations; only 4 are there"));
    CHECK_THAT(up(br(), "a", "b+1"), Contains("is ambiguous: b stands next to c1, c2"));
    CHECK_THAT(up(lb(), "", "ebranch@-1+2"), Contains("! "));
}
