// Views, functions, triggers and the like: dropped and created in the order of what they use.
#include <algorithm>

#include "migrator/catalog/expression.hpp"
#include "migrator/diff/plan.hpp"

namespace migrator::diff {

namespace {

using Kind = RawObject::Kind;
using ObjectsByKey = std::map<std::string, const RawObject*>;

bool is_routine(const RawObject& object) {
    return object.kind == Kind::function || object.kind == Kind::procedure;
}

}  // namespace

std::string identity(const RawObject& object) {
    if (is_routine(object)) return "routine " + key_of(object.name) + "(" + object.arguments + ")";
    if (object.kind == Kind::view || object.kind == Kind::materialized_view) return "relation " + key_of(object.name);
    if (object.kind == Kind::domain) return "type " + key_of(object.name);
    if (object.kind == Kind::extension) return "extension " + key_of(object.name);
    return (object.kind == Kind::trigger ? "trigger " : "policy ") + key_of(object.table, object.name.name);
}

std::string identity(const ObjectUse& use) {
    switch (use.kind) {
        case ObjectUse::Kind::function:
            return "routine " + key_of(use.name) + "(" + use.arguments + ")";
        case ObjectUse::Kind::relation:
            return "relation " + key_of(use.name);
        case ObjectUse::Kind::type:
            break;
    }
    return "type " + key_of(use.name);
}

namespace {

ObjectsByKey by_identity(const std::vector<RawObject>& objects) {
    ObjectsByKey result;
    for (const RawObject& object : objects)
        result.emplace(identity(object), &object);
    return result;
}

// Users after what they use; else by kind and name.
std::vector<const RawObject*> sorted(const ObjectsByKey& objects) {
    std::vector<const RawObject*> waiting;
    for (const auto& [name, object] : objects)
        waiting.push_back(object);
    std::stable_sort(waiting.begin(), waiting.end(),
                     [](const RawObject* a, const RawObject* b) { return a->kind < b->kind; });
    std::vector<const RawObject*> order;
    std::set<std::string> done;
    while (!waiting.empty()) {
        const auto is_ready = [&](const RawObject* object) {
            return std::all_of(object->uses.begin(), object->uses.end(), [&](const ObjectUse& use) {
                const std::string used = identity(use);
                return objects.count(used) == 0 || done.count(used) != 0 || used == identity(*object);
            });
        };
        auto next = std::find_if(waiting.begin(), waiting.end(), is_ready);
        if (next == waiting.end()) next = waiting.begin();
        done.insert(identity(**next));
        order.push_back(*next);
        waiting.erase(next);
    }
    return order;
}

// CREATE OR REPLACE keeps a routine's result and the names of its arguments.
std::string signature(const RawObject& routine) {
    std::size_t end = routine.definition.text.find("\n LANGUAGE");
    return routine.definition.text.substr(0, end);
}

bool same_definition(const RawObject& first, const RawObject& second) {
    return first.kind == second.kind && same_expression(first.definition.text, second.definition.text);
}

ReplaceObject replacement(const RawObject& former, const RawObject& wanted) {
    ReplaceObject change{wanted, former};
    // Printed in another way, it would look like another one.
    if (same_definition(former, wanted)) change.object.definition = former.definition;
    return change;
}

class ObjectComparison {
 public:
    explicit ObjectComparison(Plan& plan)
        : plan_(plan), from_(by_identity(plan.from.objects)), to_(by_identity(plan.to.objects)) {
        for (const TableUse& use : plan.from.table_uses)
            if (plan.is_common(use.table)) used_by_tables_.emplace(identity(use.use), use.table);
        for (const TableUse& use : plan.to.table_uses)
            needed_by_tables_.insert(identity(use.use));
        note_domains();
    }

    void run() {
        find_dropped();
        for (const RawObject* object : reversed(sorted(pick(from_, dropped_))))
            drop(*object);
        for (const RawObject* object : sorted(pick(to_, created_)))
            create(*object);
    }

 private:
    static std::vector<const RawObject*> reversed(std::vector<const RawObject*> objects) {
        std::reverse(objects.begin(), objects.end());
        return objects;
    }

    static ObjectsByKey pick(const ObjectsByKey& objects, const std::set<std::string>& names) {
        ObjectsByKey picked;
        for (const std::string& name : names)
            if (const auto found = objects.find(name); found != objects.end()) picked.insert(*found);
        return picked;
    }

