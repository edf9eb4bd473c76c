// A column of a table, as a value.
#pragma once

#include <optional>
#include <string>

#include "migrator/catalog/sequence.hpp"
#include "migrator/catalog/type.hpp"

namespace migrator {

/// GENERATED { ALWAYS | BY DEFAULT } AS IDENTITY.
struct Identity {
    enum class Kind { always, by_default };
    Kind kind = Kind::always;
    SequenceOptions options = {};

    bool operator==(const Identity&) const = default;
};

struct Column {
    std::string name = {};
    SqlType type = {};
    bool nullable = true;
    std::optional<std::string> default_expression = {};    ///< SQL, e.g. "now()" or "'DIRECT'::pathtype"
    std::optional<std::string> generated_expression = {};  ///< GENERATED ALWAYS AS (…) STORED
    std::optional<Identity> identity = {};
    std::string collation = {};  ///< empty: the type's default
    std::string comment = {};    ///< empty: none

    // Written in a chain: column("mp", integer()).not_null().server_default("100")
    Column&& not_null() &&;
    Column&& server_default(std::string sql) &&;
    Column&& generated_as(std::string sql) &&;
    Column&& identity_always(SequenceOptions options = {}) &&;
    Column&& identity_by_default(SequenceOptions options = {}) &&;
    Column&& collate(std::string name_of_collation) &&;
    Column&& with_comment(std::string text) &&;

    bool operator==(const Column&) const = default;
};

/// A column that allows NULL and has no default; refine it by the chain above.
Column column(std::string name, SqlType type);

}  // namespace migrator
