// The checksum stands for the meaning of a step, and its form is fixed for ever: histories hold it.
#include "migrator/operation/checksum.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "recorded.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

template <class Step>
std::string sum(Step step) {
    return checksum(recorded(step));
}

template <class Step>
std::string canonical(Step step) {
    return canonical_text(recorded(step));
}

// A step that uses much of what can be recorded.
void fixed_example(Operations& op) {
    op.create_enum({"game", "rarity"}, {"common", "it's rare"});
    op.create_table({"game", "skills"},
                    {column("id", bigint()).identity_always(), column("name", varchar(100)).not_null(),
                     column("power", integer()).not_null().server_default("0").with_comment("base"),
                     column("rarity", named_type({"game", "rarity"}))},
                    {primary_key({"id"}), check("power >= 0").named("ck_power"),
                     foreign_key({"name"}, "names", {"name"}, {.on_delete = ReferentialAction::cascade})});
    IndexOptions options;
    options.unique = true;
    options.where = "power > 0";
    op.create_index("ix_skills_name", {"game", "skills"}, {on_expression("lower(name)"), IndexKey("power").desc()},
                    options);
    op.alter_column({"game", "skills"}, "power", change().type(bigint()).drop_default().set_not_null());
    op.bulk_insert({"game", "skills"}, {"name", "power"}, {{"fire", 3LL}, {Value(), 0.5}, {true, -1LL}});
    op.execute("SELECT 'Größe'");
    op.run("fill", do_nothing);
}

const std::string fixed_text =
    "create_enum{type={name={schema=4:game;name=6:rarity;};labels=[6:common,9:it's rare,];};}\n"
    "create_table{table={name={schema=4:game;name=6:skills;};columns=["
    "{name=2:id;type={text=6:bigint;};not_null=true;identity={};},"
    "{name=4:name;type={text=22:character varying(100);};not_null=true;},"
    "{name=5:power;type={text=7:integer;};not_null=true;default=1:0;comment=4:base;},"
    "{name=6:rarity;type={named={schema=4:game;name=6:rarity;};};},];constraints=["
    "{name=11:skills_pkey;primary_key={columns=[2:id,];};},"
    "{name=8:ck_power;check={expression=10:power >= 0;};},"
    "{name=16:skills_name_fkey;foreign_key={columns=[4:name,];references={name=5:names;};"
    "referenced_columns=[4:name,];on_delete=2;};},];};}\n"
    "create_index{index={name=14:ix_skills_name;table={schema=4:game;name=6:skills;};"
    "keys=[{expression=11:lower(name);},{column=5:power;descending=true;},];"
    "options={unique=true;method=5:btree;where=9:power > 0;};};}\n"
    "alter_column{table={schema=4:game;name=6:skills;};column=5:power;type={to={text=6:bigint;};};"
    "default={};nullability={not_null=true;};}\n"
    "bulk_insert{table={schema=4:game;name=6:skills;};columns=[4:name,5:power,];"
    "rows=[[4:fire,3,],[null,0.5,],[true,-1,],];}\n"
    "execute{sql={sql=16:SELECT 'Größe';};}\n"
    "run{name=4:fill;}\n";

}  // namespace