    void note_domains() {
        for (const Table& table : plan_.from.tables)
            for (const Column& column : table.columns)
                if (!column.type.named.name.empty() && plan_.is_common(table.name))
                    used_by_tables_.emplace("type " + key_of(column.type.named), table.name);
    }

    void find_dropped() {
        for (const auto& [name, object] : to_)
            if (from_.count(name) == 0) created_.insert(name);
        for (const auto& [name, object] : from_) {
            const auto wanted = to_.find(name);
            if (wanted == to_.end())
                dropped_.insert(name);
            else if (!same_definition(*object, *wanted->second))
                change(name, *object, *wanted->second);
            else if (object->comment != wanted->second->comment && plan_.compares("comments"))
                replaced_.insert(name);
        }
        for (bool grows = true; grows;) {
            grows = false;
            for (const auto& [name, object] : from_)
                if (dropped_.count(name) == 0 && is_in_the_way(*object)) {
                    dropped_.insert(name);
                    if (to_.count(name) != 0) created_.insert(name);
                    replaced_.erase(name);
                    grows = true;
                }
        }
        for (const std::string& name : replaced_)
            plan_.add(Phase::create_object, replacement(*from_.at(name), *to_.at(name)));
        note_rebuilt_views();
    }

    void change(const std::string& name, const RawObject& former, const RawObject& wanted) {
        if (is_routine(former) && former.kind == wanted.kind && signature(former) == signature(wanted)) {
            replaced_.insert(name);
            return;
        }
        const auto used = used_by_tables_.find(name);
        if (used != used_by_tables_.end() && (is_routine(former) || former.kind == Kind::domain)) {
            plan_.refuse(std::string(former.kind == Kind::domain ? "domain " : "function ") + shown(former.name) +
                         " changes while table " + shown(used->second) + " uses it: write it with op.execute");
            return;
        }
        if (former.kind == Kind::extension) {
            plan_.refuse("extension " + former.name.name + " lies in another schema: write it with op.execute");
            return;
        }
        dropped_.insert(name);
        created_.insert(name);
    }

    bool is_in_the_way(const RawObject& object) const {
        if (!object.table.name.empty() && plan_.dropped_tables.count(key_of(object.table)) != 0) return true;
        return std::any_of(object.uses.begin(), object.uses.end(), [&](const ObjectUse& use) {
            if (dropped_.count(identity(use)) != 0) return true;
            if (use.kind == ObjectUse::Kind::type) return plan_.recreated_enums.count(key_of(use.name)) != 0;
            if (use.kind != ObjectUse::Kind::relation) return false;
            return plan_.dropped_tables.count(key_of(use.name)) != 0 ||
                   (!use.column.empty() && plan_.touched_columns.count(key_of(use.name, use.column)) != 0);
        });
    }

    // Their indexes go and come with them.
    void note_rebuilt_views() {
        for (const std::string& name : dropped_)
            if (const RawObject& object = *from_.at(name);
                object.kind == Kind::materialized_view && to_.count(name) != 0)
                plan_.rebuilt_parts.insert(key_of(object.name));
    }

    void drop(const RawObject& object) {
        const bool is_type = object.kind == Kind::domain || object.kind == Kind::extension;
        const bool comes_back = created_.count(identity(object)) != 0;
        const bool is_needed_longer = !comes_back && (is_type || used_by_tables_.count(identity(object)) != 0);
        plan_.add(is_needed_longer ? Phase::drop_used_object : Phase::drop_object, DropObject{object});
    }

    void create(const RawObject& object) {
        Phase phase = Phase::create_object;
        if (object.kind == Kind::extension) phase = Phase::create_extension;
        if (object.kind == Kind::domain) phase = Phase::create_domain;
        if (is_routine(object) && needed_by_tables_.count(identity(object)) != 0) phase = Phase::create_sequence;
        plan_.add(phase, CreateObject{object});
    }

    Plan& plan_;
    ObjectsByKey from_;
    ObjectsByKey to_;
    std::map<std::string, ObjectName> used_by_tables_ = {};
    std::set<std::string> needed_by_tables_ = {};
    std::set<std::string> dropped_ = {};
    std::set<std::string> created_ = {};
    std::set<std::string> replaced_ = {};
};

}  // namespace

void compare_objects(Plan& plan) {
    if (plan.from.objects.empty() && plan.to.objects.empty()) return;
    ObjectComparison(plan).run();
}

}  // namespace migrator::diff
