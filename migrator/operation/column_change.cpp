// The chain of calls that describes the change of a column.
#include <utility>

#include "migrator/operation/operations.hpp"

namespace migrator {

ColumnChange&& ColumnChange::type(SqlType to, std::string using_expression) && {
    if (!operation.type) operation.type.emplace();
    operation.type->to = std::move(to);
    operation.type->using_expression = std::move(using_expression);
    return std::move(*this);
}

ColumnChange&& ColumnChange::from_type(SqlType from, std::string using_expression_back) && {
    if (!operation.type) operation.type.emplace();
    operation.type->from = std::move(from);
    operation.type->using_expression_back = std::move(using_expression_back);
    return std::move(*this);
}

namespace {

DefaultChange& default_change(AlterColumn& operation) {
    if (!operation.server_default) operation.server_default.emplace();
    return *operation.server_default;
}

}  // namespace

ColumnChange&& ColumnChange::set_default(std::string sql) && {
    default_change(operation).to = std::move(sql);
    return std::move(*this);
}

ColumnChange&& ColumnChange::collate(std::string to, std::string from) && {
    if (!operation.type) operation.type.emplace();
    operation.type->collation = std::move(to);
    operation.type->from_collation = std::move(from);
    return std::move(*this);
}

ColumnChange&& ColumnChange::drop_default() && {
    default_change(operation).to.reset();
    return std::move(*this);
}

ColumnChange&& ColumnChange::from_default(std::string sql) && {
    default_change(operation).from_is_known = true;
    default_change(operation).from = std::move(sql);
    return std::move(*this);
}

ColumnChange&& ColumnChange::from_no_default() && {
    default_change(operation).from_is_known = true;
    default_change(operation).from.reset();
    return std::move(*this);
}

ColumnChange&& ColumnChange::set_not_null() && {
    operation.nullability = NullabilityChange{Nullability::not_null};
    return std::move(*this);
}

ColumnChange&& ColumnChange::drop_not_null() && {
    operation.nullability = NullabilityChange{Nullability::nullable};
    return std::move(*this);
}

ColumnChange&& ColumnChange::set_identity(Identity to) && {
    if (!operation.identity) operation.identity.emplace();
    operation.identity->to = std::move(to);
    return std::move(*this);
}

ColumnChange&& ColumnChange::drop_identity(Identity from) && {
    operation.identity = IdentityChange{std::nullopt, std::move(from)};
    return std::move(*this);
}

ColumnChange&& ColumnChange::from_identity(Identity from) && {
    if (!operation.identity) operation.identity.emplace();
    operation.identity->from = std::move(from);
    return std::move(*this);
}

}  // namespace migrator
