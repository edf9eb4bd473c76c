// Column types that do not take the values of their members are found, by table, column and both types.
#include <catch2/catch.hpp>

#include "migrator/model/list.hpp"
#include "migrator/model/table_builder.hpp"

using namespace migrator;
using model::TableBuilder;

namespace cellar {

enum class Grade { house, reserve };
enum class Colour { red, white };

struct Bottle {
    int year;
    std::string maker;
    Grade grade;
    Colour colour;
    std::vector<int> tastings;
};

}  // namespace cellar

template <>
struct migrator::model::Labels<cellar::Grade> {
    static constexpr Label<cellar::Grade> all[] = {{cellar::Grade::house, "HOUSE"},
                                                   {cellar::Grade::reserve, "RÉSERVE"}};
};
template <>
struct migrator::model::Labels<cellar::Colour> {
    static ObjectName type() { return "colour"; }
    static constexpr Label<cellar::Colour> all[] = {{cellar::Colour::red, "RED"}, {cellar::Colour::white, "WHITE"}};
};

namespace {

using cellar::Bottle;

// What is wrong with one column of the table.
template <auto Member>
std::string complaint_about(SqlType type) {
    model::Description description;
    description.member_count = 1;
    TableBuilder<Bottle> table(description);
    table.name("bottles");
    table.column<Member>(std::move(type));
    complete(description);
    const auto checked = check_description(description);
    return checked.has_value() ? std::string() : summary(checked.assume_error());
}

}  // namespace

TEST_CASE("a column type that does not take the member's values is refused with both types") {
    CHECK(complaint_about<&Bottle::year>(varchar(5)) ==
          "the description of table \"bottles\" has column \"year\" of the type character varying(5), but its member "
          "holds values of integer");
    CHECK(complaint_about<&Bottle::maker>(integer()) ==
          "the description of table \"bottles\" has column \"maker\" of the type integer, but its member holds values "
          "of text");
    CHECK(complaint_about<&Bottle::year>(array_of(integer())) != "");
    CHECK(complaint_about<&Bottle::year>(numeric(8, 2)) != "");
    CHECK(complaint_about<&Bottle::year>(double_precision()) != "");
    CHECK(complaint_about<&Bottle::year>(timestamptz()) != "");
    CHECK(complaint_about<&Bottle::maker>(boolean()) != "");
    CHECK(complaint_about<&Bottle::maker>(timestamp()) != "");
    CHECK(complaint_about<&Bottle::grade>(smallint()) != "");
    CHECK(complaint_about<&Bottle::colour>(integer()) != "");
    CHECK(complaint_about<&Bottle::tastings>(integer()) != "");
    CHECK(complaint_about<&Bottle::tastings>(array_of(text())) != "");
}

TEST_CASE("a column type that takes the member's values in another form is none of anybody's business") {
    CHECK(complaint_about<&Bottle::year>(bigint()) == "");
    CHECK(complaint_about<&Bottle::year>(serial()) == "");
    CHECK(complaint_about<&Bottle::year>(numeric(8)) == "");
    CHECK(complaint_about<&Bottle::year>(named_type("positive")) == "");
    CHECK(complaint_about<&Bottle::year>(sql_type("int4")) == "");
    CHECK(complaint_about<&Bottle::maker>(character(20)) == "");
    CHECK(complaint_about<&Bottle::maker>(uuid()) == "");
    CHECK(complaint_about<&Bottle::maker>(jsonb()) == "");
    CHECK(complaint_about<&Bottle::maker>(sql_type("tstzrange")) == "");
    CHECK(complaint_about<&Bottle::maker>(array_of(text())) == "");
    CHECK(complaint_about<&Bottle::colour>(varchar(20)) == "");
    CHECK(complaint_about<&Bottle::tastings>(array_of(bigint())) == "");
}

TEST_CASE("a label that is longer than its column is named; what counts is characters") {
    CHECK(complaint_about<&Bottle::grade>(varchar(6)) ==
          "the description of table \"bottles\" has column \"grade\" of the type character varying(6), which is too "
          "short for the label \"RÉSERVE\"");
    CHECK(complaint_about<&Bottle::grade>(varchar(7)) == "");
    CHECK(complaint_about<&Bottle::grade>(character(6)) != "");
    CHECK(complaint_about<&Bottle::grade>(varchar()) == "");
}

TEST_CASE("a check of labels on a member that is no enum is refused by its column") {
    model::Description description;
    description.member_count = 1;
    TableBuilder<Bottle> table(description);
    table.name("bottles");
    table.column<&Bottle::year>().check_labels();
    complete(description);
    const auto checked = check_description(description);
    REQUIRE_FALSE(checked.has_value());
    CHECK(summary(checked.assume_error()) ==
          "the description of table \"bottles\" has check_labels() on column \"year\", whose member is no enum with "
          "labels");
}
