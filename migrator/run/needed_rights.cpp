// PostgreSQL's rule for each operation: who may run it. See "Notes" of the manual's page of each statement.
#include "migrator/run/needed_rights.hpp"

#include <tuple>

namespace migrator {

namespace {

using Kind = NeededObject::Kind;
using Use = NeededObject::Use;
using Key = std::tuple<Kind, std::string, std::string, std::string>;

bool has_index(const Constraint& constraint) {
    return std::holds_alternative<PrimaryKey>(constraint.kind) || std::holds_alternative<Unique>(constraint.kind) ||
           std::holds_alternative<Exclude>(constraint.kind);
}

class Collector {
 public:
    NeededRights take() { return std::move(needed_); }

    void operator()(const CreateSchema& o) {
        needed_.creates_schemas = true;
        created_.insert(Key(Kind::schema, "", o.name, ""));
    }
    void operator()(const DropSchema& o) { use(Use::alter, Kind::schema, o.name); }

    void operator()(const CreateTable& o) {
        create(Kind::relation, o.table.name);
        if (o.table.partition_of) alter(o.table.partition_of->parent);
        for (const ObjectName& parent : o.table.inherits)
            alter(parent);
        for (const Constraint& constraint : o.table.constraints)
            refer(constraint);
    }
    void operator()(const DropTable& o) {
        if (o.definition && o.definition->partition_of) alter(o.definition->partition_of->parent);
        use(Use::drop, Kind::relation, o.table);
    }
    void operator()(const AlterTable& o) { alter(o.table); }
    void operator()(const RenameTable& o) { rename(o.from, o.to); }
    void operator()(const AddColumn& o) {
        alter(o.table);
        if (o.column.identity || o.column.type.serial) use(Use::extend, Kind::relation, o.table);
    }
    void operator()(const DropColumn& o) { alter(o.table); }
    void operator()(const RenameColumn& o) { alter(o.table); }
    void operator()(const AlterColumn& o) {
        alter(o.table);
        if (o.identity && o.identity->to && !o.identity->from) use(Use::extend, Kind::relation, o.table);
    }
    void operator()(const DropExpression& o) { alter(o.table); }
    void operator()(const AddExpression& o) { alter(o.table); }
    void operator()(const AddConstraint& o) {
        alter(o.table);
        if (has_index(o.constraint)) use(Use::extend, Kind::relation, o.table);
        refer(o.constraint);
    }
    void operator()(const DropConstraint& o) { alter(o.table); }
    void operator()(const RenameConstraint& o) { alter(o.table); }
    void operator()(const ValidateConstraint& o) { alter(o.table); }

    // An index belongs to the owner of its table, and lies in its schema.
    void operator()(const CreateIndex& o) {
        alter(o.index.table);
        use(Use::extend, Kind::relation, o.index.table);
        created_.insert(Key(Kind::relation, o.index.table.schema, o.index.name, ""));
    }
    void operator()(const DropIndex& o) { use(Use::drop, Kind::relation, o.name); }
    void operator()(const RenameIndex& o) { rename(o.from, o.to); }

    void operator()(const CreateEnum& o) { create(Kind::type, o.type.name); }
    void operator()(const DropEnum& o) { use(Use::drop, Kind::type, o.name); }
    void operator()(const AddEnumValue& o) { use(Use::alter, Kind::type, o.type); }
    void operator()(const RenameEnumValue& o) { use(Use::alter, Kind::type, o.type); }
    void operator()(const RecreateEnum& o) {
        use(Use::alter, Kind::type, o.name);
        for (const EnumUse& column : o.used_by)
            alter(column.table);
        create(Kind::type, o.name);
    }

    void operator()(const CreateSequence& o) {
        create(Kind::relation, o.sequence.name);
        if (!o.sequence.owned_by_column.empty()) alter(o.sequence.owned_by_table);
    }
    void operator()(const AlterSequence& o) {
        alter(o.name);
        if (o.owner && !o.owner->column.empty()) alter(o.owner->table);
    }
    void operator()(const DropSequence& o) { use(Use::drop, Kind::relation, o.name); }

    void operator()(const SetComment& o) {
        use(Use::alter, o.on == SetComment::On::enum_type ? Kind::type : Kind::relation, o.table);
    }

    void operator()(const CreateObject& o) {
        if (o.object.kind == RawObject::Kind::policy) alter(o.object.table);
        if (lies_in_schema(o.object)) create(kind_of(o.object), o.object.name, o.object.arguments);
    }
    void operator()(const ReplaceObject& o) {
        change(Use::alter, o.object);
        const bool is_defined_anew = !o.former || o.former->definition != o.object.definition;
        if (is_defined_anew) change(Use::extend, o.object);
    }
    void operator()(const DropObject& o) { change(Use::drop, o.object); }

    void operator()(const SyncSequence& o) { use(Use::read, Kind::relation, o.table); }
    void operator()(const BulkInsert& o) { use(Use::insert, Kind::relation, o.table); }
    void operator()(const Backfill& o) {
        use(Use::read, Kind::relation, o.table);
        use(Use::update, Kind::relation, o.table);
    }
    void operator()(const Execute&) {}
    void operator()(const RunFunction&) {}
    void operator()(const OutsideTransaction&) {}

 private:
    static bool lies_in_schema(const RawObject& object) {
        return object.kind != RawObject::Kind::extension && object.table.name.empty();
    }

    static Kind kind_of(const RawObject& object) {
        switch (object.kind) {
            case RawObject::Kind::function:
            case RawObject::Kind::procedure:
                return Kind::routine;
            case RawObject::Kind::domain:
                return Kind::type;
            default:
                return Kind::relation;
        }
    }

    // A trigger or a policy is a part of its table.
    void change(Use use_of_object, const RawObject& object) {
        if (lies_in_schema(object))
            use(use_of_object, kind_of(object), object.name, object.arguments);
        else if (object.kind != RawObject::Kind::extension && use_of_object != Use::extend)
            alter(object.table);
    }

    void create(Kind kind, const ObjectName& name, const std::string& arguments = {}) {
        if (name.schema.empty())
            needed_.creates_objects = true;
        else if (created_.count(Key(Kind::schema, "", name.schema, "")) == 0)
            needed_.schemas.insert(name.schema);
        created_.insert(Key(kind, name.schema, name.name, arguments));
    }

    // What the plan has made itself belongs to the role.
    void use(Use use_of_object, Kind kind, const ObjectName& name, const std::string& arguments = {}) {
        Key key(kind, name.schema, name.name, arguments);
        if (created_.count(key) != 0 || !used_.emplace(use_of_object, std::move(key)).second) return;
        needed_.objects.push_back({kind, use_of_object, name, arguments});
    }

    void alter(const ObjectName& relation) { use(Use::alter, Kind::relation, relation); }

    void refer(const Constraint& constraint) {
        if (const auto* key = std::get_if<ForeignKey>(&constraint.kind))
            use(Use::refer, Kind::relation, key->references);
    }

    void rename(const ObjectName& from, const std::string& to) {
        alter(from);
        use(Use::extend, Kind::relation, from);
        created_.insert(Key(Kind::relation, from.schema, to, ""));
    }

    NeededRights needed_ = {};
    std::set<Key> created_ = {};
    std::set<std::pair<Use, Key>> used_ = {};
};

}  // namespace

NeededRights needed_rights(const Plan& plan) {
    Collector collector;
    for (const PlannedStep& step : plan.steps)
        for (const Operation& operation : step.operations)
            std::visit(collector, operation);
    return collector.take();
}

}  // namespace migrator
