// Each object as the DDL text that would make it.
#include "migrator/drift/facts.hpp"

#include <algorithm>

#include "migrator/catalog/expression.hpp"
#include "migrator/ddl/clauses.hpp"
#include "migrator/ddl/render.hpp"

namespace migrator {

namespace {

std::string written(const ObjectName& name) {
    SqlWriter sql;
    sql << name;
    return sql.take();
}

const char* to_string(RawObject::Kind kind) {
    switch (kind) {
        case RawObject::Kind::extension:
            return "extension";
        case RawObject::Kind::domain:
            return "domain";
        case RawObject::Kind::function:
            return "function";
        case RawObject::Kind::procedure:
            return "procedure";
        case RawObject::Kind::view:
            return "view";
        case RawObject::Kind::materialized_view:
            return "materialized view";
        case RawObject::Kind::trigger:
            return "trigger";
        case RawObject::Kind::policy:
            return "policy";
    }
    return "object";
}

class Collector {
 public:
    void add(const std::string& place, std::string fact, const std::string& comment = {}) {
        if (!comment.empty()) fact += " -- " + comment;
        facts_.insert_or_assign(place, std::move(fact));
    }

    void table(const Table& table) {
        const std::string name = written(table.name);
        for (const Column& column : table.columns) {
            SqlWriter sql;
            write_column(sql, column);
            // The place has the name already.
            const std::string text = sql.take();
            const std::size_t behind_name = quoted(Identifier{column.name}).size() + 1;
            add("column " + name + "." + column.name, text.substr(std::min(behind_name, text.size())), column.comment);
        }
        for (const Constraint& constraint : table.constraints) {
            SqlWriter sql;
            write_constraint(sql, constraint);
            add("constraint " + constraint.name + " of " + name, sql.take(), constraint.comment);
        }
        Table bare = table;
        bare.columns.clear();
        bare.constraints.clear();
        bare.comment.clear();
        std::string text;
        for (const std::string& statement : render(CreateTable{bare}))
            text += (text.empty() ? "" : "; ") + statement;
        text.erase(std::remove(text.begin(), text.end(), '\n'), text.end());
        add("table " + name, text, table.comment);
    }

    CatalogFacts take() { return std::move(facts_); }

 private:
    CatalogFacts facts_;
};

}  // namespace

CatalogFacts facts_of(const Catalog& catalog) {
    Collector facts;
    for (const std::string& schema : catalog.schemas)
        facts.add("schema " + schema, "CREATE SCHEMA " + quoted(Identifier{schema}));
    for (const EnumType& type : catalog.enums) {
        SqlWriter sql;
        sql.literals(type.labels);
        facts.add("enum " + written(type.name), sql.take(), type.comment);
    }
    for (const Sequence& sequence : catalog.sequences)
        facts.add("sequence " + written(sequence.name), render(CreateSequence{sequence}).front(), sequence.comment);
    for (const Table& table : catalog.tables)
        facts.table(table);
    for (const Index& index : catalog.indexes) {
        SqlWriter sql;
        write_index(sql, index);
        facts.add("index " + index.name + " of " + written(index.table),
                  sql.take() + (index.invalid ? " (INVALID)" : ""), index.comment);
    }
    for (const RawObject& object : catalog.objects)
        facts.add(std::string(to_string(object.kind)) + " " + written(object.name) +
                      (object.arguments.empty() ? "" : "(" + object.arguments + ")") +
                      (object.table.name.empty() ? "" : " of " + written(object.table)),
                  object.definition.text, object.comment);
    for (const OtherObject& object : catalog.others)
        facts.add(object.kind + " " + object.name, object.definition);
    return facts.take();
}

namespace {

int weight(const Drift& drift) {
    if (drift.found.empty()) return 0;
    return drift.expected.empty() ? 2 : 1;
}

}  // namespace

std::vector<Drift> compare_facts(const CatalogFacts& expected, const CatalogFacts& found) {
    std::vector<Drift> drift;
    for (const auto& [place, fact] : expected) {
        const auto other = found.find(place);
        if (other == found.end())
            drift.push_back({place, fact, ""});
        else if (!same_expression(other->second, fact))
            drift.push_back({place, fact, other->second});
    }
    for (const auto& [place, fact] : found)
        if (expected.count(place) == 0) drift.push_back({place, "", fact});
    std::stable_sort(drift.begin(), drift.end(),
                     [](const Drift& left, const Drift& right) { return weight(left) < weight(right); });
    return drift;
}

std::string side_by_side(const std::vector<Drift>& drift) {
    const auto shown = [](const std::string& fact) { return fact.empty() ? std::string("(nothing)") : fact; };
    std::string text;
    for (const Drift& one : drift)
        text += "  " + one.place + "\n      expected  " + shown(one.expected) + "\n      found     " +
                shown(one.found) + "\n";
    return text;
}

}  // namespace migrator
