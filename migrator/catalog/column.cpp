// The chain that refines a column. Out of line, since every revision file calls it.
#include "migrator/catalog/column.hpp"

#include <utility>

namespace migrator {

Column&& Column::not_null() && {
    nullable = false;
    return std::move(*this);
}

Column&& Column::server_default(std::string sql) && {
    default_expression = std::move(sql);
    return std::move(*this);
}

Column&& Column::generated_as(std::string sql) && {
    generated_expression = std::move(sql);
    return std::move(*this);
}

Column&& Column::identity_always(SequenceOptions options) && {
    identity = Identity{Identity::Kind::always, options};
    nullable = false;
    return std::move(*this);
}

Column&& Column::identity_by_default(SequenceOptions options) && {
    identity = Identity{Identity::Kind::by_default, options};
    nullable = false;
    return std::move(*this);
}

Column&& Column::collate(std::string name_of_collation) && {
    collation = std::move(name_of_collation);
    return std::move(*this);
}

Column&& Column::with_comment(std::string text) && {
    comment = std::move(text);
    return std::move(*this);
}

Column column(std::string name, SqlType type) {
    Column result;
    result.name = std::move(name);
    result.nullable = !type.serial;
    result.type = std::move(type);
    return result;
}

}  // namespace migrator
