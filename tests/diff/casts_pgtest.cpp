// What the comparison knows of casts is what the server has.
#include "migrator/diff/casts.hpp"

#include <catch2/catch.hpp>

#include "migrator/testing/test_database.hpp"
#include "tests/errors/must.hpp"

using namespace migrator;
using diff::Cast;
using testing::must;

namespace {

// As the server lists it; none: 'n'.
constexpr const char* casts_of_the_server = R"sql(
SELECT format_type(f.oid, NULL), format_type(t.oid, NULL),
       coalesce((SELECT castcontext FROM pg_cast WHERE castsource = f.oid AND casttarget = t.oid), 'n')
FROM pg_type f CROSS JOIN pg_type t
WHERE f.typnamespace = 11 AND t.typnamespace = 11 AND f.typtype IN ('b', 'r') AND t.typtype IN ('b', 'r')
  AND f.oid <> t.oid)sql";

Cast cast_of(std::string_view context) {
    if (context == "n") return Cast::none;
    return context == "e" ? Cast::on_request : Cast::assignment;
}

}  // namespace

TEST_CASE("casts between types whose casts are known are those of pg_cast") {
    const testing::TestDatabase database;
    auto session = database.connect();
    const auto answer = must(session.query(casts_of_the_server));
    int count = 0;
    for (int row = 0; row < answer.row_count(); ++row) {
        const std::string from(answer.text(row, 0));
        const std::string to(answer.text(row, 1));
        if (!diff::is_cast_known(from) || !diff::is_cast_known(to)) continue;
        INFO(from << " to " << to);
        CHECK(diff::cast_between(from, to) == cast_of(answer.text(row, 2)));
        ++count;
    }
    CHECK(count > 1000);
}

TEST_CASE("whatever can be printed is stored in a string by itself") {
    CHECK(diff::cast_between("point", "text") == Cast::assignment);
    CHECK(diff::cast_between("", "character varying") == Cast::assignment);
    CHECK(diff::cast_between("text", "integer") == Cast::none);
}
