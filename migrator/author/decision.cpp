// What a developer has to decide before a generated step may run.
#include "migrator/author/decision.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "migrator/catalog/expression.hpp"

namespace migrator::author {

namespace {

std::string shown(const ObjectName& name) {
    return name.schema.empty() || name.schema == "public" ? name.name : name.schema + "." + name.name;
}

std::string shown(const SqlType& type) {
    const std::string name = type.named.name.empty() ? type.text : shown(type.named);
    return type.array ? name + "[]" : name;
}

// "character varying(50)" -> 50.
std::optional<long long> length_of(const std::string& spelling, std::string_view before) {
    if (spelling.rfind(before, 0) != 0) return {};
    long long length = 0;
    const char* const first = spelling.data() + before.size();
    const auto [end, error] = std::from_chars(first, spelling.data() + spelling.size(), length);
    if (error != std::errc{} || std::string_view(end) != ")") return {};
    return length;
}

// True when every value of `from` is one of `to`, as it is.
bool is_widening(const SqlType& from, const SqlType& to) {
    if (!from.named.name.empty() || !to.named.name.empty() || from.array != to.array) return false;
    static constexpr std::array<std::string_view, 3> integers = {"smallint", "integer", "bigint"};
    const auto* const from_integer = std::find(integers.begin(), integers.end(), from.text);
    const auto* const to_integer = std::find(integers.begin(), integers.end(), to.text);
    if (from_integer != integers.end())
        return to.text == "numeric" || (to_integer != integers.end() && from_integer <= to_integer);
    const auto from_length = length_of(from.text, "character varying(");
    const bool is_varchar = from_length.has_value() || from.text == "character varying";
    if (is_varchar && (to.text == "text" || to.text == "character varying")) return true;
    if (from.text == "text" && to.text == "character varying") return true;
    const auto to_length = length_of(to.text, "character varying(");
    if (from_length && to_length) return *from_length <= *to_length;
    if (from.text == "real" && to.text == "double precision") return true;
    return from.text.rfind("numeric", 0) == 0 && to.text == "numeric";
}

bool is_not_valid(const ConstraintKind& kind) {
    if (const auto* rule = std::get_if<Check>(&kind)) return rule->not_valid;
    const auto* key = std::get_if<ForeignKey>(&kind);
    return key != nullptr && key->not_valid;
}

// True when a row meets the constraint because one of `null_columns` is NULL in it.
struct IsMetByNull {
    const std::set<std::string>& null_columns;

    bool is_among(const std::vector<std::string>& columns) const {
        return std::ranges::any_of(columns, [&](const std::string& column) { return null_columns.contains(column); });
    }
    bool is_mentioned(const std::string& expression) const {
        return std::ranges::any_of(null_columns,
                                   [&](const std::string& column) { return mentions_name(expression, column); });
    }

    bool operator()(const PrimaryKey&) const { return false; }
    bool operator()(const Unique& key) const { return !key.nulls_not_distinct && is_among(key.columns); }
    bool operator()(const Check& rule) const { return is_mentioned(rule.expression); }
    bool operator()(const ForeignKey& key) const { return key.match == MatchKind::simple && is_among(key.columns); }
    bool operator()(const Exclude& rule) const {
        return std::ranges::any_of(rule.elements,
                                   [&](const ExcludeElement& element) { return is_mentioned(element.expression); });
    }
};

// Several in one text.
class Reasons {
 public:
    void add(const std::string& reason) {
        if (!reason.empty()) text_ += (text_.empty() ? "" : ". It also ") + reason;
    }
    std::string take() { return std::move(text_); }

 private:
    std::string text_ = {};
};

struct Question {
    const std::vector<Operation>& all;
    std::set<std::string> new_tables = {};
    std::map<std::string, std::set<std::string>> null_columns = {};  ///< that the step adds, by table

    bool is_new(const ObjectName& table) const { return new_tables.count(shown(table)) != 0; }

