// Enum types and sequences.
#include <algorithm>

#include "migrator/ddl/sql_writer.hpp"
#include "migrator/introspection/reading.hpp"

namespace migrator::introspection {

void read_enums(const postgres::ResultSet& answer, Reading& reading) {
    enum { oid, schema, name, label };
    Oid current = 0;
    for_each_row(answer, [&](const Row& row) {
        if (row.oid(oid) != current || reading.catalog.enums.empty()) {
            current = row.oid(oid);
            EnumType& type = reading.catalog.enums.emplace_back();
            type.name = reading.name_of(row.oid(schema), row.text(name));
            type.comment = reading.comment("pg_type", current);
            reading.types.emplace(current, ObjectUse{ObjectUse::Kind::type, type.name, {}, {}});
        }
        if (!row.is_null(label)) reading.catalog.enums.back().labels.push_back(row.text(label));
    });
}

namespace {

enum { oid, schema, name, type, start, increment, min_value, max_value, cache, cycle, owner, owner_column, dependency };

// What the options are when nobody names them.
SequenceOptions default_options(const std::string& type, bool ascending) {
    long long highest = 9223372036854775807;
    if (type == "smallint") highest = 32767;
    if (type == "integer") highest = 2147483647;
    SequenceOptions options;
    options.increment = ascending ? 1 : -1;
    options.min_value = ascending ? 1 : -highest - 1;
    options.max_value = ascending ? highest : -1;
    options.cache = 1;
    return options;
}

SequenceOptions options_of(const Row& row) {
    const bool ascending = row.integer(increment) > 0;
    const SequenceOptions standard = default_options(row.text(type), ascending);
    SequenceOptions options;
    const auto set = [](std::optional<long long>& option, long long value, long long usual) {
        if (value != usual) option = value;
    };
    set(options.increment, row.integer(increment), 1);
    set(options.min_value, row.integer(min_value), *standard.min_value);
    set(options.max_value, row.integer(max_value), *standard.max_value);
    set(options.start, row.integer(start), ascending ? row.integer(min_value) : row.integer(max_value));
    set(options.cache, row.integer(cache), 1);
    options.cycle = row.flag(cycle);
    return options;
}

// The name that PostgreSQL gives to the sequence of a serial column: the longer part is cut first.
std::string serial_sequence_name(std::string table, std::string column) {
    constexpr std::size_t room = 63 - 5;
    while (table.size() + column.size() > room)
        (table.size() > column.size() ? table : column).pop_back();
    return table + "_" + column + "_seq";
}

Column* column_of(Table& table, const std::string& wanted) {
    const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                    [&](const Column& column) { return column.name == wanted; });
    return found == table.columns.end() ? nullptr : &*found;
}

// True when `serial` would make just this sequence and default.
bool is_serial(const Sequence& sequence, const Table& table, const Column& column) {
    SqlWriter literal;
    literal << sequence.name;
    return !column.nullable && column.type.named.name.empty() && !column.type.array &&
           column.type.text == sequence.type.text && sequence.options == SequenceOptions{} &&
           sequence.comment.empty() && sequence.name.schema == table.name.schema &&
           sequence.name.name == serial_sequence_name(table.name.name, column.name) &&
           column.default_expression == "nextval(" + quoted(Literal{literal.take()}) + "::regclass)";
}

// The catalog has no place for its name, which RENAME TO of the table leaves as it was, nor for its comment.
void note_identity(Sequence sequence, const Relation& owner, const std::string& column, Reading& reading) {
    if (sequence.name != ObjectName(owner.name.schema, serial_sequence_name(owner.name.name, column)))
        reading.note_other("name of an identity sequence", owner, column, std::move(sequence.name.name));
    if (!sequence.comment.empty())
        reading.note_other("comment on an identity sequence", owner, column, std::move(sequence.comment));
}

}  // namespace

void read_sequences(const postgres::ResultSet& answer, Reading& reading) {
    for_each_row(answer, [&](const Row& row) {
        Sequence sequence;
        sequence.name = reading.name_of(row.oid(schema), row.text(name));
        if (reading.is_excluded(sequence.name)) return;
        sequence.type.text = row.view(type);
        sequence.options = options_of(row);
        sequence.comment = reading.comment("pg_class", row.oid(oid));
        Table* table = row.is_null(owner) ? nullptr : reading.table(row.oid(owner));
        if (table != nullptr) {
            sequence.owned_by_table = table->name;
            sequence.owned_by_column = reading.relations.at(row.oid(owner)).column(row.integer(owner_column));
            Column* column = column_of(*table, sequence.owned_by_column);
            if (column != nullptr && row.letter(dependency) == 'i') {
                if (column->identity) column->identity->options = sequence.options;
                reading.sequences.emplace(row.oid(oid), table->name);
                note_identity(std::move(sequence), reading.relations.at(row.oid(owner)), column->name, reading);
                return;
            }
            if (column != nullptr && is_serial(sequence, *table, *column)) {
                column->type.serial = true;
                column->default_expression.reset();
                reading.sequences.emplace(row.oid(oid), table->name);
                return;
            }
        }
        if (sequence.type.text == "bigint") sequence.type = {};
        reading.sequences.emplace(row.oid(oid), sequence.name);
        reading.catalog.sequences.push_back(std::move(sequence));
    });
}

}  // namespace migrator::introspection
