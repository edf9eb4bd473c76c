// Columns of a table that both sides have.
#include <algorithm>
#include <utility>

#include "migrator/catalog/expression.hpp"
#include "migrator/ddl/sql_writer.hpp"
#include "migrator/diff/plan.hpp"

namespace migrator::diff {

Sequence serial_sequence(const ObjectName& table, const Column& column) {
    constexpr std::size_t room = 63 - 5;
    std::string table_part = table.name;
    std::string column_part = column.name;
    while (table_part.size() + column_part.size() > room)
        (table_part.size() > column_part.size() ? table_part : column_part).pop_back();
    Sequence sequence;
    sequence.name = ObjectName(table.schema, table_part + "_" + column_part + "_seq");
    if (column.type.text != "bigint") sequence.type.text = column.type.text;
    sequence.owned_by_table = table;
    sequence.owned_by_column = column.name;
    return sequence;
}

Column expanded(const ObjectName& table, const Column& column) {
    Column plain = column;
    plain.type.serial = false;
    SqlWriter name;
    name << serial_sequence(table, column).name;
    plain.default_expression = "nextval(" + quoted(Literal{name.take()}) + "::regclass)";
    return plain;
}

namespace {

bool same_text(const std::optional<std::string>& first, const std::optional<std::string>& second) {
    return first == second || (first && second && same_expression(*first, *second));
}

IdentityChange identity_change(const Column& from, const Column& to) {
    IdentityChange change{to.identity, from.identity};
    if (!from.identity || !to.identity) return change;
    change.to->options = with_all_options(to.identity->options, to.type);
    change.from->options = with_all_options(from.identity->options, from.type);
    return change;
}

class ColumnComparison {
 public:
    ColumnComparison(const Table& table, Column from, Column to, Plan& plan, Phase phase = Phase::alter_column)
        : table_(table.name), from_(std::move(from)), to_(std::move(to)), plan_(plan), phase_(phase) {}

    void run() {
        const bool changes_counter =
            from_.type.serial != to_.type.serial || from_.identity.has_value() != to_.identity.has_value();
        if (from_.type.serial != to_.type.serial) expand();
        if (from_.type.serial && to_.type.serial && from_.type.text != to_.type.text &&
            !same_column_type(table_, from_, to_, plan_.options))
            resize_serial();
        const bool gains_counter = changes_counter && (serial_to_ || to_.identity);
        const bool loses_counter = changes_counter && (serial_from_ || from_.identity);
        if (loses_counter && gains_counter) plan_.add(Phase::prepare_column, SyncSequence{table_, to_.name});
        release_default(loses_counter);
        alter();
        if (gains_counter) plan_.add(Phase::attach_sequence, SyncSequence{table_, to_.name});
        comment();
    }

 private:
    void expand() {
        if (from_.type.serial) {
            serial_from_ = serial_sequence(table_, from_);
            from_ = expanded(table_, from_);
        } else {
            serial_to_ = serial_sequence(table_, to_);
            to_ = expanded(table_, to_);
        }
    }

    // The sequence has a type of its own.
    void resize_serial() {
        AlterSequence resized;
        resized.name = serial_sequence(table_, to_).name;
        resized.former_options.emplace();
        resized.type = sql_type(to_.type.text);
        resized.former_type = sql_type(from_.type.text);
        plan_.add(Phase::attach_sequence, std::move(resized));
        from_.type.serial = false;
        to_.type.serial = false;
    }

    AlterColumn change() const {
        AlterColumn operation;
        operation.table = table_;
        operation.column = to_.name;
        return operation;
    }

    // The name of a sequence is free before another one takes it.
    void release_default(bool loses_counter) {
        if (serial_from_) {
            AlterColumn drop = change();
            drop.server_default = DefaultChange{std::nullopt, true, from_.default_expression};
            plan_.add(Phase::prepare_column, std::move(drop));
            from_.default_expression.reset();
            plan_.add(Phase::prepare_column, DropSequence{serial_from_->name, serial_from_});
        } else if (loses_counter && serial_to_) {
            AlterColumn drop = change();
            drop.identity = IdentityChange{std::nullopt, from_.identity};
            plan_.add(Phase::prepare_column, std::move(drop));
            from_.identity.reset();
        }
        if (!serial_to_) return;
        plan_.add(Phase::prepare_column, CreateSequence{*serial_to_});
    }

