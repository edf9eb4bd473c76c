// Building constraints, and the names that PostgreSQL gives them.
#include "migrator/catalog/constraint.hpp"

#include <utility>

namespace migrator {

Constraint primary_key(std::vector<std::string> columns) {
    PrimaryKey key;
    key.columns = std::move(columns);
    return Constraint{{}, std::move(key)};
}

Constraint unique(std::vector<std::string> columns) {
    Unique constraint;
    constraint.columns = std::move(columns);
    return Constraint{{}, std::move(constraint)};
}

Constraint check(std::string expression) {
    Check constraint;
    constraint.expression = std::move(expression);
    return Constraint{{}, std::move(constraint)};
}

Constraint foreign_key(std::vector<std::string> columns, ObjectName references,
                       std::vector<std::string> referenced_columns, ForeignKeyOptions options) {
    ForeignKey key;
    key.columns = std::move(columns);
    key.references = std::move(references);
    key.referenced_columns = std::move(referenced_columns);
    key.on_delete = options.on_delete;
    key.on_update = options.on_update;
    key.match = options.match;
    key.deferral = options.deferral;
    key.not_valid = options.not_valid;
    return Constraint{{}, std::move(key)};
}

Constraint exclude(std::vector<ExcludeElement> elements, std::string method, std::string where) {
    Exclude constraint;
    constraint.elements = std::move(elements);
    constraint.method = std::move(method);
    constraint.where = std::move(where);
    return Constraint{{}, std::move(constraint)};
}

namespace {

std::string joined(const std::string& table, const std::vector<std::string>& columns, const char* suffix) {
    std::string name = table;
    for (const std::string& column : columns)
        name += "_" + column;
    return name + "_" + suffix;
}

struct DefaultName {
    const std::string& table;

    std::string operator()(const PrimaryKey&) const { return table + "_pkey"; }
    std::string operator()(const Unique& constraint) const { return joined(table, constraint.columns, "key"); }
    std::string operator()(const Check&) const { return {}; }
    std::string operator()(const ForeignKey& key) const { return joined(table, key.columns, "fkey"); }
    std::string operator()(const Exclude& constraint) const {
        std::vector<std::string> parts;
        for (const ExcludeElement& element : constraint.elements) {
            // PostgreSQL would name an expression after its function, and a quoted column without its quotes.
            if (element.expression.find_first_of("(\"") != std::string::npos) return {};
            parts.push_back(element.expression);
        }
        return joined(table, parts, "excl");
    }
};

}  // namespace

std::string default_constraint_name(const std::string& table, const ConstraintKind& kind) {
    return std::visit(DefaultName{table}, kind);
}

}  // namespace migrator
