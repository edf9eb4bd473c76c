// Reading and writing rows as structs: insert, update, select, find, count.
#pragma once

#include <optional>
#include <vector>

#include "migrator/model/described.hpp"
#include "migrator/model/selection.hpp"
#include "migrator/support/result.hpp"

namespace soci {
class session;
}

namespace migrator::model {

namespace detail {

Result<void> insert_row(soci::session& session, const Description& description, const void* row);
Result<bool> insert_row_if_absent(soci::session& session, const Description& description, const void* row);
Result<bool> update_row(soci::session& session, const Description& description, const void* row);
Result<long long> count_rows(soci::session& session, const Description& description, const SelectionParts& parts);
/// Calls `add_row` for each row; it returns the struct to fill.
Result<void> select_rows(soci::session& session, const Description& description, const SelectionParts& parts,
                         void* (*add_row)(void* rows), void* rows);
/// The condition that the primary key is `values`.
Result<SelectionParts> by_primary_key(const Description& description, const std::vector<std::string>& values);

}  // namespace detail

/// Inserts one row. SQL and values are those of `insert_statement`.
/// Errors, here and below: as `run_query`; internal when the description is wrong (`check_description`).
template <Described T>
Result<void> insert(soci::session& session, const T& row) {
    return detail::insert_row(session, description_of<T>(), &row);
}

/// Inserts one row, unless a primary key or unique index holds its values already. Returns whether it was inserted; no
/// such conflict fails the transaction.
template <Described T>
Result<bool> insert_if_absent(soci::session& session, const T& row) {
    return detail::insert_row_if_absent(session, description_of<T>(), &row);
}

/// Writes the row with the same primary key. Returns false when there is none.
template <Described T>
Result<bool> update(soci::session& session, const T& row) {
    return detail::update_row(session, description_of<T>(), &row);
}

/// Reads the selected rows.
/// Errors: also internal, when a value does not fit its member; the column is named.
template <Described T>
Result<std::vector<T>> select(soci::session& session, const Selection<T>& selection) {
    std::vector<T> rows;
    const auto add_row = [](void* into) -> void* { return &static_cast<std::vector<T>*>(into)->emplace_back(); };
    auto done = detail::select_rows(session, description_of<T>(), selection.parts(), add_row, &rows);
    if (!done) return failure(std::move(done).assume_error());
    return rows;
}

/// The first of the selected rows, if there is one.
template <Described T>
Result<std::optional<T>> select_first(soci::session& session, Selection<T> selection) {
    auto rows = select<T>(session, selection.limit(1));
    if (!rows) return failure(std::move(rows).assume_error());
    std::optional<T> first;
    if (!rows.assume_value().empty()) first = std::move(rows.assume_value().front());
    return first;
}

/// The row with this primary key, whose parts are given in the order of the key's columns.
template <Described T, Mapped... Key>
Result<std::optional<T>> find(soci::session& session, const Key&... key) {
    auto parts = detail::by_primary_key(description_of<T>(), {Mapping<Key>::print(key)...});
    if (!parts) return failure(std::move(parts).assume_error());
    std::optional<T> found;
    const auto add_row = [](void* into) -> void* { return &static_cast<std::optional<T>*>(into)->emplace(); };
    auto done = detail::select_rows(session, description_of<T>(), parts.assume_value(), add_row, &found);
    if (!done) return failure(std::move(done).assume_error());
    return found;
}

/// The number of selected rows.
template <Described T>
Result<long long> count(soci::session& session, const Selection<T>& selection = {}) {
    return detail::count_rows(session, description_of<T>(), selection.parts());
}

}  // namespace migrator::model
