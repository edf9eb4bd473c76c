// Enum types: new labels where PostgreSQL can add them, else the type built anew.
#include <algorithm>

#include "migrator/diff/plan.hpp"

namespace migrator::diff {

namespace {

ByName<EnumType> by_name(const std::vector<EnumType>& types) {
    ByName<EnumType> names;
    for (const EnumType& type : types)
        names.emplace(key_of(type.name), &type);
    return names;
}

// True when the labels of `few` stand in `many` in the same order.
bool is_subsequence(const std::vector<std::string>& few, const std::vector<std::string>& many) {
    auto place = many.begin();
    for (const std::string& label : few) {
        place = std::find(place, many.end(), label);
        if (place == many.end()) return false;
        ++place;
    }
    return true;
}

// The columns of `from` that use the type and outlive the change.
std::vector<EnumUse> uses_of(const ObjectName& type, const Plan& plan) {
    std::vector<EnumUse> uses;
    for (const Table& table : plan.from.tables) {
        const auto wanted = plan.to_tables.find(key_of(table.name));
        if (wanted == plan.to_tables.end()) continue;
        for (const Column& column : table.columns) {
            if (!(column.type.named == type) || column.generated_expression) continue;
            const Column* later = find_named(wanted->second->columns, column.name);
            const bool keeps = later == nullptr || !defaults_differ(table.name, column, *later, plan.options);
            uses.push_back(
                {table.name, column.name, keeps ? column.default_expression : std::nullopt, column.type.array});
        }
    }
    return uses;
}

// Every text of a catalog in which a label can be used.
std::set<std::string> texts_of(const Catalog& catalog) {
    std::set<std::string> texts;
    for (const Table& table : catalog.tables) {
        for (const Column& column : table.columns)
            texts.insert({column.default_expression.value_or(""), column.generated_expression.value_or("")});
        for (const Constraint& constraint : table.constraints)
            if (const auto* check = std::get_if<Check>(&constraint.kind)) texts.insert(check->expression);
    }
    for (const Index& index : catalog.indexes) {
        texts.insert(index.options.where);
        for (const IndexKey& key : index.keys)
            texts.insert(key.expression);
    }
    for (const RawObject& object : catalog.objects)
        texts.insert(object.definition.text);
    return texts;
}

// A label added in a transaction cannot be used in it (55P04), so a type whose new label is used is built anew.
bool is_used_at_once(const std::string& label, const Plan& plan) {
    const std::string literal = "'" + label + "'";
    const std::set<std::string> former = texts_of(plan.from);
    const std::set<std::string> wanted = texts_of(plan.to);
    return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& text) {
        return text.find(literal) != std::string::npos && former.count(text) == 0;
    });
}

void recreate(const EnumType& from, const EnumType& to, Plan& plan) {
    plan.recreated_enums.insert(key_of(from.name));
    const std::vector<EnumUse> uses = uses_of(from.name, plan);
    for (const EnumUse& use : uses) {
        plan.touched_columns.insert(key_of(use.table, use.column));
        const Table& table = *plan.from_tables.at(key_of(use.table));
        const Column& column = *find_named(table.columns, use.column);
        if (column.default_expression && !use.default_expression) {
            AlterColumn drop;
            drop.table = use.table;
            drop.column = use.column;
            drop.server_default = DefaultChange{std::nullopt, true, column.default_expression};
            plan.add(Phase::prepare_enum, std::move(drop));
        }
    }
    plan.add(Phase::change_enum, RecreateEnum{from.name, to.labels, uses, from.labels});
}

void add_labels(const EnumType& from, const EnumType& to, Plan& plan) {
    const std::vector<EnumUse> uses = uses_of(from.name, plan);
    std::vector<std::string> labels = from.labels;
    for (std::size_t i = 0; i < to.labels.size(); ++i) {
        if (std::find(labels.begin(), labels.end(), to.labels[i]) != labels.end()) continue;
        AddEnumValue added;
        added.type = from.name;
        added.label = to.labels[i];
        added.former_labels = labels;
        added.used_by = uses;
        const bool at_end = i == labels.size();
        if (!at_end) {
            added.place = i == 0 ? AddEnumValue::Place::before : AddEnumValue::Place::after;
            added.neighbour = i == 0 ? labels.front() : to.labels[i - 1];
        }
        labels.insert(labels.begin() + static_cast<std::ptrdiff_t>(i), to.labels[i]);
        plan.add(Phase::change_enum, std::move(added));
    }
}

void set_comment(const EnumType& type, const std::string& comment, const std::string& former, Phase phase, Plan& plan) {
    if (comment != former && plan.compares("comments"))
        plan.add(phase, SetComment{type.name, {}, comment, former, SetComment::On::enum_type});
}

void compare_enum(const EnumType& from, const EnumType& to, Plan& plan) {
    const bool has_other_labels = from.labels != to.labels;
    if (has_other_labels) {
        // A type that is built anew, on the way there or back, has no comment: it goes before, and comes afterwards.
        set_comment(from, "", from.comment, Phase::change_enum, plan);
        const bool only_adds = is_subsequence(from.labels, to.labels) &&
                               std::none_of(to.labels.begin(), to.labels.end(), [&](const std::string& label) {
                                   const bool is_new =
                                       std::find(from.labels.begin(), from.labels.end(), label) == from.labels.end();
                                   return is_new && is_used_at_once(label, plan);
                               });
        only_adds ? add_labels(from, to, plan) : recreate(from, to, plan);
    }
    set_comment(to, to.comment, has_other_labels ? "" : from.comment, Phase::comment, plan);
}

}  // namespace

void compare_enums(Plan& plan) {
    const ByName<EnumType> from = by_name(plan.from.enums);
    const ByName<EnumType> to = by_name(plan.to.enums);
    for (const auto& [name, type] : to) {
        const auto found = from.find(name);
        if (found == from.end())
            plan.add(Phase::change_enum, CreateEnum{*type});
        else
            compare_enum(*found->second, *type, plan);
    }
    for (const auto& [name, type] : from)
        if (to.count(name) == 0) plan.add(Phase::drop_late, DropEnum{type->name, type->labels, type->comment});
}

}  // namespace migrator::diff
