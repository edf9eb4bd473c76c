// What is known of a described struct: its table, its indexes, and how each member is read and written.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migrator/catalog/index.hpp"
#include "migrator/catalog/table.hpp"
#include "migrator/support/result.hpp"

namespace migrator::model {

/// A member and its column.
struct Field {
    std::string column = {};
    bool in_primary_key = false;
    bool generated = false;  ///< computed by the database, never written
    /// The member's value as text; not set: NULL. `row` points to the struct.
    std::optional<std::string> (*read)(const void* row) = nullptr;
    /// Sets the member. Returns false when `text` is no value of the member's type, or NULL is not allowed.
    bool (*write)(void* row, const std::optional<std::string>& text) = nullptr;
};

struct Description {
    Table table = {};
    std::vector<Index> indexes = {};
    std::vector<Field> fields = {};  ///< in the order of the table's columns
    std::size_t member_count = 0;    ///< of the struct

    const Field* find_field(std::string_view column) const;
};

/// Fills in what follows from the rest: names of unnamed constraints, the table of each index.
void complete(Description& description);

/// Finds a description that contradicts itself or its struct: a member without a column or with two, no name.
/// Errors: internal, with the table's name and what is wrong.
Result<void> check_description(const Description& description);

}  // namespace migrator::model
