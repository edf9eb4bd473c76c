// The names of constraints and indexes that a description does not name.
#include "migrator/model/naming.hpp"

#include <string_view>

namespace migrator::model {

namespace {

void replace(std::string& text, std::string_view placeholder, std::string_view value) {
    for (std::size_t at = text.find(placeholder); at != std::string::npos; at = text.find(placeholder, at)) {
        text.replace(at, placeholder.size(), value);
        at += value.size();
    }
}

std::string filled_in(std::string pattern, const std::string& table, const std::vector<std::string>& columns,
                      const std::string& referenced_table = {}) {
    std::string joined;
    for (const std::string& column : columns)
        joined += (joined.empty() ? "" : "_") + column;
    if (joined.empty()) replace(pattern, "_{columns}", "");
    replace(pattern, "{table}", table);
    replace(pattern, "{referenced_table}", referenced_table);
    replace(pattern, "{columns}", joined);
    return pattern;
}

struct ConstraintName {
    const NamingConvention& naming;
    const std::string& table;
    const std::vector<std::string>& columns;

    std::string operator()(const PrimaryKey& key) const { return filled_in(naming.primary_key, table, key.columns); }
    std::string operator()(const Unique& key) const { return filled_in(naming.unique, table, key.columns); }
    std::string operator()(const Check&) const { return filled_in(naming.check, table, columns); }
    std::string operator()(const ForeignKey& key) const {
        return filled_in(naming.foreign_key, table, key.columns, key.references.name);
    }
    std::string operator()(const Exclude& rule) const {
        std::vector<std::string> elements;
        for (const ExcludeElement& element : rule.elements)
            if (element.expression.find('(') == std::string::npos) elements.push_back(element.expression);
        return filled_in(naming.exclude, table, elements);
    }
};

}  // namespace

std::string constraint_name(const NamingConvention& naming, const std::string& table, const ConstraintKind& kind,
                            const std::vector<std::string>& columns) {
    return std::visit(ConstraintName{naming, table, columns}, kind);
}

std::string index_name(const NamingConvention& naming, const std::string& table,
                       const std::vector<std::string>& columns) {
    return filled_in(naming.index, table, columns);
}

}  // namespace migrator::model
