// Indexes that belong to no constraint.
#include <algorithm>
#include <utility>

#include "migrator/catalog/expression.hpp"
#include "migrator/diff/plan.hpp"

namespace migrator::diff {

bool same_index(const Index& first, const Index& second) {
    if (!(first.table == second.table) || first.keys.size() != second.keys.size()) return false;
    for (std::size_t i = 0; i < first.keys.size(); ++i) {
        IndexKey key = first.keys[i];
        key.expression = second.keys[i].expression;
        if (!(key == second.keys[i]) || !same_expression(first.keys[i].expression, key.expression)) return false;
    }
    IndexOptions options = first.options;
    options.where = second.options.where;
    const auto by_name = [](const StorageParameter& a, const StorageParameter& b) { return a.name < b.name; };
    IndexOptions other = second.options;
    std::sort(options.with.begin(), options.with.end(), by_name);
    std::sort(other.with.begin(), other.with.end(), by_name);
    return options == other && same_expression(first.options.where, second.options.where);
}

namespace {

ByName<Index> by_name(const std::vector<Index>& indexes) {
    ByName<Index> names;
    for (const Index& index : indexes)
        names.emplace(key_of(index.table.schema, index.name), &index);
    return names;
}

class IndexComparison {
 public:
    explicit IndexComparison(Plan& plan)
        : plan_(plan), from_(by_name(plan.from.indexes)), to_(by_name(plan.to.indexes)) {}

    void run() {
        for (const auto& [name, wanted] : to_) {
            const auto former = from_.find(name);
            if (former != from_.end())
                compare_one(*former->second, *wanted);
            else if (const Index* other = renamed(*wanted))
                rename(*other, *wanted);
            else
                create(*wanted);
        }
        for (const auto& [name, former] : from_)
            if (to_.count(name) == 0 && taken_.count(name) == 0) drop(*former);
        rebuild_foreign_keys(plan_, dropped_keys_);
    }

 private:
    // A materialized view's indexes go before it, and come after it.
    void create(const Index& index) {
        const bool is_on_table = plan_.to_tables.count(key_of(index.table)) != 0;
        plan_.add(is_on_table ? Phase::create_index : Phase::create_view_index, CreateIndex{index});
    }
    void drop(const Index& index) {
        note_dropped_key(index);
        const bool is_on_table = plan_.from_tables.count(key_of(index.table)) != 0;
        plan_.add(is_on_table ? Phase::drop_index : Phase::drop_view_index,
                  DropIndex{ObjectName(index.table.schema, index.name), index});
    }

    // A foreign key may refer to what a unique index keeps apart.
    void note_dropped_key(const Index& index) {
        if (!index.options.unique || !index.options.where.empty()) return;
        std::vector<std::string> columns;
        for (const IndexKey& key : index.keys)
            columns.push_back(key.column);
        dropped_keys_.insert(key_columns(index.table, std::move(columns)));
    }

    void compare_one(const Index& former, const Index& wanted) {
        if (wanted.invalid) {
            if (!former.invalid)
                plan_.note("index " + wanted.name + " is invalid on the wanted side and left as it is");
            return;
        }
        if (former.invalid || !same_index(former, wanted) || blocks(former)) {
            drop(former);
            create(wanted);
        } else if (former.comment != wanted.comment && plan_.compares("comments")) {
            plan_.add(Phase::comment, SetComment{ObjectName(wanted.table.schema, wanted.name),
                                                 {},
                                                 wanted.comment,
                                                 former.comment,
                                                 SetComment::On::index});
        }
    }

    const Index* renamed(const Index& wanted) const {
        for (const auto& [name, former] : from_)
            if (to_.count(name) == 0 && taken_.count(name) == 0 && !former->invalid &&
                former->comment == wanted.comment && same_index(*former, wanted) && !blocks(*former))
                return former;
        return nullptr;
    }

    void rename(const Index& former, const Index& wanted) {
        taken_.insert(key_of(former.table.schema, former.name));
        plan_.add(Phase::rename_part, RenameIndex{ObjectName(former.table.schema, former.name), wanted.name});
    }

    // PostgreSQL takes a plain index along when the type of its column changes; expressions are printed with the former
    // type, and a column that is added again comes without its indexes.
    bool blocks(const Index& index) const {
        const auto table = plan_.from_tables.find(key_of(index.table));
        if (table == plan_.from_tables.end()) return plan_.rebuilt_parts.count(key_of(index.table)) != 0;
        return std::any_of(table->second->columns.begin(), table->second->columns.end(), [&](const Column& column) {
            if (plan_.touched_columns.count(key_of(index.table, column.name)) == 0) return false;
            return std::any_of(index.keys.begin(), index.keys.end(),
                               [&](const IndexKey& key) {
                                   return key.column == column.name || mentions_name(key.expression, column.name);
                               }) ||
                   mentions_name(index.options.where, column.name) ||
                   std::count(index.options.include.begin(), index.options.include.end(), column.name) != 0;
        });
    }

    Plan& plan_;
    ByName<Index> from_;
    ByName<Index> to_;
    std::set<std::string> taken_ = {};
    std::set<std::string> dropped_keys_ = {};
};

}  // namespace

void compare_indexes(Plan& plan) {
    if (plan.from.indexes == plan.to.indexes && plan.touched_columns.empty() && plan.rebuilt_parts.empty() &&
        std::none_of(plan.from.indexes.begin(), plan.from.indexes.end(),
                     [](const Index& index) { return index.invalid; }))
        return;
    IndexComparison(plan).run();
}

}  // namespace migrator::diff
