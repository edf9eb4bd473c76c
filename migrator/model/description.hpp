// What is known of a described struct: its table, its indexes, and how each member is read and written.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migrator/catalog/enum_type.hpp"
#include "migrator/catalog/index.hpp"
#include "migrator/catalog/rename_hints.hpp"
#include "migrator/catalog/table.hpp"
#include "migrator/catalog/type.hpp"
#include "migrator/model/naming.hpp"
#include "migrator/support/result.hpp"

namespace migrator::model {

/// A label of an enum and the one that it was before, if it is renamed.
struct LabelText {
    std::string_view text = {};
    std::string_view was = {};
};

/// A member and its column.
struct Field {
    std::string column = {};
    bool in_primary_key = false;
    bool generated = false;  ///< computed by the database, never written
    /// The member's value as text; not set: NULL. `row` points to the struct.
    std::optional<std::string> (*read)(const void* row) = nullptr;
    /// Sets the member. Returns false when `text` is no value of the member's type, or NULL is not allowed.
    bool (*write)(void* row, const std::optional<std::string>& text) = nullptr;
    /// The labels, when the member is an enum or an array of one; else null.
    std::vector<LabelText> (*labels)() = nullptr;
    std::string_view enum_comment = {};  ///< of the enum type
    /// The column type that the member's type stands for.
    SqlType (*standard_type)() = nullptr;
};

struct Description {
    std::string_view struct_name = {};
    Table table = {};
    std::vector<Index> indexes = {};
    std::vector<Field> fields = {};    ///< in the order of the table's columns
    std::vector<EnumType> enums = {};  ///< the enum types of the columns
    RenameHints renames = {};
    std::size_t member_count = 0;  ///< of the struct
    /// For a CHECK that was described with a column: that column, by the constraint's position.
    std::map<std::size_t, std::string> checked_columns = {};
    /// The columns of `check_labels`.
    std::vector<std::string> labelled_columns = {};

    const Field* find_field(std::string_view column) const;
};

/// Fills in what follows from the rest: names of unnamed constraints and indexes, the table of each index, enum types.
void complete(Description& description, const NamingConvention& naming = {});

/// Finds a description that contradicts itself or its struct: a member without a column or with two, a column whose
/// type does not take the member's values, no name, a key of a column that is not described, a name that PostgreSQL
/// would cut. Errors: internal, with the table's name and what is wrong.
Result<void> check_description(const Description& description);

}  // namespace migrator::model
