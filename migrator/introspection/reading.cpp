// Looking up what oids name, and the small lists inside a cell.
#include "migrator/introspection/reading.hpp"

#include <algorithm>
#include <charconv>
#include <tuple>
#include <utility>

namespace migrator::introspection {

namespace {

std::string comment_key(std::string_view catalog_table, Oid object, long long part) {
    return std::string(catalog_table) + " " + std::to_string(object) + " " + std::to_string(part);
}

}  // namespace

const std::string& Relation::column(long long number) const {
    static const std::string none;
    const auto place = static_cast<std::size_t>(number);
    return number > 0 && place <= columns.size() ? columns[place - 1] : none;
}

ObjectName Reading::name_of(Oid schema, std::string name) const {
    const auto found = schemas.find(schema);
    if (found == schemas.end() || found->second == scope.home_schema) return ObjectName(std::move(name));
    return ObjectName(found->second, std::move(name));
}

void Reading::note_other(const char* property, const Relation& relation, const std::string& part, std::string value) {
    std::string name =
        relation.name.schema.empty() ? relation.name.name : relation.name.schema + "." + relation.name.name;
    if (!part.empty()) name += "." + part;
    catalog.others.push_back({property, std::move(name), std::move(value), relation.name});
}

bool Reading::is_excluded(const ObjectName& name) const {
    const std::string& schema = name.schema.empty() ? scope.home_schema : name.schema;
    return schema == scope.history_schema && (name.name == scope.history_table || !name.schema.empty());
}

const Relation* Reading::referenced(Oid oid) const {
    for (const auto* tables : {&relations, &outside})
        if (const auto found = tables->find(oid); found != tables->end()) return &found->second;
    return nullptr;
}

Table* Reading::table(Oid oid) {
    const auto found = relations.find(oid);
    if (found == relations.end() || found->second.table == Relation::no_table) return nullptr;
    return &catalog.tables[found->second.table];
}

std::string Reading::comment(const char* catalog_table, Oid object, long long part) const {
    if (comments.empty()) return {};
    const auto found = comments.find(comment_key(catalog_table, object, part));
    return found == comments.end() ? std::string() : found->second;
}

std::vector<long long> numbers_in(std::string_view text) {
    std::vector<long long> numbers;
    const char* place = text.data();
    const char* const end = text.data() + text.size();
    while (place != end) {
        long long number = 0;
        const auto [after, error] = std::from_chars(place, end, number);
        if (error == std::errc()) numbers.push_back(number);
        place = error == std::errc() ? after : place + 1;
    }
    return numbers;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::vector<StorageParameter> parameters_in(std::string_view text) {
    std::vector<StorageParameter> parameters;
    if (text.empty()) return parameters;
    for (const std::string& part : split(text, '\n')) {
        const std::size_t equals = part.find('=');
        parameters.push_back({part.substr(0, equals), equals == std::string::npos ? "" : part.substr(equals + 1)});
    }
    return parameters;
}

namespace {

struct NameRow {
    enum { kind, oid, name, flag, related, schema, collation, storage };
};

// An array is stored as it can be, whatever its elements are.
void read_type(const Row& row, Reading& reading) {
    TypeFacts facts{row.text(NameRow::name), row.oid(NameRow::schema), row.flag(NameRow::flag),
                    row.oid(NameRow::collation), row.letter(NameRow::storage)};
    TypeFacts array = facts;
    array.storage = 'x';
    if (row.oid(NameRow::related) != 0) reading.type_facts.emplace(row.oid(NameRow::related), std::move(array));
    reading.type_facts.emplace(row.oid(NameRow::oid), std::move(facts));
}

}  // namespace

void read_names(const postgres::ResultSet& answer, Reading& reading) {
    for_each_row(answer, [&](const Row& row) {
        switch (row.letter(NameRow::kind)) {
            case 'n':
                reading.schemas.emplace(row.oid(NameRow::oid), row.text(NameRow::name));
                break;
            case 'a':
                reading.access_methods.emplace(row.oid(NameRow::oid), row.text(NameRow::name));
                break;
            case 'o':
                reading.operator_classes.emplace(
                    row.oid(NameRow::oid),
                    OperatorClass{row.text(NameRow::name), row.flag(NameRow::flag), row.oid(NameRow::related)});
                break;
            case 'c':
                reading.collations.emplace(row.oid(NameRow::oid), row.text(NameRow::name));
                break;
            case 't':
                read_type(row, reading);
                break;
            default:
                reading.tablespaces.emplace(row.oid(NameRow::oid), row.text(NameRow::name));
        }
    });
}

void read_comments(const postgres::ResultSet& answer, Reading& reading) {
    enum { catalog_table, object, part, text };
    for_each_row(answer, [&](const Row& row) {
        reading.comments.emplace(comment_key(row.view(catalog_table), row.oid(object), row.integer(part)),
                                 row.text(text));
    });
}

void read_others(const postgres::ResultSet& answer, Reading& reading) {
    enum { kind, schema, name, definition, relation };
    std::vector<OtherObject>& others = reading.catalog.others;
    for_each_row(answer, [&](const Row& row) {
        if (row.view(schema) == reading.scope.history_schema) return;
        const bool is_home = row.is_null(schema) || row.view(schema) == reading.scope.home_schema;
        others.push_back({row.text(kind), is_home ? row.text(name) : row.text(schema) + "." + row.text(name),
                          row.text(definition), ObjectName(is_home ? "" : row.text(schema), row.text(relation))});
    });
    std::sort(others.begin(), others.end(), [](const OtherObject& a, const OtherObject& b) {
        return std::tie(a.kind, a.name, a.definition) < std::tie(b.kind, b.name, b.definition);
    });
}

}  // namespace migrator::introspection
