// The description of the sample struct.
#include "tests/model/sample.hpp"

namespace sample {

using namespace migrator;

void describe(model::TableBuilder<Item>& table) {
    table.name("odd \":name");
    table.column<&Item::id>(varchar(36)).primary_key();
    table.column<&Item::note>(varchar(20)).unique("one_note");
    table.column<&Item::count>();
    table.column<&Item::maybe_count>();
    table.column<&Item::total>();
    table.column<&Item::flag>();
    table.column<&Item::weight>();
    table.column<&Item::colour>(named_type("colour"));
    table.column<&Item::maybe_colour>(varchar(10));
    table.column<&Item::made_at>();
    table.column<&Item::sold_at>(timestamp());
    table.column<&Item::tags>();
    table.column<&Item::doubled>().generated_as("count * 2");
}

}  // namespace sample
