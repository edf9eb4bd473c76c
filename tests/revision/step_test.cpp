// A revision's steps are checked without a database.
#include <catch2/catch.hpp>

#include "migrator/operation/operation.hpp"
#include "migrator/revision/registry.hpp"
#include "tests/errors/must.hpp"

REVISION(2bbcec8822fa){
    .message = "Rename energy to mp",
    .revises = {"feb673044f6d", "c8ab2c1be277"},
    .upgrade = [](Operations& op) { op.rename_column("character_stats", "energy", "mp"); },
};

using namespace migrator;
using namespace migrator::testing;

namespace {

// What check_steps says about a chain of this one revision; empty when it is sound.
std::string complaint(const Revision& revision) {
    const Registry registry = must(Registry::create({{"a", "a.cpp", &revision}}));
    auto checked = check_steps(registry);
    return checked.has_value() ? std::string() : full_text(checked.assume_error());
}

RevisionNode node_of(const Revision& revision) {
    return must(Registry::create({{"a", "a.cpp", &revision}})).revisions().front();
}

}  // namespace

TEST_CASE("REVISION defines a constant that the build can register") {
    CHECK(revision_2bbcec8822fa.message == std::string("Rename energy to mp"));
    CHECK(revision_2bbcec8822fa.revises.ids[1] == std::string("c8ab2c1be277"));
    CHECK(revision_2bbcec8822fa.revises.ids[2] == nullptr);
    CHECK(revision_2bbcec8822fa.compatibility == Compatibility::derived);
}

TEST_CASE("a sound revision passes the check") {
    CHECK(complaint({.message = "m", .upgrade = [](Operations& op) { op.create_schema("s"); }}) == "");
    CHECK(complaint({.message = "a merge"}) == "");
    CHECK(complaint({.message = "m",
                     .upgrade = [](Operations& op) { op.drop_table("t"); },
                     .irreversible = "the rows are gone"}) == "");
    CHECK(complaint({.message = "m",
                     .upgrade = [](Operations& op) { op.drop_table("t"); },
                     .downgrade = [](Operations& op) { op.create_table("t", {}); }}) == "");
    CHECK(complaint({.message = "m",
                     .compatibility = Compatibility::additive,
                     .compatibility_reason = "nobody reads it yet"}) == "");
}

TEST_CASE("what is wrong with a revision is told with its file") {
    CHECK(complaint({.message = ""}) == "revision a (a.cpp): it has no message");
    CHECK(complaint({.message = nullptr}) == "revision a (a.cpp): it has no message");
    CHECK(complaint({.message = "m", .upgrade = [](Operations& op) { op.create_schema(""); }}) ==
          "revision a (a.cpp): upgrade: the name of a schema is empty");
    CHECK(complaint({.message = "m",
                     .upgrade = [](Operations&) {},
                     .downgrade = [](Operations& op) { op.rename_table("t", ""); }}) ==
          "revision a (a.cpp): downgrade: the name of a table is empty");
    CHECK(complaint({.message = "m", .upgrade = [](Operations& op) { op.drop_table("t"); }}) ==
          "revision a (a.cpp): drop_table \"t\" cannot be undone by itself\n"
          "  hint: give drop_table the definition, or write a downgrade, or say why it is irreversible");
    CHECK(complaint({.message = "m", .compatibility = Compatibility::breaking}) ==
          "revision a (a.cpp): it sets .compatibility without a .compatibility_reason");
}

TEST_CASE("the way back is written, derived or refused with the reason") {
    CHECK(must(node_of({.message = "m", .upgrade = [](Operations& op) { op.create_schema("s"); }})
                   .downgrade_operations()) == std::vector<Operation>{DropSchema{"s"}});
    CHECK(must(node_of({.message = "m",
                        .upgrade = [](Operations& op) { op.create_schema("s"); },
                        .downgrade = [](Operations& op) { op.drop_schema("other"); }})
                   .downgrade_operations()) == std::vector<Operation>{DropSchema{"other"}});
    CHECK(must(node_of({.message = "m"}).downgrade_operations()).empty());
    CHECK(summary(error_of(node_of({.message = "m",
                                    .upgrade = [](Operations& op) { op.create_schema("s"); },
                                    .irreversible = "the rows are gone"})
                               .downgrade_operations())) == "it is irreversible: the rows are gone");
}