TEST_CASE("the checksum of a fixed step is what it always was") {
    CHECK(canonical(fixed_example) == fixed_text);
    CHECK(sum(fixed_example) == "153a5526a69d6b295a9cd9805e94bed2f61594bc7f3c707f9d537021d9c531b0");
    CHECK(sum([](Operations&) {}) == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

TEST_CASE("a field with its default value is left out, so that fields can be added") {
    CHECK(canonical([](Operations& op) { op.create_table("t", {column("a", text())}); }) ==
          "create_table{table={name={name=1:t;};columns=[{name=1:a;type={text=4:text;};},];};}\n");
}

TEST_CASE("texts carry their length, so that no text can imitate another field") {
    CHECK(sum([](Operations& op) { op.rename_table("a", "b;to=1:c"); }) !=
          sum([](Operations& op) { op.rename_table("a", "b"); }));
    CHECK(sum([](Operations& op) {
              op.create_enum("e", {"a", "b"});
          }) != sum([](Operations& op) { op.create_enum("e", {"a,1:b"}); }));
    CHECK(canonical([](Operations& op) { op.create_schema("語"); }) == "create_schema{name=3:語;}\n");
}

TEST_CASE("what is kept only for the way back does not count") {
    Table table;
    table.name = "t";
    table.columns = {column("a", text())};
    Sequence sequence;
    sequence.name = "s";
    SequenceOptions options;
    options.increment = 2;
    const auto same = [](auto first, auto second) { CHECK(sum(first) == sum(second)); };
    same([](Operations& op) { op.drop_table("t"); }, [&](Operations& op) { op.drop_table(table); });
    same([](Operations& op) { op.drop_column("t", "a"); },
         [](Operations& op) { op.drop_column("t", column("a", text())); });
    same([](Operations& op) { op.drop_constraint("t", "t_a_key"); },
         [](Operations& op) { op.drop_constraint("t", unique({"a"})); });
    same([](Operations& op) { op.drop_index("ix"); },
         [](Operations& op) {
             op.drop_index(Index{"ix", "t", {"a"}, {}});
         });
    same([](Operations& op) { op.drop_enum("e"); }, [](Operations& op) { op.drop_enum("e", {"a"}); });
    same([](Operations& op) { op.drop_sequence("s"); }, [&](Operations& op) { op.drop_sequence(sequence); });
    same([&](Operations& op) { op.alter_sequence("s", options); },
         [&](Operations& op) { op.alter_sequence("s", options, options); });
    same([](Operations& op) { op.recreate_enum("e", {"a"}, {}); },
         [](Operations& op) { op.recreate_enum("e", {"a"}, {}, {"b"}); });
    same([](Operations& op) { op.set_table_comment("t", "c"); },
         [](Operations& op) { op.set_table_comment("t", "c", "d"); });
    same([](Operations& op) { op.execute("x"); }, [](Operations& op) { op.execute("x", "y"); });
    same([](Operations& op) { op.alter_column("t", "c", change().type(text()).set_default("1")); },
         [](Operations& op) {
             op.alter_column("t", "c", change().type(text()).from_type(uuid()).set_default("1").from_no_default());
         });
}

TEST_CASE("the name of a function step stands for its code") {
    CHECK(sum([](Operations& op) { op.run("fill", do_nothing); }) ==
          sum([](Operations& op) { op.run("fill", do_nothing_else); }));
    CHECK(sum([](Operations& op) { op.run("fill", do_nothing); }) !=
          sum([](Operations& op) { op.run("fill again", do_nothing); }));
}

TEST_CASE("the order of operations counts") {
    CHECK(sum([](Operations& op) {
              op.create_schema("a");
              op.create_schema("b");
          }) != sum([](Operations& op) {
              op.create_schema("b");
              op.create_schema("a");
          }));
}

TEST_CASE("setting an identity is not the same as altering one") {
    CHECK(sum([](Operations& op) { op.alter_column("t", "c", change().set_identity({})); }) !=
          sum([](Operations& op) { op.alter_column("t", "c", change().set_identity({}).from_identity({})); }));
}

TEST_CASE("values of a bulk insert are told apart by type") {
    std::set<std::string> sums;
    const std::vector<Value> values = {Value(), true, false, 1LL, 0LL, 1.5, 0.0, "", "1", "true", "null", "1.5"};
    for (const Value& value : values)
        sums.insert(canonical([&](Operations& op) { op.bulk_insert("t", {"a"}, {{value}}); }));
    // 0 and 0.0 are written alike: a column reads both as the same number.
    CHECK(sums.size() == values.size() - 1);
}

TEST_CASE("operations have the names of the recorder's calls") {
    CHECK(operation_name(Operation(CreateTable{})) == std::string("create_table"));
    CHECK(operation_name(Operation(AddEnumValue{})) == std::string("add_enum_value"));
    CHECK(operation_name(Operation(RunFunction{})) == std::string("run"));
    CHECK(operation_name(Operation(SetComment{})) == std::string("set_comment"));
}
