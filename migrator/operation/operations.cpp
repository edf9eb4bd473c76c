// Recording: each call becomes one operation, and what cannot work is noted at once.
#include "migrator/operation/operations.hpp"

#include <utility>

#include "migrator/operation/recording.hpp"
#include "migrator/operation/transactional.hpp"

namespace migrator {

Operations::Operations() : recording_(std::make_unique<Recording>()) {}
Operations::~Operations() = default;

Recording Operations::take() {
    std::string mixture = problem_of_mixture(recording_->operations);
    if (!mixture.empty()) recording_->problems.push_back(std::move(mixture));
    return std::exchange(*recording_, Recording{});
}

namespace {

// PostgreSQL cuts longer names with a mere NOTICE; two names could become one.
constexpr std::size_t longest_name = 63;

// Notes in `problems` what PostgreSQL would refuse or cut.
void check_name(const std::string& name, const char* what, std::vector<std::string>& problems) {
    if (name.empty())
        problems.push_back(std::string("the name of ") + what + " is empty");
    else if (name.find('\0') != std::string::npos)
        problems.push_back(std::string("the name of ") + what + " holds a NUL byte");
    else if (name.size() > longest_name)
        problems.push_back(std::string("the name of ") + what + " \"" + name + "\" has " + std::to_string(name.size()) +
                           " bytes; PostgreSQL keeps " + std::to_string(longest_name));
}

void check_name(const ObjectName& name, const char* what, std::vector<std::string>& problems) {
    check_name(name.name, what, problems);
    if (!name.schema.empty()) check_name(name.schema, "a schema", problems);
}

// True when the grammar wants at least one column and there is none.
struct LacksColumns {
    bool operator()(const PrimaryKey& key) const { return key.columns.empty() && key.using_index.empty(); }
    bool operator()(const Unique& key) const { return key.columns.empty() && key.using_index.empty(); }
    bool operator()(const Check&) const { return false; }
    bool operator()(const ForeignKey& key) const { return key.columns.empty(); }
    bool operator()(const Exclude& constraint) const { return constraint.elements.empty(); }
};

void complete_name(const ObjectName& table, Constraint& constraint, std::vector<std::string>& problems) {
    if (constraint.name.empty()) constraint.name = default_constraint_name(table.name, constraint.kind);
    if (constraint.name.empty()) {
        problems.push_back("a constraint of \"" + table.name + "\" needs a name: write .named(\"…\")");
        return;
    }
    check_name(constraint.name, "a constraint", problems);
    if (std::visit(LacksColumns{}, constraint.kind))
        problems.push_back("constraint \"" + constraint.name + "\" has no columns");
}

void complete_names(Table& table, std::vector<std::string>& problems) {
    check_name(table.name, "a table", problems);
    for (const Column& column : table.columns)
        check_name(column.name, "a column", problems);
    for (Constraint& constraint : table.constraints)
        complete_name(table.name, constraint, problems);
}

}  // namespace

void Operations::create_schema(std::string name) {
    check_name(name, "a schema", recording_->problems);
    recording_->operations.push_back(CreateSchema{std::move(name)});
}

void Operations::drop_schema(std::string name) {
    recording_->operations.push_back(DropSchema{std::move(name)});
}

void Operations::create_table(ObjectName name, std::vector<Column> columns, std::vector<Constraint> constraints,
                              TableOptions options) {
    Table table;
    table.name = std::move(name);
    table.columns = std::move(columns);
    table.constraints = std::move(constraints);
    table.unlogged = options.unlogged;
    table.partition_by = std::move(options.partition_by);
    table.with = std::move(options.with);
    table.tablespace = std::move(options.tablespace);
    table.comment = std::move(options.comment);
    table.partition_of = std::move(options.partition_of);
    table.inherits = std::move(options.inherits);
    create_table(std::move(table));
}

void Operations::create_table(Table definition) {
    complete_names(definition, recording_->problems);
    recording_->operations.push_back(CreateTable{std::move(definition)});
}

void Operations::drop_table(ObjectName name) {
    recording_->operations.push_back(DropTable{std::move(name), std::nullopt});
}

void Operations::drop_table(Table definition) {
    complete_names(definition, recording_->problems);
    ObjectName name = definition.name;
    recording_->operations.push_back(DropTable{std::move(name), std::move(definition)});
}

void Operations::rename_table(ObjectName from, std::string to) {
    check_name(to, "a table", recording_->problems);
    recording_->operations.push_back(RenameTable{std::move(from), std::move(to)});
}

void Operations::add_column(ObjectName table, Column column) {
    check_name(column.name, "a column", recording_->problems);
    recording_->operations.push_back(AddColumn{std::move(table), std::move(column)});
}

void Operations::drop_column(ObjectName table, std::string column) {
    recording_->operations.push_back(DropColumn{std::move(table), std::move(column), std::nullopt});
}

void Operations::drop_column(ObjectName table, Column definition) {
    std::string name = definition.name;
    recording_->operations.push_back(DropColumn{std::move(table), std::move(name), std::move(definition)});
}

void Operations::rename_column(ObjectName table, std::string from, std::string to) {
    check_name(to, "a column", recording_->problems);
    recording_->operations.push_back(RenameColumn{std::move(table), std::move(from), std::move(to)});
}

void Operations::alter_column(ObjectName table, std::string column, ColumnChange change) {
    AlterColumn operation = std::move(change.operation);
    operation.table = std::move(table);
    operation.column = std::move(column);
    if (!operation.type && !operation.server_default && !operation.nullability && !operation.identity)
        recording_->problems.push_back("alter_column of \"" + operation.column + "\" changes nothing");
    if (operation.type && operation.type->to == SqlType{})
        recording_->problems.push_back("alter_column of \"" + operation.column + "\" has from_type() without type()");
    recording_->operations.push_back(std::move(operation));
}

namespace {

void check_expression(const char* operation, const Column& definition, std::vector<std::string>& problems) {
    check_name(definition.name, "a column", problems);
    if (!definition.generated_expression)
        problems.push_back(std::string(operation) + " of \"" + definition.name +
                           "\" needs the expression: write .generated_as(\"…\")");
}

}  // namespace

void Operations::drop_expression(ObjectName table, std::string column) {
    recording_->operations.push_back(DropExpression{std::move(table), std::move(column), std::nullopt});
}

void Operations::drop_expression(ObjectName table, Column definition) {
    check_expression("drop_expression", definition, recording_->problems);
    std::string name = definition.name;
    recording_->operations.push_back(DropExpression{std::move(table), std::move(name), std::move(definition)});
}

void Operations::add_expression(ObjectName table, Column definition) {
    check_expression("add_expression", definition, recording_->problems);
    recording_->operations.push_back(AddExpression{std::move(table), std::move(definition)});
}

void Operations::add_constraint(ObjectName table, Constraint constraint) {
    complete_name(table, constraint, recording_->problems);
    recording_->operations.push_back(AddConstraint{std::move(table), std::move(constraint)});
}

void Operations::drop_constraint(ObjectName table, std::string name) {
    recording_->operations.push_back(DropConstraint{std::move(table), std::move(name), std::nullopt});
}

void Operations::drop_constraint(ObjectName table, Constraint definition) {
    complete_name(table, definition, recording_->problems);
    std::string name = definition.name;
    recording_->operations.push_back(DropConstraint{std::move(table), std::move(name), std::move(definition)});
}

void Operations::rename_constraint(ObjectName table, std::string from, std::string to) {
    check_name(to, "a constraint", recording_->problems);
    recording_->operations.push_back(RenameConstraint{std::move(table), std::move(from), std::move(to)});
}

void Operations::validate_constraint(ObjectName table, std::string name) {
    recording_->operations.push_back(ValidateConstraint{std::move(table), std::move(name)});
}

namespace {

CreateIndex checked_index(Index index, bool concurrently, std::vector<std::string>& problems) {
    check_name(index.name, "an index", problems);
    if (index.keys.empty()) problems.push_back("index \"" + index.name + "\" has no keys");
    return CreateIndex{std::move(index), concurrently};
}

}  // namespace

void Operations::create_index(std::string name, ObjectName table, std::vector<IndexKey> keys, IndexOptions options) {
    create_index(Index{std::move(name), std::move(table), std::move(keys), std::move(options)});
}

void Operations::create_index(Index definition) {
    recording_->operations.push_back(checked_index(std::move(definition), false, recording_->problems));
}

void Operations::create_index_concurrently(std::string name, ObjectName table, std::vector<IndexKey> keys,
                                           IndexOptions options) {
    recording_->operations.push_back(checked_index(
        {std::move(name), std::move(table), std::move(keys), std::move(options)}, true, recording_->problems));
}

void Operations::drop_index(ObjectName name) {
    recording_->operations.push_back(DropIndex{std::move(name), std::nullopt, false});
}

void Operations::drop_index(Index definition) {
    ObjectName name(definition.table.schema, definition.name);
    recording_->operations.push_back(DropIndex{std::move(name), std::move(definition), false});
}

void Operations::drop_index_concurrently(ObjectName name) {
    recording_->operations.push_back(DropIndex{std::move(name), std::nullopt, true});
}

void Operations::drop_index_concurrently(Index definition) {
    ObjectName name(definition.table.schema, definition.name);
    recording_->operations.push_back(DropIndex{std::move(name), std::move(definition), true});
}

void Operations::rename_index(ObjectName from, std::string to) {
    check_name(to, "an index", recording_->problems);
    recording_->operations.push_back(RenameIndex{std::move(from), std::move(to)});
}

void Operations::create_enum(ObjectName name, std::vector<std::string> labels) {
    check_name(name, "an enum type", recording_->problems);
    for (const std::string& label : labels)
        check_name(label, "an enum label", recording_->problems);
    recording_->operations.push_back(CreateEnum{EnumType{std::move(name), std::move(labels)}});
}

void Operations::drop_enum(ObjectName name, std::vector<std::string> labels) {
    recording_->operations.push_back(DropEnum{std::move(name), std::move(labels)});
}

void Operations::add_enum_value(ObjectName type, std::string label) {
    check_name(label, "an enum label", recording_->problems);
    recording_->operations.push_back(AddEnumValue{std::move(type), std::move(label), AddEnumValue::Place::end, {}});
}

void Operations::add_enum_value_before(ObjectName type, std::string label, std::string neighbour) {
    check_name(label, "an enum label", recording_->problems);
    recording_->operations.push_back(
        AddEnumValue{std::move(type), std::move(label), AddEnumValue::Place::before, std::move(neighbour)});
}

void Operations::add_enum_value_after(ObjectName type, std::string label, std::string neighbour) {
    check_name(label, "an enum label", recording_->problems);
    recording_->operations.push_back(
        AddEnumValue{std::move(type), std::move(label), AddEnumValue::Place::after, std::move(neighbour)});
}

void Operations::rename_enum_value(ObjectName type, std::string from, std::string to) {
    check_name(to, "an enum label", recording_->problems);
    recording_->operations.push_back(RenameEnumValue{std::move(type), std::move(from), std::move(to)});
}

void Operations::recreate_enum(ObjectName name, std::vector<std::string> labels, std::vector<EnumUse> used_by,
                               std::vector<std::string> former_labels) {
    for (const std::string& label : labels)
        check_name(label, "an enum label", recording_->problems);
    recording_->operations.push_back(
        RecreateEnum{std::move(name), std::move(labels), std::move(used_by), std::move(former_labels)});
}

void Operations::create_sequence(Sequence sequence) {
    check_name(sequence.name, "a sequence", recording_->problems);
    recording_->operations.push_back(CreateSequence{std::move(sequence)});
}

void Operations::alter_sequence(ObjectName name, SequenceOptions options) {
    recording_->operations.push_back(AlterSequence{std::move(name), options, std::nullopt});
}

void Operations::alter_sequence(ObjectName name, SequenceOptions options, SequenceOptions former_options) {
    recording_->operations.push_back(AlterSequence{std::move(name), options, former_options});
}

void Operations::drop_sequence(ObjectName name) {
    recording_->operations.push_back(DropSequence{std::move(name), std::nullopt});
}

void Operations::drop_sequence(Sequence definition) {
    ObjectName name = definition.name;
    recording_->operations.push_back(DropSequence{std::move(name), std::move(definition)});
}

void Operations::set_table_comment(ObjectName table, std::string comment) {
    recording_->operations.push_back(SetComment{std::move(table), {}, std::move(comment), std::nullopt});
}

void Operations::set_table_comment(ObjectName table, std::string comment, std::string former_comment) {
    recording_->operations.push_back(SetComment{std::move(table), {}, std::move(comment), std::move(former_comment)});
}

void Operations::set_column_comment(ObjectName table, std::string column, std::string comment) {
    check_name(column, "a column", recording_->problems);
    recording_->operations.push_back(SetComment{std::move(table), std::move(column), std::move(comment), std::nullopt});
}

void Operations::set_column_comment(ObjectName table, std::string column, std::string comment,
                                    std::string former_comment) {
    check_name(column, "a column", recording_->problems);
    recording_->operations.push_back(
        SetComment{std::move(table), std::move(column), std::move(comment), std::move(former_comment)});
}

void Operations::execute(std::string sql) {
    recording_->operations.push_back(Execute{SqlText{std::move(sql)}, std::nullopt});
}

void Operations::execute(std::string sql, std::string reverse) {
    recording_->operations.push_back(Execute{SqlText{std::move(sql)}, SqlText{std::move(reverse)}});
}

void Operations::run(std::string name, StepFunction function) {
    if (name.empty())
        recording_->problems.push_back("a function step needs a name: it stands for the code in the checksum");
    if (function == nullptr) recording_->problems.push_back("the function of step \"" + name + "\" is null");
    recording_->operations.push_back(RunFunction{std::move(name), function, std::nullopt});
}

void Operations::run(std::string name, StepFunction function, std::string offline_sql) {
    run(std::move(name), function);
    std::get<RunFunction>(recording_->operations.back()).offline_sql = SqlText{std::move(offline_sql)};
}

void Operations::bulk_insert(ObjectName table, std::vector<std::string> columns, std::vector<std::vector<Value>> rows) {
    if (columns.empty()) recording_->problems.push_back("bulk_insert into \"" + table.name + "\" names no columns");
    for (const std::vector<Value>& row : rows)
        if (row.size() != columns.size())
            recording_->problems.push_back("bulk_insert into \"" + table.name + "\": a row has " +
                                           std::to_string(row.size()) + " values for " +
                                           std::to_string(columns.size()) + " columns");
    recording_->operations.push_back(BulkInsert{std::move(table), std::move(columns), std::move(rows)});
}

void Operations::backfill(Backfill backfill) {
    std::vector<std::string>& problems = recording_->problems;
    check_name(backfill.table, "a table", problems);
    for (const std::string& column : backfill.key)
        check_name(column, "a column", problems);
    if (backfill.key.empty()) problems.push_back("backfill of \"" + backfill.table.name + "\" names no key");
    if (backfill.set.empty()) problems.push_back("backfill of \"" + backfill.table.name + "\" sets nothing");
    recording_->operations.push_back(std::move(backfill));
}

void Operations::execute_outside_transaction(OutsideTransaction statement) {
    if (statement.sql.text.empty() || statement.done.text.empty() || statement.cleanup.text.empty())
        recording_->problems.push_back(
            "execute_outside_transaction needs .sql, .done and .cleanup: a crash can come at any point");
    recording_->operations.push_back(std::move(statement));
}

}  // namespace migrator
