// The order of the comparison, and of what it found.
#include "migrator/diff/compare.hpp"

#include <algorithm>
#include <utility>

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

template <class T, class Keep>
void keep_only(std::vector<T>& items, const Keep& keep) {
    items.erase(std::remove_if(items.begin(), items.end(), [&](const T& item) { return !keep(item); }), items.end());
}

// What the hooks leave out disappears from both sides.
Catalog filtered(Catalog catalog, const CompareOptions& options, Side side) {
    const auto included = [&](const char* kind, const ObjectName& table, const std::string& name) {
        return !options.include_name || options.include_name(kind, table, name);
    };
    std::set<std::string> excluded;
    keep_only(catalog.tables, [&](const Table& table) {
        const bool keep =
            included("table", {}, table.name.name) && (!options.include_object || options.include_object(table, side));
        if (!keep) excluded.insert(diff::key_of(table.name));
        return keep;
    });
    const auto has_table = [&](const ObjectName& table) { return excluded.count(diff::key_of(table)) == 0; };
    for (Table& table : catalog.tables) {
        keep_only(table.columns, [&](const Column& column) { return included("column", table.name, column.name); });
        keep_only(table.constraints, [&](const Constraint& part) {
            const auto* key = std::get_if<ForeignKey>(&part.kind);
            return included("constraint", table.name, part.name) && (key == nullptr || has_table(key->references));
        });
    }
    keep_only(catalog.indexes,
              [&](const Index& index) { return has_table(index.table) && included("index", index.table, index.name); });
    keep_only(catalog.enums, [&](const EnumType& type) { return included("enum", {}, type.name.name); });
    keep_only(catalog.sequences, [&](const Sequence& sequence) {
        return has_table(sequence.owned_by_table) && included("sequence", {}, sequence.name.name);
    });
    keep_only(catalog.objects, [&](const RawObject& object) {
        return has_table(object.table) && included("object", object.table, object.name.name);
    });
    return catalog;
}

Difference compare_filtered(const Catalog& original, const Catalog& to, const CompareOptions& options) {
    std::vector<Operation> renames;
    const bool has_renames = !(options.renames == RenameHints{});
    const Catalog renamed = has_renames ? diff::apply_renames(original, to, options, renames) : Catalog{};
    const Catalog& from = has_renames ? renamed : original;
    diff::Plan plan{from, to, options};
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
    for (std::vector<Operation>& phase : plan.phases)
        for (Operation& operation : phase)
            plan.result.operations.push_back(std::move(operation));
    return std::move(plan.result);
}

}  // namespace

Difference compare(const Catalog& from, const Catalog& to, const CompareOptions& options) {
    const bool has_hooks = options.include_name || options.include_object;
    Difference difference =
        has_hooks ? compare_filtered(filtered(from, options, Side::from), filtered(to, options, Side::to), options)
                  : compare_filtered(from, to, options);
    if (options.rewrite) options.rewrite(difference.operations);
    return difference;
}

}  // namespace migrator
