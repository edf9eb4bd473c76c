// How an operation is told in one line.
#include "migrator/author/proposal.hpp"

#include <catch2/catch.hpp>

#include "migrator/operation/operations.hpp"

using namespace migrator;

TEST_CASE("the line of an operation names a table once, and what is in it after the table") {
    Table visits;
    visits.name = "visits";
    visits.columns = {column("visits", integer())};
    CHECK(author::line_of(CreateTable{visits}) == "create_table public.visits: 1 columns");
    CHECK(author::line_of(DropTable{"visits", visits}) == "drop_table public.visits");
    CHECK(author::line_of(AddColumn{"visits", visits.columns[0]}) == "add_column public.visits.visits: integer");
    CHECK(author::line_of(SetComment{"visits", {}, "who came", "", SetComment::On::table}) ==
          "set_table_comment public.visits: who came");
    CHECK(author::line_of(SetComment{"visits", "visits", "when", "", SetComment::On::table}) ==
          "set_column_comment public.visits.visits: when");
    CHECK(author::line_of(CreateEnum{{"mood", {"calm"}}}) == "create_enum public.mood");
}