    std::string operator()(const DropSchema& o) {
        return "drops the schema " + o.name + " with everything that is still in it";
    }
    std::string operator()(const CreateTable& o) {
        new_tables.insert(shown(o.table.name));
        return {};
    }
    std::string operator()(const DropTable& o) {
        return "drops the table " + shown(o.table) +
               " and its rows. Is it renamed? Write rename_table instead, or "
               "table.was(\"" +
               o.table.name + "\") in its describe()";
    }
    std::string operator()(const AddColumn& o) {
        const Column& column = o.column;
        const bool has_value =
            column.default_expression || column.generated_expression || column.identity || column.type.serial;
        if (column.nullable && !has_value) null_columns[shown(o.table)].insert(column.name);
        if (column.nullable || has_value || is_new(o.table)) return {};
        return "adds " + shown(o.table) + "." + column.name +
               ", which is NOT NULL and has no value for the rows that "
               "are there; servers still running insert none either. Give it a server_default, or add it nullable, "
               "fill it, then set_not_null";
    }
    std::string operator()(const DropColumn& o) {
        return "drops " + shown(o.table) + "." + o.column +
               " and its values. Is it renamed? Write rename_column "
               "instead, or .was(\"" +
               o.column + "\") in the describe() of the table";
    }
    std::string operator()(const AlterColumn& o) {
        if (is_new(o.table)) return {};
        const std::string column = shown(o.table) + "." + o.column;
        Reasons reasons;
        if (o.type && !(o.type->from && is_widening(*o.type->from, o.type->to)))
            reasons.add("changes the type of " + column + (o.type->from ? " from " + shown(*o.type->from) : "") +
                        " to " + shown(o.type->to) +
                        ": values may not fit, and the table is locked while it is rewritten" +
                        (o.type->using_expression.empty() ? "" : ". Look at the USING expression"));
        if (o.nullability && o.nullability->to == Nullability::not_null)
            reasons.add("sets " + column +
                        " NOT NULL, which fails while a row holds NULL, and servers still running may "
                        "write NULL. Fill the rows first: op.execute(\"UPDATE …\")");
        if (o.server_default && !o.server_default->to && !gets_its_values_otherwise(o))
            reasons.add("drops the default of " + column +
                        ": servers still running that leave the column out insert NULL from then on, or fail");
        if (o.identity) reasons.add(about_identity(*o.identity, column, gets_its_values_otherwise(o)));
        return reasons.take();
    }
    // By an identity, an expression or a sequence that the same step gives it.
    bool gets_its_values_otherwise(const AlterColumn& change) const {
        return std::ranges::any_of(all, [&](const Operation& operation) {
            if (const auto* made = std::get_if<AddExpression>(&operation))
                return made->table == change.table && made->column.name == change.column;
            const auto* other = std::get_if<AlterColumn>(&operation);
            return other != nullptr && other->table == change.table && other->column == change.column &&
                   ((other->identity && other->identity->to) || (other->server_default && other->server_default->to));
        });
    }
    static std::string about_identity(const IdentityChange& change, const std::string& column, bool has_values) {
        const bool is_always = change.to && change.to->kind == Identity::Kind::always;
        const bool was_always = change.from && change.from->kind == Identity::Kind::always;
        if (is_always && !was_always)
            return "makes " + column + " GENERATED ALWAYS: servers still running that write a value of their own fail";
        if (!change.to && !has_values)
            return "drops the identity of " + column + ": servers still running rely on the values that it gives";
        return {};
    }
    std::string operator()(const DropExpression& o) {
        if (is_new(o.table)) return {};
        return "makes " + shown(o.table) + "." + o.column +
               " a plain column: it keeps its values, but servers still running insert none into it. Give it a "
               "server_default, or see that they are gone first";
    }
    std::string operator()(const AddExpression& o) {
        if (is_new(o.table)) return {};
        return "makes " + shown(o.table) + "." + o.column.name +
               " a generated column: the values that it has are replaced by generated ones, the table is locked while "
               "it is rewritten, and servers still running that write the column fail";
    }
    std::string operator()(const AddConstraint& o) {
        const ConstraintKind& kind = o.constraint.kind;
        if (is_new(o.table) || is_not_valid(kind) || is_only_rebuilt(o) ||
            std::visit(IsMetByNull{null_columns[shown(o.table)]}, kind))
            return {};
        const bool can_wait = std::holds_alternative<Check>(kind) || std::holds_alternative<ForeignKey>(kind);
        return "adds " + (o.constraint.name.empty() ? "a constraint" : o.constraint.name) + " to " + shown(o.table) +
               ", which fails while rows violate it, and servers still running may write such rows; the table is "
               "locked while they are read. Correct the rows first: op.execute(\"UPDATE …\")" +
               (can_wait ? ". Or add it with .not_valid, and validate_constraint in a later step" : "");
    }
    std::string operator()(const CreateIndex& o) {
        const Index& index = o.index;
        if (!index.options.unique || is_new(index.table) || is_only_rebuilt(index) || allows_rows_that_are_there(index))
            return {};
        return "builds the unique index " + index.name + " on " + shown(index.table) +
               ", which fails while two rows are equal, and servers still running may write such rows. Look for them "
               "first";
    }
    // NULL is equal to nothing.
    bool allows_rows_that_are_there(const Index& index) {
        const std::set<std::string>& empty = null_columns[shown(index.table)];
        return !index.options.nulls_not_distinct &&
               std::ranges::any_of(index.keys, [&](const IndexKey& key) { return empty.contains(key.column); });
    }
    // One that is invalid is not equal: its rows may be why it could not be built.
    bool is_only_rebuilt(const Index& index) const {
        return std::ranges::any_of(all, [&](const Operation& operation) {
            const auto* dropped = std::get_if<DropIndex>(&operation);
            return dropped != nullptr && dropped->definition == index;
        });
    }
    bool is_only_rebuilt(const AddConstraint& o) const {
        return std::ranges::any_of(all, [&](const Operation& operation) {
            const auto* dropped = std::get_if<DropConstraint>(&operation);
            return dropped != nullptr && dropped->table == o.table && dropped->definition == o.constraint;
        });
    }
    std::string operator()(const RecreateEnum& o) {
        std::string removed;
        for (const std::string& label : o.former_labels)
            if (std::ranges::find(o.labels, label) == o.labels.end()) removed += (removed.empty() ? "" : ", ") + label;
        if (removed.empty() && !o.former_labels.empty())
            return is_in_order(o.former_labels, o.labels)
                       ? std::string()
                       : "puts the labels of the enum " + shown(o.name) +
                             " in another order: what servers still running sort and compare by it changes, and the "
                             "tables that use it are locked while they are rewritten";
        return "builds the enum " + shown(o.name) + " anew" + (removed.empty() ? "" : " without " + removed) +
               ", which fails while a row holds a removed label and locks the tables that use it. Is a label renamed? "
               "Write rename_enum_value";
    }
    static bool is_in_order(const std::vector<std::string>& former, const std::vector<std::string>& labels) {
        auto place = labels.begin();
        return std::ranges::all_of(former, [&](const std::string& label) {
            place = std::find(place, labels.end(), label);
            return place != labels.end();
        });
    }
    std::string operator()(const AlterTable& o) {
        if (is_new(o.table)) return {};
        Reasons reasons;
        reasons.add(about_row_security(o));
        if (o.to.unlogged && !o.from.unlogged)
            reasons.add("makes the table " + shown(o.table) + " unlogged: a crash of the server empties it");
        return reasons.take();
    }
    static std::string about_row_security(const AlterTable& o) {
        if (o.to.row_security == o.from.row_security) return {};
        if (o.to.row_security == RowSecurity::off)
            return "switches the row security of " + shown(o.table) +
                   " off: whoever may read or write the table reaches every row, whatever its policies say";
        if (o.to.row_security == RowSecurity::forced)
            return "forces the row security of " + shown(o.table) +
                   " on its owner too: servers still running lose the rows that no policy shows them, without an error";
        if (o.from.row_security == RowSecurity::forced)
            return "frees the owner of " + shown(o.table) +
                   " from its row security: a server that connects as the owner "
                   "reaches every row";
        return "switches the row security of " + shown(o.table) +
               " on: servers still running lose the rows that no policy shows them, without an error";
    }
    std::string operator()(const DropObject& o) {
        const RawObject* anew = find_created_anew(o.object);
        if (anew == nullptr) return "drops " + shown(o.object.name) + ", which servers still running may use";
        const bool is_same = same_expression(anew->definition.text, o.object.definition.text);
        switch (anew->kind) {
            case RawObject::Kind::policy:
                if (is_same) return {};
                return "changes the policy " + o.object.name.name + " of " + shown(o.object.table) +
                       ": servers still running reach other rows than before, without an error";
            case RawObject::Kind::trigger:
            case RawObject::Kind::extension:
                return {};
            default:
                return "builds " + shown(o.object.name) + " anew: rights on it that no revision gives are gone" +
                       (is_same ? "" : ", and servers still running may rely on what it was");
        }
    }
    // One that is only made anew, e.g. a view on a column whose type changes, is there again afterwards.
    const RawObject* find_created_anew(const RawObject& dropped) const {
        for (const Operation& operation : all)
            if (const auto* created = std::get_if<CreateObject>(&operation);
                created != nullptr && created->object.kind == dropped.kind && created->object.name == dropped.name &&
                created->object.table == dropped.table && created->object.arguments == dropped.arguments)
                return &created->object;
        return nullptr;
    }
    std::string operator()(const DropSequence& o) {
        return "drops the sequence " + shown(o.name) + " and how far it has counted";
    }