    void alter() {
        AlterColumn operation = change();
        const bool type_changes = !same_column_type(table_, from_, to_, plan_.options);
        const bool was_rebuilt =
            plan_.recreated_enums.count(key_of(from_.type.named)) != 0 && !from_.type.named.name.empty();
        if (type_changes) operation.type = type_change();
        const bool default_differs = defaults_differ(table_, from_, to_, plan_.options);
        // A type can only change when the default can be cast, so that it is set again.
        const bool is_set_again = type_changes && to_.default_expression && !default_differs;
        const bool default_was_dropped = was_rebuilt && default_differs;
        if (default_differs || (is_set_again && !plan_.options.compare_server_default.is_off()))
            operation.server_default = DefaultChange{to_.default_expression, true,
                                                     default_was_dropped ? std::nullopt : from_.default_expression};
        if (default_was_dropped && !to_.default_expression) operation.server_default.reset();
        if (from_.nullable != to_.nullable)
            operation.nullability = NullabilityChange{to_.nullable ? Nullability::nullable : Nullability::not_null};
        if (!(from_.identity == to_.identity)) operation.identity = identity_change(from_, to_);
        add_in_order(std::move(operation));
    }

    TypeChange type_change() {
        const auto forth = using_expression(to_.name, from_.type, to_.type);
        const auto back = using_expression(to_.name, to_.type, from_.type);
        const std::string column = "column " + shown(table_) + "." + to_.name;
        const std::string types = written(from_.type) + " to " + written(to_.type);
        if (!forth)
            plan_.refuse(column + " changes its type from " + types +
                         ", and PostgreSQL has no cast: write ALTER TABLE … USING with op.execute");
        else if (!back)
            plan_.note(column + " changes its type from " + types + ", and no cast leads back");
        TypeChange change{to_.type, forth.value_or(""), from_.type, back.value_or(""), to_.collation, from_.collation};
        if (!back) change.from.reset();
        return change;
    }

    static std::string written(const SqlType& type) {
        SqlWriter sql;
        sql << type;
        return sql.take();
    }

    // An identity column is NOT NULL, so the one goes after the other, on the way back too.
    void add_in_order(AlterColumn operation) {
        AlterColumn second = change();
        if (operation.identity && operation.nullability) {
            if (operation.nullability->to == Nullability::not_null)
                second.identity = std::exchange(operation.identity, std::nullopt);
            else
                second.nullability = std::exchange(operation.nullability, std::nullopt);
        }
        if (operation.type || operation.server_default || operation.nullability || operation.identity)
            plan_.add(phase_, std::move(operation));
        if (second.identity || second.nullability) plan_.add(phase_, std::move(second));
    }

    void comment() {
        if (from_.comment != to_.comment && plan_.compares("comments"))
            plan_.add(Phase::comment, SetComment{table_, to_.name, to_.comment, from_.comment, SetComment::On::table});
    }

