// Table constraints of all kinds, as values.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "migrator/catalog/name.hpp"
#include "migrator/catalog/storage_parameter.hpp"

namespace migrator {

/// When a constraint is checked (PostgreSQL: SET CONSTRAINTS).
enum class Deferral { not_deferrable, initially_immediate, initially_deferred };

/// What happens to referencing rows. `no_action` is PostgreSQL's default.
enum class ReferentialAction { no_action, restrict, cascade, set_null, set_default };

/// MATCH of a composite foreign key.
enum class MatchKind { simple, full };

struct PrimaryKey {
    std::vector<std::string> columns = {};
    std::vector<std::string> include = {};
    Deferral deferral = Deferral::not_deferrable;
    std::string using_index = {};  ///< an existing unique index to take over; empty: build one
    std::vector<StorageParameter> with = {};

    bool operator==(const PrimaryKey&) const = default;
};

struct Unique {
    std::vector<std::string> columns = {};
    std::vector<std::string> include = {};
    bool nulls_not_distinct = false;
    Deferral deferral = Deferral::not_deferrable;
    std::string using_index = {};
    std::vector<StorageParameter> with = {};

    bool operator==(const Unique&) const = default;
};

struct Check {
    std::string expression = {};  ///< SQL without the outer parentheses
    bool no_inherit = false;
    bool not_valid = false;

    bool operator==(const Check&) const = default;
};

struct ForeignKey {
    std::vector<std::string> columns = {};
    ObjectName references = {};
    std::vector<std::string> referenced_columns = {};
    ReferentialAction on_delete = ReferentialAction::no_action;
    ReferentialAction on_update = ReferentialAction::no_action;
    MatchKind match = MatchKind::simple;
    Deferral deferral = Deferral::not_deferrable;
    bool not_valid = false;
    std::vector<std::string> on_delete_columns = {};  ///< SET NULL (a) / SET DEFAULT (a), PostgreSQL 15

    bool operator==(const ForeignKey&) const = default;
};

struct ExcludeElement {
    std::string expression = {};  ///< a column, quoted by the caller if it must be, or an expression in parentheses
    std::string operator_ = {};   ///< e.g. "&&"
    std::string operator_class = {};

    bool operator==(const ExcludeElement&) const = default;
};

struct Exclude {
    std::string method = "gist";
    std::vector<ExcludeElement> elements = {};
    std::string where = {};
    Deferral deferral = Deferral::not_deferrable;
    std::vector<StorageParameter> with = {};

    bool operator==(const Exclude&) const = default;
};

using ConstraintKind = std::variant<PrimaryKey, Unique, Check, ForeignKey, Exclude>;

struct Constraint {
    std::string name = {};  ///< empty: the name that PostgreSQL would give is filled in when the step is recorded
    ConstraintKind kind = {};
    std::string comment = {};

    Constraint&& named(std::string constraint_name) && {
        name = std::move(constraint_name);
        return std::move(*this);
    }
    Constraint&& with_comment(std::string text) && {
        comment = std::move(text);
        return std::move(*this);
    }

    bool operator==(const Constraint&) const = default;
};

/// Options of `foreign_key` beyond the columns.
struct ForeignKeyOptions {
    ReferentialAction on_delete = ReferentialAction::no_action;
    ReferentialAction on_update = ReferentialAction::no_action;
    MatchKind match = MatchKind::simple;
    Deferral deferral = Deferral::not_deferrable;
    bool not_valid = false;
};

Constraint primary_key(std::vector<std::string> columns);
Constraint unique(std::vector<std::string> columns);
Constraint check(std::string expression);
Constraint foreign_key(std::vector<std::string> columns, ObjectName references,
                       std::vector<std::string> referenced_columns, ForeignKeyOptions options = {});
Constraint exclude(std::vector<ExcludeElement> elements, std::string method = "gist", std::string where = "");

/// The name that PostgreSQL gives an unnamed constraint of `table` when nothing else has it: `users_pkey`,
/// `users_email_key`, `characters_user_id_fkey`. Empty for a CHECK, whose name depends on its expression.
/// Source: ChooseConstraintName and ChooseIndexName in PostgreSQL's documentation of CREATE TABLE.
std::string default_constraint_name(const std::string& table, const ConstraintKind& kind);

}  // namespace migrator
