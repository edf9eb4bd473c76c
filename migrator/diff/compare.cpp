// The order of the comparison, and of what it found.
#include "migrator/diff/compare.hpp"

#include <algorithm>
#include <utility>

#include "migrator/diff/filter.hpp"
#include "migrator/diff/plan.hpp"

namespace migrator {

namespace diff {

std::string key_of(const ObjectName& name) {
    return name.schema + "." + name.name;
}

std::string key_of(const ObjectName& table, const std::string& part) {
    return key_of(table) + "." + part;
}

std::string shown(const ObjectName& name) {
    return name.schema.empty() ? name.name : name.schema + "." + name.name;
}

}  // namespace diff

namespace {

using diff::Phase;

Difference compare_filtered(const Catalog& original, const Catalog& wanted, const CompareOptions& options) {
    std::vector<Operation> renames;
    const bool has_renames = !(options.renames == RenameHints{});
    const Catalog renamed = has_renames ? diff::apply_renames(original, wanted, options, renames) : Catalog{};
    const Catalog& from = has_renames ? renamed : original;
    // What is left alone is wanted as it is, so that nothing has to know of it that compares.
    diff::LeftAlone left_alone = diff::find_left_alone(from, wanted);
    const bool is_extended = !left_alone.notes.empty();
    const Catalog extended = is_extended ? diff::with(wanted, left_alone.catalog) : Catalog{};
    const Catalog& to = is_extended ? extended : wanted;
    diff::Plan plan{from, to, options};
    plan.result.notes = std::move(left_alone.notes);
    for (const Table& table : from.tables)
        plan.from_tables.emplace(diff::key_of(table.name), &table);
    for (const Table& table : to.tables)
        plan.to_tables.emplace(diff::key_of(table.name), &table);
    for (Operation& operation : renames)
        plan.add(Phase::rename, std::move(operation));
    compare_schemas(plan);
    find_touched_columns(plan);
    if (plan.compares("enums")) compare_enums(plan);
    compare_tables(plan);
    if (plan.compares("constraints")) compare_constraints(plan);

    if (plan.compares("sequences")) compare_sequences(plan);
    if (plan.compares("objects")) compare_objects(plan);
    if (plan.compares("indexes")) compare_indexes(plan);
    if (plan.compares("others")) compare_others(plan);
    drop_schemas(plan);
    refuse_silent_losses(plan);
    for (std::vector<Operation>& phase : plan.phases)
        for (Operation& operation : phase)
            plan.result.operations.push_back(std::move(operation));
    put_in_order(plan);
    return std::move(plan.result);
}

}  // namespace

bool ColumnHook::differ(const ObjectName& table, const Column& from, const Column& to, bool texts_differ) const {
    const Verdict verdict = decide_ ? decide_(table, from, to) : Verdict::standard;
    if (verdict != Verdict::standard) return verdict == Verdict::different;
    return is_compared_ && texts_differ;
}

std::vector<std::string> comparators() {
    std::vector<std::string> names = {"comments", "constraints", "enums", "indexes", "objects", "others", "sequences"};
    names.insert(names.end(), other_object_kinds().begin(), other_object_kinds().end());
    return names;
}

Result<void> require_valid(const CompareOptions& options) {
    const std::vector<std::string> known = comparators();
    for (const std::string& name : options.switched_off) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        std::string all;
        for (const std::string& each : known)
            all += (all.empty() ? "" : ", ") + each;
        return failure(
            Error(ErrorKind::usage, "\"" + name + "\" in CompareOptions::switched_off is nothing that is compared")
                .hint("known are " + all));
    }
    return success();
}

Difference compare(const Catalog& from, const Catalog& to, const CompareOptions& options) {
    if (const auto valid = require_valid(options); !valid.has_value()) {
        const ErrorDetails& error = valid.assume_error().details();
        return {{}, {}, {error.message + ": " + error.hint}};
    }
    Difference difference;
    if (options.include_name || options.include_object) {
        const auto [former, wanted] = diff::filtered(from, to, options);
        difference = compare_filtered(former, wanted, options);
    } else {
        difference = compare_filtered(from, to, options);
    }
    if (options.rewrite) options.rewrite(difference.operations);
    return difference;
}

}  // namespace migrator
