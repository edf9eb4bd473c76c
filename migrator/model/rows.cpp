// Reading and writing rows of any described struct.
#include "migrator/model/rows.hpp"

#include "migrator/model/run_statement.hpp"
#include "migrator/support/try.hpp"

namespace migrator::model::detail {

Result<void> insert_row(soci::session& session, const Description& description, const void* row) {
    TRYV(check_description(description));
    TRYV(run_command(session, insert_statement(description, row)));
    return success();
}

Result<bool> insert_row_if_absent(soci::session& session, const Description& description, const void* row) {
    TRYV(check_description(description));
    Statement statement = insert_statement(description, row);
    statement.sql += "\nON CONFLICT DO NOTHING";
    TRY(const long long rows, run_command(session, statement));
    return rows > 0;
}

Result<bool> update_row(soci::session& session, const Description& description, const void* row) {
    TRYV(check_description(description));
    TRY(const long long rows, run_command(session, update_statement(description, row)));
    return rows > 0;
}

Result<long long> count_rows(soci::session& session, const Description& description, const SelectionParts& parts) {
    TRYV(check_description(description));
    TRY(const auto rows, run_query(session, count_statement(description, parts), 1));
    return Mapping<long long>::parse(rows.front().front().value_or("")).value_or(0);
}

Result<void> select_rows(soci::session& session, const Description& description, const SelectionParts& parts,
                         void* (*add_row)(void* rows), void* rows) {
    TRYV(check_description(description));
    TRY(const auto texts, run_query(session, select_statement(description, parts), description.fields.size()));
    for (const TextRow& text : texts) {
        void* const row = add_row(rows);
        for (std::size_t i = 0; i < text.size(); ++i) {
            const Field& field = description.fields[i];
            if (field.write(row, text[i])) continue;
            const std::string what =
                text[i] ? "a value that its member cannot hold" : "NULL, but its member no optional";
            return failure(ErrorKind::internal, "column \"" + field.column + "\" of table \"" +
                                                    description.table.name.name + "\" has " + what);
        }
    }
    return success();
}

Result<SelectionParts> by_primary_key(const Description& description, const std::vector<std::string>& values) {
    SelectionParts parts;
    for (const Constraint& constraint : description.table.constraints) {
        const auto* key = std::get_if<PrimaryKey>(&constraint.kind);
        if (key == nullptr || key->columns.size() != values.size()) continue;
        for (std::size_t i = 0; i < values.size(); ++i)
            parts.conditions.push_back({key->columns[i], {values[i]}});
        return parts;
    }
    return failure(ErrorKind::internal, "the primary key of table \"" + description.table.name.name + "\" has not " +
                                            std::to_string(values.size()) + " columns");
}

}  // namespace migrator::model::detail
