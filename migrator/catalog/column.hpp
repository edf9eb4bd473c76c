// A column of a table, as a value.
#pragma once

#include <optional>
#include <string>
#include <utility>

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
    Column&& not_null() && {
        nullable = false;
        return std::move(*this);
    }
    Column&& server_default(std::string sql) && {
        default_expression = std::move(sql);
        return std::move(*this);
    }
    Column&& generated_as(std::string sql) && {
        generated_expression = std::move(sql);
        return std::move(*this);
    }
    Column&& identity_always(SequenceOptions options = {}) && {
        identity = Identity{Identity::Kind::always, options};
        nullable = false;
        return std::move(*this);
    }
    Column&& identity_by_default(SequenceOptions options = {}) && {
        identity = Identity{Identity::Kind::by_default, options};
        nullable = false;
        return std::move(*this);
    }
    Column&& collate(std::string name_of_collation) && {
        collation = std::move(name_of_collation);
        return std::move(*this);
    }
    Column&& with_comment(std::string text) && {
        comment = std::move(text);
        return std::move(*this);
    }

    bool operator==(const Column&) const = default;
};

/// A column that allows NULL and has no default; refine it by the chain above.
inline Column column(std::string name, SqlType type) {
    Column result = {};
    result.name = std::move(name);
    result.nullable = !type.serial;
    result.type = std::move(type);
    return result;
}

}  // namespace migrator
