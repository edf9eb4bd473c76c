// The inverse of each operation.
#include "migrator/operation/invert.hpp"

#include <algorithm>
#include <utility>

#include "migrator/support/try.hpp"

namespace migrator {

namespace {

auto cannot(const std::string& what, const char* needs) {
    return failure(Error(ErrorKind::usage, what + " cannot be undone by itself")
                       .hint(std::string(needs) + ", or write a downgrade, or say why it is irreversible"));
}

// ALTER leaves an option that it does not name as it is, so each one that was set needs a former value.
bool tells_each_former_option(const SequenceOptions& set, const SequenceOptions& former) {
    const auto told = [](const std::optional<long long>& now, const std::optional<long long>& before) {
        return !now.has_value() || before.has_value();
    };
    return told(set.start, former.start) && told(set.increment, former.increment) &&
           told(set.min_value, former.min_value) && told(set.max_value, former.max_value) &&
           told(set.cache, former.cache);
}

constexpr const char* needs_former_options = "give the former value of each option that it sets";

std::vector<std::string> labels_after(const AddEnumValue& added) {
    std::vector<std::string> labels = added.former_labels;
    auto place = std::find(labels.begin(), labels.end(), added.neighbour);
    if (added.place == AddEnumValue::Place::end) place = labels.end();
    if (added.place == AddEnumValue::Place::after && place != labels.end()) ++place;
    labels.insert(place, added.label);
    return labels;
}

// The inverse of one operation.
struct Inverse {
    using Answer = Result<Operation>;

    Answer operator()(const CreateSchema& o) const { return Operation(DropSchema{o.name}); }
    Answer operator()(const DropSchema& o) const { return Operation(CreateSchema{o.name}); }
    Answer operator()(const CreateTable& o) const { return Operation(DropTable{o.table.name, o.table}); }
    Answer operator()(const DropTable& o) const {
        if (!o.definition) return cannot("drop_table \"" + o.table.name + "\"", "give drop_table the definition");
        return Operation(CreateTable{*o.definition});
    }
    Answer operator()(const AlterTable& o) const { return Operation(AlterTable{o.table, o.from, o.to}); }
    Answer operator()(const RenameTable& o) const {
        return Operation(RenameTable{ObjectName(o.from.schema, o.to), o.from.name});
    }
    Answer operator()(const AddColumn& o) const { return Operation(DropColumn{o.table, o.column.name, o.column}); }
    Answer operator()(const DropColumn& o) const {
        if (!o.definition) return cannot("drop_column \"" + o.column + "\"", "give drop_column the definition");
        return Operation(AddColumn{o.table, *o.definition});
    }
    Answer operator()(const RenameColumn& o) const { return Operation(RenameColumn{o.table, o.to, o.from}); }

    Answer operator()(const AlterColumn& o) const {
        AlterColumn back;
        back.table = o.table;
        back.column = o.column;
        if (o.type) {
            if (!o.type->from) return cannot("the type of column \"" + o.column + "\"", "add from_type()");
            back.type = TypeChange{*o.type->from,
                                   o.type->using_expression_back,
                                   o.type->to,
                                   o.type->using_expression,
                                   o.type->from_collation,
                                   o.type->collation};
        }
        if (o.server_default) {
            if (!o.server_default->from_is_known)
                return cannot("the default of column \"" + o.column + "\"", "add from_default() or from_no_default()");
            back.server_default = DefaultChange{o.server_default->from, true, o.server_default->to};
        }
        if (o.nullability) {
            const bool was_not_null = o.nullability->to == Nullability::nullable;
            back.nullability = NullabilityChange{was_not_null ? Nullability::not_null : Nullability::nullable};
        }
        if (o.identity) {
            if (o.identity->to && o.identity->from &&
                !tells_each_former_option(o.identity->to->options, o.identity->from->options))
                return cannot("the identity of column \"" + o.column + "\"", needs_former_options);
            back.identity = IdentityChange{o.identity->from, o.identity->to};
        }
        return Operation(std::move(back));
    }

    Answer operator()(const DropExpression& o) const {
        if (!o.definition) return cannot("drop_expression \"" + o.column + "\"", "give drop_expression the definition");
        return Operation(AddExpression{o.table, *o.definition});
    }
    Answer operator()(const AddExpression& o) const {
        return Operation(DropExpression{o.table, o.column.name, o.column});
    }

