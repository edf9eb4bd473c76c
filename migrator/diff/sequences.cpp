// Sequences that belong to no serial or identity column.
#include "migrator/diff/plan.hpp"

namespace migrator::diff {

namespace {

ByName<Sequence> by_name(const std::vector<Sequence>& sequences) {
    ByName<Sequence> names;
    for (const Sequence& sequence : sequences)
        names.emplace(key_of(sequence.name), &sequence);
    return names;
}

SqlType type_of(const Sequence& sequence) {
    return sequence.type == SqlType{} ? bigint() : sequence.type;
}

SequenceOwner owner_of(const Sequence& sequence) {
    return {sequence.owned_by_table, sequence.owned_by_column};
}

AlterSequence owner_change(const ObjectName& name, SequenceOwner to, SequenceOwner from) {
    AlterSequence change;
    change.name = name;
    change.former_options.emplace();
    change.owner = std::move(to);
    change.former_owner = std::move(from);
    return change;
}

bool has_owner(const Sequence& sequence) {
    return !sequence.owned_by_column.empty();
}

void create(const Sequence& sequence, Plan& plan) {
    Sequence free = sequence;
    free.owned_by_table = {};
    free.owned_by_column.clear();
    plan.add(Phase::create_sequence, CreateSequence{free});
    if (has_owner(sequence)) plan.add(Phase::attach_sequence, owner_change(sequence.name, owner_of(sequence), {}));
}

// A sequence that is owned goes with its column, so it is freed first.
void drop(const Sequence& sequence, Plan& plan) {
    Sequence free = sequence;
    free.owned_by_table = {};
    free.owned_by_column.clear();
    if (has_owner(sequence)) plan.add(Phase::detach_sequence, owner_change(sequence.name, {}, owner_of(sequence)));
    plan.add(Phase::drop_late, DropSequence{sequence.name, free});
}

void compare_one(const Sequence& from, const Sequence& to, Plan& plan) {
    if (!(owner_of(from) == owner_of(to))) {
        if (has_owner(from)) plan.add(Phase::detach_sequence, owner_change(to.name, {}, owner_of(from)));
        if (has_owner(to)) plan.add(Phase::attach_sequence, owner_change(to.name, owner_of(to), {}));
    }
    if (!(type_of(from) == type_of(to)) || !(from.options == to.options)) {
        AlterSequence change;
        change.name = to.name;
        change.options = with_all_options(to.options, type_of(to));
        change.former_options = with_all_options(from.options, type_of(from));
        if (!(type_of(from) == type_of(to))) {
            change.type = type_of(to);
            change.former_type = type_of(from);
        }
        plan.add(Phase::attach_sequence, std::move(change));
    }
    if (from.comment != to.comment && plan.compares("comments"))
        plan.add(Phase::comment, SetComment{to.name, {}, to.comment, from.comment, SetComment::On::sequence});
}

}  // namespace

SequenceOptions with_all_options(SequenceOptions options, const SqlType& type) {
    long long highest = 9223372036854775807;
    if (type.text == "smallint") highest = 32767;
    if (type.text == "integer") highest = 2147483647;
    if (!options.increment) options.increment = 1;
    const bool ascending = *options.increment > 0;
    if (!options.min_value) options.min_value = ascending ? 1 : -highest - 1;
    if (!options.max_value) options.max_value = ascending ? highest : -1;
    if (!options.start) options.start = ascending ? *options.min_value : *options.max_value;
    if (!options.cache) options.cache = 1;
    return options;
}

void compare_sequences(Plan& plan) {
    const ByName<Sequence> from = by_name(plan.from.sequences);
    const ByName<Sequence> to = by_name(plan.to.sequences);
    for (const auto& [name, sequence] : to) {
        const auto former = from.find(name);
        if (former == from.end())
            create(*sequence, plan);
        else if (!(*former->second == *sequence))
            compare_one(*former->second, *sequence, plan);
    }
    for (const auto& [name, sequence] : from)
        if (to.count(name) == 0) drop(*sequence, plan);
}

}  // namespace migrator::diff