    // Safe, or written by a developer.
    std::string operator()(const CreateSchema&) { return {}; }
    std::string operator()(const RenameTable&) { return {}; }
    std::string operator()(const RenameColumn&) { return {}; }
    std::string operator()(const DropConstraint& o) {
        const bool is_key = o.definition && (std::holds_alternative<PrimaryKey>(o.definition->kind) ||
                                             std::holds_alternative<Unique>(o.definition->kind));
        if (!is_key || is_dropped(o.table) || is_rebuilt(o)) return {};
        return "drops the key " + o.name + " of " + shown(o.table) +
               ": rows may be equal from then on, and ON CONFLICT of servers still running fails";
    }
    bool is_dropped(const ObjectName& table) const {
        return std::ranges::any_of(all, [&](const Operation& operation) {
            const auto* dropped = std::get_if<DropTable>(&operation);
            return dropped != nullptr && dropped->table == table;
        });
    }
    bool is_rebuilt(const DropConstraint& o) const {
        return std::ranges::any_of(all, [&](const Operation& operation) {
            const auto* added = std::get_if<AddConstraint>(&operation);
            return added != nullptr && added->table == o.table && added->constraint.name == o.name;
        });
    }
    std::string operator()(const RenameConstraint&) { return {}; }
    std::string operator()(const ValidateConstraint&) { return {}; }
    std::string operator()(const DropIndex& o) {
        if (!o.definition || !o.definition->options.unique || is_dropped(o.definition->table) || is_rebuilt(o))
            return {};
        return "drops the unique index " + o.name.name + " of " + shown(o.definition->table) +
               ": rows may be equal from then on, and ON CONFLICT of servers still running fails";
    }
    bool is_rebuilt(const DropIndex& o) const {
        return std::ranges::any_of(all, [&](const Operation& operation) {
            const auto* created = std::get_if<CreateIndex>(&operation);
            return created != nullptr && created->index.table == o.definition->table &&
                   created->index.name == o.name.name;
        });
    }
    std::string operator()(const RenameIndex&) { return {}; }
    std::string operator()(const CreateEnum&) { return {}; }
    std::string operator()(const DropEnum&) { return {}; }
    std::string operator()(const AddEnumValue&) { return {}; }
    std::string operator()(const RenameEnumValue&) { return {}; }
    std::string operator()(const CreateSequence&) { return {}; }
    std::string operator()(const AlterSequence&) { return {}; }
    std::string operator()(const SetComment&) { return {}; }
    std::string operator()(const Execute&) { return {}; }
    std::string operator()(const RunFunction&) { return {}; }
    std::string operator()(const BulkInsert&) { return {}; }
    std::string operator()(const Backfill&) { return {}; }
    std::string operator()(const OutsideTransaction&) { return {}; }
    std::string operator()(const CreateObject&) { return {}; }
    std::string operator()(const ReplaceObject&) { return {}; }
    std::string operator()(const SyncSequence&) { return {}; }
};

struct Loss {
    std::string operator()(const CreateTable& o) const { return "the rows of " + shown(o.table.name); }
    std::string operator()(const AddColumn& o) const {
        if (o.column.generated_expression) return {};
        return "the values of " + shown(o.table) + "." + o.column.name;
    }
    std::string operator()(const DropExpression& o) const {
        return "what was written to " + shown(o.table) + "." + o.column;
    }
    template <class Other>
    std::string operator()(const Other&) const {
        return {};
    }
};

}  // namespace

std::vector<std::string> questions_about(const std::vector<Operation>& operations) {
    Question question{operations};
    std::vector<std::string> questions;
    for (const Operation& operation : operations)
        questions.push_back(std::visit(question, operation));
    return questions;
}

std::string losses_of_undoing(const std::vector<Operation>& operations) {
    std::string losses;
    for (const Operation& operation : operations) {
        const std::string loss = std::visit(Loss{}, operation);
        if (!loss.empty()) losses += (losses.empty() ? "" : ", ") + loss;
    }
    return losses;
}

}  // namespace migrator::author
