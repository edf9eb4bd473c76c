// Asks the hooks about all parts of both sides first, so that what one side leaves out disappears from both.
#include "migrator/diff/filter.hpp"

#include <algorithm>
#include <map>

#include "migrator/diff/plan.hpp"

namespace migrator::diff {

namespace {

// Something that a hook is asked about.
struct Part {
    const char* kind = "";
    ObjectName parent = {};
    std::string name = {};
    CatalogObject object = {};
    std::string overload = {};

    std::string key() const { return std::string(kind) + " " + key_of(parent, name) + "(" + overload; }
};

ObjectName in_schema(const ObjectName& name) {
    return {name.schema, ""};
}

Part part_of(const Table& table) {
    return {"table", in_schema(table.name), table.name.name, &table};
}
Part part_of(const Table& table, const Column& column) {
    return {"column", table.name, column.name, &column};
}
Part part_of(const Table& table, const Constraint& constraint) {
    return {"constraint", table.name, constraint.name, &constraint};
}
Part part_of(const Index& index) {
    return {"index", index.table, index.name, &index};
}
Part part_of(const EnumType& type) {
    return {"enum", in_schema(type.name), type.name.name, &type};
}
Part part_of(const Sequence& sequence) {
    return {"sequence", {sequence.name.schema, sequence.owned_by_table.name}, sequence.name.name, &sequence};
}
Part part_of(const RawObject& object) {
    const ObjectName parent = object.table.name.empty() ? in_schema(object.name) : object.table;
    return {"object", parent, object.name.name, &object, object.arguments};
}
Part part_of(const OtherObject& other) {
    return {"other", other.parent, other.kind + " " + other.name, &other};
}

template <class Use>
void for_each_part(const Catalog& catalog, const Use& use) {
    for (const Table& table : catalog.tables) {
        use(part_of(table));
        for (const Column& column : table.columns)
            use(part_of(table, column));
        for (const Constraint& constraint : table.constraints)
            use(part_of(table, constraint));
    }
    const auto use_each = [&](const auto& items) {
        for (const auto& item : items)
            use(part_of(item));
    };
    use_each(catalog.indexes);
    use_each(catalog.enums);
    use_each(catalog.sequences);
    use_each(catalog.objects);
    use_each(catalog.others);
}

template <class T, class Drop>
void drop_if(std::vector<T>& items, const Drop& drop) {
    items.erase(std::remove_if(items.begin(), items.end(), drop), items.end());
}

// What people read in the name of an OtherObject that is about such a part.
std::string shown_part(const Part& part) {
    if (std::string(part.kind) == "other") return {};
    const auto* const* raw = std::get_if<const RawObject*>(&part.object);
    if (raw != nullptr && ((*raw)->kind == RawObject::Kind::function || (*raw)->kind == RawObject::Kind::procedure))
        return shown((*raw)->name) + "(" + part.overload + ")";
    return part.parent.name.empty() ? shown({part.parent.schema, part.name}) : shown(part.parent) + "." + part.name;
}

// Whether other parts can belong to it.
bool is_relation(const Part& part) {
    if (std::holds_alternative<const Table*>(part.object) || std::holds_alternative<const Sequence*>(part.object))
        return true;
    const auto* const* raw = std::get_if<const RawObject*>(&part.object);
    return raw != nullptr &&
           ((*raw)->kind == RawObject::Kind::view || (*raw)->kind == RawObject::Kind::materialized_view);
}

class Filter {
 public:
    Filter(const Catalog& from, const Catalog& to, const CompareOptions& options) : options_(options) {
        for (const Catalog* catalog : {&from, &to})
            for (const std::string& schema : catalog->schemas)
                if (options.include_name && !options.include_name("schema", {}, schema)) schemas_.insert(schema);
        const auto from_parts = by_key(from);
        const auto to_parts = by_key(to);
        ask(from, Side::from, to_parts);
        ask(to, Side::to, from_parts);
    }

    Catalog apply(Catalog catalog) const {
        drop_if(catalog.schemas, [&](const std::string& schema) { return schemas_.count(schema) != 0; });
        const auto is_out = [&](const auto& item) { return is_left_out(part_of(item)); };
        drop_if(catalog.tables, is_out);
        for (Table& table : catalog.tables) {
            drop_if(table.columns, [&](const Column& column) { return is_left_out(part_of(table, column)); });
            drop_if(table.constraints, [&](const Constraint& constraint) {
                const auto* key = std::get_if<ForeignKey>(&constraint.kind);
                return is_left_out(part_of(table, constraint)) || (key != nullptr && has_left_out(key->references));
            });
        }
        drop_if(catalog.indexes, is_out);
        drop_if(catalog.enums, is_out);
        drop_if(catalog.sequences, [&](const Sequence& sequence) {
            return is_left_out(part_of(sequence)) || has_left_out(sequence.owned_by_table);
        });
        drop_if(catalog.objects, is_out);
        drop_if(catalog.others, [&](const OtherObject& other) {
            return is_left_out(part_of(other)) || (other.kind != "rule" && shown_.count(other.name) != 0) ||
                   is_about_schema(other);
        });
        return catalog;
    }

 private:
    using Parts = std::map<std::string, CatalogObject>;

    Parts by_key(const Catalog& catalog) const {
        Parts parts;
        if (options_.include_object)
            for_each_part(catalog, [&](const Part& part) { parts.emplace(part.key(), part.object); });
        return parts;
    }

    void ask(const Catalog& catalog, Side side, const Parts& others) {
        for_each_part(catalog, [&](const Part& part) {
            if (schemas_.count(part.parent.schema) == 0 && is_included(part, side, others)) return;
            keys_.insert(part.key());
            if (const std::string name = shown_part(part); !name.empty()) shown_.insert(name);
            if (is_relation(part)) relations_.insert(key_of({part.parent.schema, part.name}));
        });
    }

    bool is_included(const Part& part, Side side, const Parts& others) const {
        if (options_.include_name && !options_.include_name(part.kind, part.parent, part.name)) return false;
        if (!options_.include_object) return true;
        ComparedObject object{part.kind, part.parent, part.name, side, part.object, std::nullopt};
        if (const auto other = others.find(part.key()); other != others.end()) object.counterpart = other->second;
        return options_.include_object(object);
    }

    bool has_left_out(const ObjectName& relation) const { return relations_.count(key_of(relation)) != 0; }
    bool is_left_out(const Part& part) const { return keys_.count(part.key()) != 0 || has_left_out(part.parent); }
    bool is_about_schema(const OtherObject& other) const {
        return std::any_of(schemas_.begin(), schemas_.end(), [&](const std::string& schema) {
            return other.parent.schema == schema || other.name == "schema " + schema;
        });
    }

    const CompareOptions& options_;
    std::set<std::string> schemas_ = {};
    std::set<std::string> keys_ = {};
    std::set<std::string> relations_ = {};  ///< tables, views and sequences
    std::set<std::string> shown_ = {};
};

}  // namespace

std::pair<Catalog, Catalog> filtered(const Catalog& from, const Catalog& to, const CompareOptions& options) {
    const Filter filter(from, to, options);
    return {filter.apply(from), filter.apply(to)};
}

}  // namespace migrator::diff