    ObjectName table_;
    Column from_;
    Column to_;
    Plan& plan_;
    Phase phase_;
    std::optional<Sequence> serial_from_ = {};
    std::optional<Sequence> serial_to_ = {};
};

}  // namespace

bool is_replaced(const Column& from, const Column& to, const Table& table, const Plan& plan) {
    if (!from.generated_expression)
        return to.generated_expression && !same_column_type(table.name, from, to, plan.options);
    if (!to.generated_expression) return false;
    if (!same_text(from.generated_expression, to.generated_expression)) return true;
    if (!same_column_type(table.name, from, to, plan.options)) return true;
    return std::any_of(table.columns.begin(), table.columns.end(), [&](const Column& other) {
        return plan.touched_columns.count(key_of(table.name, other.name)) != 0 &&
               mentions_name(*from.generated_expression, other.name);
    });
}

bool defaults_differ(const ObjectName& table, const Column& from, const Column& to, const CompareOptions& options) {
    return options.compare_server_default.differ(table, from, to,
                                                 !same_text(from.default_expression, to.default_expression));
}

void find_touched_columns(Plan& plan) {
    for (const Table& table : plan.from.tables) {
        const auto wanted = plan.to_tables.find(key_of(table.name));
        if (wanted == plan.to_tables.end()) continue;
        if (wanted->second->columns == table.columns && !plan.asks_about_columns()) continue;
        for (const Column& column : table.columns) {
            const Column* later = find_named(wanted->second->columns, column.name);
            if (later == nullptr || !same_column_type(table.name, column, *later, plan.options) ||
                !same_text(column.generated_expression, later->generated_expression))
                plan.touched_columns.insert(key_of(table.name, column.name));
        }
    }
}

namespace {

// A generated column comes after what it is made of has its type, and goes before that changes or goes.
void add_column(const ObjectName& table, const Column& column, Plan& plan) {
    plan.add(column.generated_expression ? Phase::add_generated_column : Phase::add_column, AddColumn{table, column});
}

void drop_column(const ObjectName& table, const Column& column, Plan& plan) {
    plan.add(column.generated_expression ? Phase::prepare_column : Phase::drop_column,
             DropColumn{table, column.name, column});
}

Column without_expression(Column column) {
    column.generated_expression.reset();
    return column;
}

// It is a plain one before what it is made of changes or goes.
void drop_expression(const Table& table, const Column& from, const Column& to, Plan& plan) {
    plan.add(Phase::prepare_column, DropExpression{table.name, from.name, from});
    ColumnComparison(table, without_expression(from), to, plan).run();
}

// What only a plain column has goes first; NULL is forbidden when the values are there.
void add_expression(const Table& table, const Column& from, const Column& to, Plan& plan) {
    Column bare = to;
    bare.generated_expression.reset();
    bare.nullable = from.nullable || to.nullable;
    bare.comment = from.comment;
    ColumnComparison(table, from, bare, plan).run();
    bare.generated_expression = to.generated_expression;
    plan.add(Phase::add_generated_column, AddExpression{table.name, bare});
    ColumnComparison(table, bare, to, plan, Phase::add_generated_column).run();
}

// What is on the column is built anew, since the way back builds the column anew.
void change_between_plain_and_generated(const Table& table, const Column& from, const Column& to, Plan& plan) {
    plan.touched_columns.insert(key_of(table.name, to.name));
    plan.replaced_columns.insert(key_of(table.name, to.name));
    if (to.generated_expression)
        add_expression(table, from, to, plan);
    else
        drop_expression(table, from, to, plan);
}

// The former column as it is when its parent has the new type, which it then has, too.
Column with_change_of_parent(const Table& table, const Column& former, const Column& wanted, Plan& plan) {
    if (same_column_type(table.name, former, wanted, plan.options)) return former;
    const Table* parent = parent_with_column(table, wanted.name, plan.from_tables);
    if (parent == nullptr || !plan.is_common(parent->name)) return former;
    const Column* before = find_named(parent->columns, wanted.name);
    const Column* after = find_named(plan.to_tables.at(key_of(parent->name))->columns, wanted.name);
    if (after == nullptr || !same_text(before->default_expression, former.default_expression) ||
        !same_text(after->default_expression, wanted.default_expression))
        plan.refuse("column " + shown(table.name) + "." + wanted.name +
                    " changes its type otherwise than that of its parent " + shown(parent->name) +
                    ": write it with op.execute");
    Column changed = former;
    changed.type = wanted.type;
    changed.collation = wanted.collation;
    changed.default_expression = wanted.default_expression;
    return changed;
}

// A column cannot become one that is inherited, nor the other way around.
bool is_inherited_on_one_side(const Table& child, const std::string& column, const ByName<Table>& tables, Plan& plan) {
    const Table* parent = parent_with_column(child, column, tables);
    if (parent == nullptr) return false;
    plan.refuse("column " + shown(child.name) + "." + column + " is inherited from " + shown(parent->name) +
                " on one side only: write it with op.execute");
    return true;
}

}  // namespace

void compare_columns(const Table& from, const Table& to, Plan& plan) {
    for (const Column& column : to.columns) {
        const Column* former = find_named(from.columns, column.name);
        if (former == nullptr) {
            if (!is_inherited_on_one_side(from, column.name, plan.from_tables, plan)) add_column(to.name, column, plan);
        } else if (is_replaced(*former, column, from, plan)) {
            plan.touched_columns.insert(key_of(from.name, column.name));
            plan.replaced_columns.insert(key_of(from.name, column.name));
            plan.add(Phase::prepare_column, DropColumn{to.name, column.name, *former});
            add_column(to.name, column, plan);
            if (!former->generated_expression)
                plan.note("column " + shown(to.name) + "." + column.name +
                          " is dropped and added: its values are not kept");
        } else if (former->generated_expression.has_value() != column.generated_expression.has_value()) {
            change_between_plain_and_generated(from, *former, column, plan);
        } else if (!(*former == column) || plan.asks_about_columns()) {
            ColumnComparison(from, with_change_of_parent(from, *former, column, plan), column, plan).run();
        }
    }
    for (const Column& column : from.columns)
        if (find_named(to.columns, column.name) == nullptr &&
            !is_inherited_on_one_side(to, column.name, plan.to_tables, plan))
            drop_column(to.name, column, plan);
}

}  // namespace migrator::diff