    Answer operator()(const AddConstraint& o) const {
        return Operation(DropConstraint{o.table, o.constraint.name, o.constraint});
    }
    Answer operator()(const DropConstraint& o) const {
        if (!o.definition) return cannot("drop_constraint \"" + o.name + "\"", "give drop_constraint the definition");
        return Operation(AddConstraint{o.table, *o.definition});
    }
    Answer operator()(const RenameConstraint& o) const { return Operation(RenameConstraint{o.table, o.to, o.from}); }
    Answer operator()(const ValidateConstraint& o) const {
        return cannot("validate_constraint \"" + o.name + "\"", "PostgreSQL cannot make a constraint NOT VALID again");
    }
    Answer operator()(const CreateIndex& o) const {
        return Operation(DropIndex{ObjectName(o.index.table.schema, o.index.name), o.index, o.concurrently});
    }
    Answer operator()(const DropIndex& o) const {
        if (!o.definition) return cannot("drop_index \"" + o.name.name + "\"", "give drop_index the definition");
        return Operation(CreateIndex{*o.definition, o.concurrently});
    }
    Answer operator()(const RenameIndex& o) const {
        return Operation(RenameIndex{ObjectName(o.from.schema, o.to), o.from.name});
    }
    Answer operator()(const CreateEnum& o) const {
        return Operation(DropEnum{o.type.name, o.type.labels, o.type.comment});
    }
    Answer operator()(const DropEnum& o) const {
        if (o.labels.empty()) return cannot("drop_enum \"" + o.name.name + "\"", "give drop_enum the labels");
        return Operation(CreateEnum{EnumType{o.name, o.labels, o.comment}});
    }
    Answer operator()(const AddEnumValue& o) const {
        if (!o.former_labels.empty())
            return Operation(RecreateEnum{o.type, o.former_labels, o.used_by, labels_after(o)});
        return cannot("add_enum_value \"" + o.label + "\" to \"" + o.type.name + "\"",
                      "PostgreSQL cannot remove a label: use recreate_enum in the downgrade");
    }
    Answer operator()(const RenameEnumValue& o) const { return Operation(RenameEnumValue{o.type, o.to, o.from}); }
    Answer operator()(const RecreateEnum& o) const {
        if (o.former_labels.empty())
            return cannot("recreate_enum \"" + o.name.name + "\"", "give recreate_enum the former labels");
        return Operation(RecreateEnum{o.name, o.former_labels, o.used_by, o.labels});
    }
    Answer operator()(const CreateSequence& o) const { return Operation(DropSequence{o.sequence.name, o.sequence}); }
    Answer operator()(const AlterSequence& o) const {
        if (!o.former_options)
            return cannot("alter_sequence \"" + o.name.name + "\"", "give alter_sequence the former options");
        if (!tells_each_former_option(o.options, *o.former_options))
            return cannot("alter_sequence \"" + o.name.name + "\"", needs_former_options);
        if ((o.type && !o.former_type) || (o.owner && !o.former_owner))
            return cannot("alter_sequence \"" + o.name.name + "\"", needs_former_options);
        return Operation(
            AlterSequence{o.name, *o.former_options, o.options, o.former_type, o.type, o.former_owner, o.owner});
    }
    Answer operator()(const DropSequence& o) const {
        if (!o.definition) return cannot("drop_sequence \"" + o.name.name + "\"", "give drop_sequence the definition");
        return Operation(CreateSequence{*o.definition});
    }
    Answer operator()(const SetComment& o) const {
        if (!o.former_comment) return cannot("the comment on \"" + o.table.name + "\"", "give the former comment");
        return Operation(SetComment{o.table, o.column, *o.former_comment, o.comment, o.on});
    }
    Answer operator()(const CreateObject& o) const { return Operation(DropObject{o.object}); }
    Answer operator()(const ReplaceObject& o) const {
        if (!o.former)
            return cannot("replace_object \"" + o.object.name.name + "\"", "give replace_object the former definition");
        return Operation(ReplaceObject{*o.former, o.object});
    }
    Answer operator()(const DropObject& o) const {
        if (o.object.definition.text.empty())
            return cannot("drop_object \"" + o.object.name.name + "\"", "give drop_object the definition");
        return Operation(CreateObject{o.object});
    }
    Answer operator()(const SyncSequence& o) const { return Operation(o); }
    Answer operator()(const Execute& o) const {
        if (!o.reverse) return cannot("execute", "give execute the SQL that undoes it");
        return Operation(Execute{*o.reverse, o.sql});
    }
    Answer operator()(const RunFunction& o) const { return cannot("run \"" + o.name + "\"", "code has no inverse"); }
    Answer operator()(const BulkInsert& o) const {
        return cannot("bulk_insert into \"" + o.table.name + "\"", "rows carry no key to delete them by");
    }
    Answer operator()(const Backfill& o) const {
        return cannot("backfill of \"" + o.table.name + "\"",
                      "the former values are gone: write a downgrade, which may be empty");
    }
    Answer operator()(const OutsideTransaction&) const {
        return cannot("execute_outside_transaction", "write a downgrade");
    }
};

}  // namespace

Result<std::vector<Operation>> invert(const std::vector<Operation>& operations) {
    std::vector<Operation> inverse;
    inverse.reserve(operations.size());
    for (auto operation = operations.rbegin(); operation != operations.rend(); ++operation) {
        TRY(Operation undone, std::visit(Inverse{}, *operation));
        inverse.push_back(std::move(undone));
    }
    return inverse;
}

}  // namespace migrator
