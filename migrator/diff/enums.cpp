// Enum types: new labels where PostgreSQL can add them, else the type built anew.
#include <algorithm>

#include "migrator/catalog/expression.hpp"
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
        if (table.partition_of) texts.insert(table.partition_of->bound);
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

AlterColumn default_change(const EnumUse& use, std::optional<std::string> to, std::optional<std::string> from) {
    AlterColumn change;
    change.table = use.table;
    change.column = use.column;
    change.server_default = DefaultChange{std::move(to), true, std::move(from)};
    return change;
}

// Whether the default calls a function that is built anew with the type.
bool calls_function_of(const ObjectName& type, const EnumUse& column, const Catalog& catalog) {
    std::set<std::string> functions;
    for (const RawObject& object : catalog.objects)
        for (const ObjectUse& use : object.uses)
            if (use.kind == ObjectUse::Kind::type && use.name == type) functions.insert(identity(object));
    return std::any_of(catalog.table_uses.begin(), catalog.table_uses.end(), [&](const TableUse& use) {
        return use.table == column.table && use.by == TableUse::By::column && use.part == column.column &&
               functions.count(identity(use.use)) != 0;
    });
}

// Where the type cannot be built anew, the default goes before, and perhaps comes afterwards.
void release_default(const ObjectName& type, EnumUse& use, const Column& column, Plan& plan) {
    if (use.default_expression && calls_function_of(type, use, plan.from)) {
        if (find_named(plan.to_tables.at(key_of(use.table))->columns, use.column) != nullptr)
            plan.add(Phase::alter_column, default_change(use, use.default_expression, std::nullopt));
        use.default_expression.reset();
    }
    if (column.default_expression && !use.default_expression)
        plan.add(Phase::prepare_enum, default_change(use, std::nullopt, column.default_expression));
}

void recreate(const EnumType& from, const EnumType& to, bool only_adds, Plan& plan) {
    plan.recreated_enums.insert(key_of(from.name));
    std::vector<EnumUse> uses = uses_of(from.name, plan);
    for (EnumUse& use : uses) {
        plan.touched_columns.insert(key_of(use.table, use.column));
        const Table& table = *plan.from_tables.at(key_of(use.table));
        if (mentions_name(table.partition_by, use.column))
            plan.refuse("enum " + shown(from.name) + " has to be built anew while the partition key of table " +
                        shown(table.name) + " uses it: " +
                        (only_adds ? "add its new labels in a revision before the one that uses them"
                                   : "write it with op.execute"));
        release_default(from.name, use, *find_named(table.columns, use.column), plan);
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
        const bool only_adds = is_subsequence(from.labels, to.labels);
        const bool can_add = only_adds && std::none_of(to.labels.begin(), to.labels.end(), [&](const auto& label) {
                                 const bool is_new =
                                     std::find(from.labels.begin(), from.labels.end(), label) == from.labels.end();
                                 return is_new && is_used_at_once(label, plan);
                             });
        can_add ? add_labels(from, to, plan) : recreate(from, to, only_adds, plan);
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
