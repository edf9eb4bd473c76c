// Partitions and inheritance children that only the first side has belong to whoever made them, with all that is
// theirs.
#include <algorithm>
#include <map>
#include <variant>

#include "migrator/diff/plan.hpp"

namespace migrator::diff {

namespace {

std::string relation(const ObjectName& name) {
    return "relation " + key_of(name);
}

std::string type(const ObjectName& name) {
    return "type " + key_of(name);
}

std::vector<ObjectName> parents_of(const Table& table) {
    std::vector<ObjectName> parents = table.inherits;
    if (table.partition_of) parents.push_back(table.partition_of->parent);
    return parents;
}

std::set<std::string> identities_in(const Catalog& catalog) {
    std::set<std::string> identities;
    for (const Table& table : catalog.tables)
        identities.insert(relation(table.name));
    for (const Sequence& sequence : catalog.sequences)
        identities.insert(relation(sequence.name));
    for (const EnumType& enum_type : catalog.enums)
        identities.insert(type(enum_type.name));
    for (const RawObject& object : catalog.objects)
        identities.insert(identity(object));
    return identities;
}

class Search {
 public:
    Search(const Catalog& from, const Catalog& to)
        : from_(from), to_(to), existing_(identities_in(from)), wanted_(identities_in(to)) {
        for (const TableUse& use : from.table_uses)
            uses_.emplace(key_of(use.table), &use.use);
    }

    LeftAlone run() {
        for (bool grows = true; grows;) {
            const std::size_t before = left_.size();
            for (const Table& table : from_.tables)
                look_at(table);
            for (const RawObject& object : from_.objects)
                look_at(object);
            grows = left_.size() != before;
        }
        if (!left_.empty()) collect();
        return std::move(result_);
    }

 private:
    bool is_left(const std::string& name) const { return left_.count(name) != 0; }

    // What the catalog does not show is not dropped either.
    bool stays(const ObjectName& table) const {
        const std::string name = relation(table);
        return existing_.count(name) == 0 || wanted_.count(name) != 0 || is_left(name);
    }

    void look_at(const Table& table) {
        const std::string name = relation(table.name);
        const std::vector<ObjectName> parents = parents_of(table);
        const auto parent_stays = [&](const ObjectName& parent) { return stays(parent); };
        if (wanted_.count(name) == 0 && std::any_of(parents.begin(), parents.end(), parent_stays) &&
            left_.insert(name).second)
            result_.notes.push_back((table.partition_of ? "partition " : "child table ") + shown(table.name) +
                                    " is left alone");
        if (is_left(name)) leave_needs_of(table, parents);
    }

    void leave_needs_of(const Table& table, const std::vector<ObjectName>& parents) {
        for (const ObjectName& parent : parents)
            leave(relation(parent), parent, table.name);
        for (const Constraint& constraint : table.constraints)
            if (const auto* key = std::get_if<ForeignKey>(&constraint.kind))
                leave(relation(key->references), key->references, table.name);
        for (const Column& column : table.columns)
            leave(type(column.type.named), column.type.named, table.name);
        const auto [first, last] = uses_.equal_range(key_of(table.name));
        for (auto use = first; use != last; ++use)
            leave(identity(*use->second), use->second->name, table.name);
    }

    void look_at(const RawObject& object) {
        const std::string name = identity(object);
        if (!object.table.name.empty() && is_left(relation(object.table))) left_.insert(name);
        if (!is_left(name)) return;
        for (const ObjectUse& use : object.uses)
            leave(identity(use), use.name, object.name);
    }

    void leave(const std::string& name, const ObjectName& needed, const ObjectName& user) {
        if (existing_.count(name) == 0 || wanted_.count(name) != 0 || !left_.insert(name).second) return;
        result_.notes.push_back(shown(needed) + " is left alone: " + shown(user) + " needs it");
    }

    template <class T, class Condition>
    void keep(const std::vector<T>& items, std::vector<T>& kept, const Condition& is_kept) {
        std::copy_if(items.begin(), items.end(), std::back_inserter(kept), is_kept);
    }

    void collect() {
        Catalog& kept = result_.catalog;
        keep(from_.tables, kept.tables, [&](const Table& table) { return is_left(relation(table.name)); });
        keep(from_.sequences, kept.sequences, [&](const Sequence& sequence) {
            const std::string name = relation(sequence.name);
            return is_left(name) || (wanted_.count(name) == 0 && is_left(relation(sequence.owned_by_table)));
        });
        keep(from_.enums, kept.enums, [&](const EnumType& enum_type) { return is_left(type(enum_type.name)); });
        keep(from_.objects, kept.objects, [&](const RawObject& object) { return is_left(identity(object)); });
        keep(from_.indexes, kept.indexes, [&](const Index& index) { return is_left(relation(index.table)); });
        keep(from_.table_uses, kept.table_uses, [&](const TableUse& use) { return is_left(relation(use.table)); });
        keep(from_.others, kept.others, [&](const OtherObject& other) { return is_left(relation(other.parent)); });
        keep(from_.schemas, kept.schemas, [&](const std::string& schema) {
            const bool is_wanted = std::find(to_.schemas.begin(), to_.schemas.end(), schema) != to_.schemas.end();
            return !is_wanted && holds_something(schema);
        });
    }

    bool holds_something(const std::string& schema) const {
        const auto is_in = [&](const auto& items) {
            return std::any_of(items.begin(), items.end(),
                               [&](const auto& item) { return item.name.schema == schema; });
        };
        const Catalog& kept = result_.catalog;
        return is_in(kept.tables) || is_in(kept.sequences) || is_in(kept.enums) || is_in(kept.objects);
    }

    const Catalog& from_;
    const Catalog& to_;
    std::set<std::string> existing_;
    std::set<std::string> wanted_;
    std::multimap<std::string, const ObjectUse*> uses_ = {};  // of tables
    std::set<std::string> left_ = {};
    LeftAlone result_ = {};
};

template <class T>
void append(std::vector<T>& to, const std::vector<T>& more) {
    to.insert(to.end(), more.begin(), more.end());
}

}  // namespace

LeftAlone find_left_alone(const Catalog& from, const Catalog& to) {
    const bool has_children = std::any_of(from.tables.begin(), from.tables.end(),
                                          [](const Table& table) { return !parents_of(table).empty(); });
    return has_children ? Search(from, to).run() : LeftAlone{};
}

Catalog with(Catalog catalog, const Catalog& more) {
    append(catalog.schemas, more.schemas);
    append(catalog.enums, more.enums);
    append(catalog.sequences, more.sequences);
    append(catalog.tables, more.tables);
    append(catalog.indexes, more.indexes);
    append(catalog.objects, more.objects);
    append(catalog.others, more.others);
    append(catalog.table_uses, more.table_uses);
    return catalog;
}

}  // namespace migrator::diff
