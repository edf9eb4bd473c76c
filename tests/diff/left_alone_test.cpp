// Partitions and inheritance children that only the first side has stay, with what they own and need.
#include <algorithm>
#include <catch2/catch.hpp>

#include "migrator/diff/compare.hpp"
#include "migrator/diff/describe.hpp"

using namespace migrator;
using Catch::Contains;

namespace {

// A partitioned table that both sides have.
Catalog visits() {
    Table table;
    table.name = "visits";
    table.columns = {column("at", date()).not_null(), column("guest", integer())};
    table.partition_by = "RANGE (at)";
    return {.tables = {table}};
}

Table partition(const std::string& name, const std::string& parent) {
    Table table;
    table.name = name;
    table.partition_of = PartitionOf{parent, "FOR VALUES FROM (1) TO (2)"};
    return table;
}

Table child(const std::string& name, std::vector<ObjectName> parents) {
    Table table;
    table.name = name;
    table.columns = {column("extra", integer())};
    table.inherits = std::move(parents);
    return table;
}

RawObject on_table(RawObject::Kind kind, const std::string& name, const std::string& table) {
    return {.kind = kind, .name = name, .table = table, .definition = {"CREATE … " + name}};
}

RawObject function(const std::string& name) {
    return {.kind = RawObject::Kind::function, .name = name, .definition = {"CREATE FUNCTION " + name + "()"}};
}

ObjectUse use_of_function(const std::string& name) {
    return {.kind = ObjectUse::Kind::function, .name = name};
}

std::vector<std::string> operations_of(const Difference& difference) {
    std::vector<std::string> names;
    for (const Operation& operation : difference.operations) {
        const OperationSummary summary = summarize(operation);
        names.push_back(summary.operation + " " + summary.table + "." + summary.name);
    }
    return names;
}

using Notes = std::vector<std::string>;

void check_left_alone(const Catalog& from, const Catalog& to, const Notes& notes) {
    const Difference difference = compare(from, to);
    CHECK(operations_of(difference).empty());
    CHECK(difference.refusals.empty());
    CHECK(difference.notes == notes);
}

}  // namespace

TEST_CASE("a partition that only the first side has is left alone, and so are its own partitions") {
    Catalog from = visits();
    // In this order, a leaf is met before its parent.
    from.tables.push_back(partition("a_leaf", "middle"));
    from.tables.push_back(partition("middle", "visits"));
    from.tables.back().partition_by = "LIST (guest)";
    check_left_alone(from, visits(), {"partition middle is left alone", "partition a_leaf is left alone"});
}

TEST_CASE("what a table owns that is left alone stays with it") {
    Catalog from = visits();
    from.tables.push_back(partition("extra", "visits"));
    from.tables.back().constraints = {check("guest > 0").named("positive")};
    from.indexes = {{.name = "own", .table = "extra", .keys = {"guest"}}};
    from.sequences = {{.name = "counter", .owned_by_table = "extra", .owned_by_column = "guest"}};
    from.objects = {on_table(RawObject::Kind::trigger, "stamp", "extra"),
                    on_table(RawObject::Kind::policy, "mine", "extra")};
    from.others = {{"column default of partition", "extra.guest", "7", "extra"},
                   {"grant", "extra", "reader=SELECT", "extra"}};
    check_left_alone(from, visits(), {"partition extra is left alone"});
}

TEST_CASE("what a table needs that is left alone stays, and is named") {
    Catalog from = visits();
    from.schemas = {"archive"};
    from.tables.push_back(partition("extra", "visits"));
    from.tables.back().constraints = {
        foreign_key({"guest"}, ObjectName("archive", "guests"), {"id"}).named("extra_fkey")};
    Table guests;
    guests.name = ObjectName("archive", "guests");
    guests.columns = {column("id", integer()), column("mood", named_type("mood"))};
    from.tables.push_back(guests);
    from.enums = {{.name = "mood", .labels = {"calm"}}};
    from.objects = {on_table(RawObject::Kind::trigger, "stamp", "extra"), function("stamped"), function("checked")};
    from.objects[0].uses = {use_of_function("stamped")};
    from.table_uses = {{"extra", use_of_function("checked")}};
    check_left_alone(from, visits(),
                     {"partition extra is left alone", "archive.guests is left alone: extra needs it",
                      "checked is left alone: extra needs it", "mood is left alone: archive.guests needs it",
                      "stamped is left alone: stamp needs it"});
}

TEST_CASE("a child table stays while one of its parents does, and keeps the others") {
    Catalog from = visits();
    Table other;
    other.name = "other";
    from.tables.push_back(other);
    from.tables.push_back(child("extra", {"other", "visits"}));
    from.indexes = {{.name = "own", .table = "extra", .keys = {"extra"}}};
    check_left_alone(from, visits(), {"child table extra is left alone", "other is left alone: extra needs it"});
}

TEST_CASE("a partition of a table that a hook leaves out is left alone") {
    CompareOptions options;
    options.include_name = [](const char*, const ObjectName&, const std::string& name) { return name != "visits"; };
    Catalog from = visits();
    from.tables.push_back(partition("extra", "visits"));
    CHECK(compare(from, visits(), options).is_empty());
}

TEST_CASE("partitions and children go with their parents") {
    Catalog from = visits();
    from.tables.push_back(partition("middle", "visits"));
    from.tables.push_back(partition("leaf", "middle"));
    from.indexes = {{.name = "own", .table = "leaf", .keys = {"guest"}}};
    const Difference difference = compare(from, {});
    CHECK(difference.notes.empty());
    CHECK(operations_of(difference) ==
          std::vector<std::string>{"drop_index public.leaf.own", "drop_table public.leaf.leaf",
                                   "drop_table public.middle.middle", "drop_table public.visits.visits"});
}

TEST_CASE("a trigger that is left alone is made anew when the function that it calls is") {
    Catalog from = visits();
    from.tables.push_back(partition("extra", "visits"));
    from.objects = {on_table(RawObject::Kind::trigger, "stamp", "extra"), function("stamped")};
    from.objects[0].uses = {use_of_function("stamped")};
    Catalog to = visits();
    to.objects = {function("stamped")};
    to.objects[0].definition.text += " RETURNS text";
    CHECK(operations_of(compare(from, to)) ==
          std::vector<std::string>{"drop_trigger public.extra.stamp", "drop_function .public.stamped()",
                                   "create_function .public.stamped()", "create_trigger public.extra.stamp"});
}
