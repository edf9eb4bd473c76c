// What the calls of the recorder take beside the values of the catalog.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "migrator/catalog/column.hpp"
#include "migrator/support/result.hpp"

namespace migrator {

namespace postgres {
class Session;
}

/// A new type. `using_expression` is needed where PostgreSQL has no assignment cast.
struct TypeChange {
    SqlType to = {};
    std::string using_expression = {};
    std::optional<SqlType> from = {};  ///< what it was, for the way back
    std::string using_expression_back = {};
    std::string collation = {};  ///< empty: the default of the new type
    std::string from_collation = {};
    bool operator==(const TypeChange&) const = default;
};

/// A new server default, or none.
struct DefaultChange {
    std::optional<std::string> to = {};
    bool from_is_known = false;
    std::optional<std::string> from = {};
    bool operator==(const DefaultChange&) const = default;
};

enum class Nullability { nullable, not_null };

struct NullabilityChange {
    Nullability to = Nullability::nullable;
    bool operator==(const NullabilityChange&) const = default;
};

/// Adds, alters or (with nothing in `to`) drops the identity of a column.
struct IdentityChange {
    std::optional<Identity> to = {};
    std::optional<Identity> from = {};
    bool operator==(const IdentityChange&) const = default;
};

/// Changes of one column, written as one ALTER TABLE so that the table is scanned once.
struct AlterColumn {
    ObjectName table = {};
    std::string column = {};
    std::optional<TypeChange> type = {};
    std::optional<DefaultChange> server_default = {};
    std::optional<NullabilityChange> nullability = {};
    std::optional<IdentityChange> identity = {};
    bool operator==(const AlterColumn&) const = default;
};

/// A column that uses an enum type.
struct EnumUse {
    ObjectName table = {};
    std::string column = {};
    std::optional<std::string> default_expression = {};  ///< its server default, which is dropped and set again
    bool array = false;                                  ///< the column holds arrays of the type
    bool operator==(const EnumUse&) const = default;
};

/// Sets columns of the rows that a table has, one range of keys after the other, each range in a transaction of its
/// own.
struct Backfill {
    ObjectName table = {};
    std::vector<std::string> key = {};  ///< columns of a unique index, never NULL; ranges follow their order
    std::string set = {};               ///< SQL of the assignments, e.g. "mp = energy"
    std::string where = {};             ///< SQL: which rows still need it, e.g. "mp IS NULL"; empty: all
    bool operator==(const Backfill&) const = default;
};

/// SQL that PostgreSQL refuses inside a transaction, and how a run that was cut off is found and cleaned up.
struct OutsideTransaction {
    SqlText sql = {};      ///< one statement
    SqlText done = {};     ///< a query that yields true once the work is done, e.g. "SELECT indisvalid FROM …"
    SqlText cleanup = {};  ///< removes what half of the work left behind; harmless when there is nothing
    bool operator==(const OutsideTransaction&) const = default;
};

/// The body of a C++ step. It runs inside the step's transaction and may be called again after a deadlock, so it
/// keeps no state of its own.
using StepFunction = Result<void> (*)(postgres::Session& session);

/// A value of a bulk insert: NULL, a boolean, a number, or text that PostgreSQL reads as the column's type.
using Value = std::variant<std::monostate, bool, long long, double, std::string>;

}  // namespace migrator
