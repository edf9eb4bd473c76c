// Constraints of all kinds, taken apart as the system catalogs hold them.

#include "migrator/catalog/expression.hpp"
#include "migrator/introspection/reading.hpp"

namespace migrator::introspection {

namespace {

enum {
    table,
    name,
    kind,
    keys,
    referenced,
    referenced_keys,
    on_update,
    on_delete,
    match,
    deferrable,
    deferred,
    validated,
    no_inherit,
    index,
    oid,
    on_delete_keys,
    expression,
    elements,
    operators
};

std::vector<std::string> column_names(const Relation& relation, const std::vector<long long>& numbers) {
    std::vector<std::string> names;
    names.reserve(numbers.size());
    for (const long long number : numbers)
        names.push_back(relation.column(number));
    return names;
}

Deferral deferral_of(const Row& row) {
    if (!row.flag(deferrable)) return Deferral::not_deferrable;
    return row.flag(deferred) ? Deferral::initially_deferred : Deferral::initially_immediate;
}

ReferentialAction action_of(char letter) {
    switch (letter) {
        case 'r':
            return ReferentialAction::restrict;
        case 'c':
            return ReferentialAction::cascade;
        case 'n':
            return ReferentialAction::set_null;
        case 'd':
            return ReferentialAction::set_default;
        default:
            return ReferentialAction::no_action;
    }
}

template <class Key>
Key key_of(const Row& row, const Relation& relation) {
    Key key;
    key.columns = column_names(relation, numbers_in(row.view(keys)));
    key.deferral = deferral_of(row);
    return key;
}

ForeignKey foreign_key_of(const Row& row, const Relation& relation, const Reading& reading) {
    ForeignKey key;
    key.columns = column_names(relation, numbers_in(row.view(keys)));
    if (const Relation* target = reading.referenced(row.oid(referenced))) {
        key.references = target->name;
        key.referenced_columns = column_names(*target, numbers_in(row.view(referenced_keys)));
    }
    key.on_update = action_of(row.letter(on_update));
    key.on_delete = action_of(row.letter(on_delete));
    key.match = row.letter(match) == 'f' ? MatchKind::full : MatchKind::simple;
    key.deferral = deferral_of(row);
    key.not_valid = !row.flag(validated);
    key.on_delete_columns = column_names(relation, numbers_in(row.view(on_delete_keys)));
    return key;
}

Exclude exclude_of(const Row& row) {
    Exclude constraint;
    const std::vector<std::string> texts = split(row.view(elements), '\n');
    const std::vector<std::string> used = split(row.view(operators), '\n');
    for (std::size_t i = 0; i < texts.size() && i < used.size(); ++i)
        constraint.elements.push_back({texts[i], used[i], {}});
    constraint.deferral = deferral_of(row);
    return constraint;
}

ConstraintKind kind_of(const Row& row, const Relation& relation, const Reading& reading) {
    switch (row.letter(kind)) {
        case 'p':
            return key_of<PrimaryKey>(row, relation);
        case 'u':
            return key_of<Unique>(row, relation);
        case 'f':
            return foreign_key_of(row, relation, reading);
        case 'x':
            return exclude_of(row);
        default:
            return Check{without_outer_parentheses(row.text(expression)), row.flag(no_inherit), !row.flag(validated)};
    }
}

}  // namespace

void read_constraints(const postgres::ResultSet& answer, Reading& reading) {
    for_each_row(answer, [&](const Row& row) {
        Table* owner = reading.table(row.oid(table));
        if (owner == nullptr) return;
        const Relation& relation = reading.relations.at(row.oid(table));
        // A foreign key names the index of the table that it references.
        if (row.oid(index) != 0 && row.letter(kind) != 'f')
            reading.constraints.emplace(row.oid(index), ConstraintPlace{relation.table, owner->constraints.size()});
        Constraint& constraint = owner->constraints.emplace_back();
        constraint.name = row.view(name);
        constraint.kind = kind_of(row, relation, reading);
        constraint.comment = reading.comment("pg_constraint", row.oid(oid));
    });
}

}  // namespace migrator::introspection
