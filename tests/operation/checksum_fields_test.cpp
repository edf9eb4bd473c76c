// Each field that changes what a step does changes its checksum.
#include <catch2/catch.hpp>
#include <functional>
#include <set>

#include "migrator/operation/checksum.hpp"
#include "recorded.hpp"

using namespace migrator;

namespace {

// Variants of one operation that differ in one field each: all must have checksums of their own.
void check_all_differ(const std::vector<Operation>& variants) {
    std::set<std::string> sums;
    for (const Operation& variant : variants) {
        CAPTURE(canonical_text({variant}));
        CHECK(sums.insert(checksum({variant})).second);
    }
}

// The value itself and one copy for each change.
template <class T>
std::vector<T> with_each(const T& value, const std::vector<std::function<void(T&)>>& changes) {
    std::vector<T> variants = {value};
    for (const auto& change_one : changes) {
        variants.push_back(value);
        change_one(variants.back());
    }
    return variants;
}

template <class T, class Wrap>
void check_each(const T& value, const std::vector<std::function<void(T&)>>& changes, Wrap wrap) {
    std::vector<Operation> operations;
    for (const T& variant : with_each(value, changes))
        operations.push_back(wrap(variant));
    check_all_differ(operations);
}

template <class T>
void check_each(const T& value, const std::vector<std::function<void(T&)>>& changes) {
    check_each(value, changes, [](const T& variant) { return Operation(variant); });
}

Operation with_constraint(const ConstraintKind& kind) {
    return AddConstraint{"t", Constraint{"c", kind}};
}

}  // namespace

TEST_CASE("each field of a table counts") {
    check_each<Table>(
        {},
        {[](Table& t) { t.name = "x"; }, [](Table& t) { t.name.schema = "x"; },
         [](Table& t) { t.columns = {column("a", text())}; }, [](Table& t) { t.constraints = {primary_key({"a"})}; },
         [](Table& t) { t.unlogged = true; }, [](Table& t) { t.partition_by = "RANGE (a)"; },
         [](Table& t) {
             t.with = {{"fillfactor", "70"}};
         },
         [](Table& t) {
             t.with = {{"fillfactor", "71"}};
         },
         [](Table& t) { t.tablespace = "x"; }, [](Table& t) { t.comment = "x"; }},
        [](const Table& table) { return CreateTable{table}; });
}

TEST_CASE("each field of a column counts") {
    const auto identity = [](auto change_options) {
        return [change_options](Column& c) {
            c.identity = Identity{};
            change_options(c.identity->options);
        };
    };
    check_each<Column>({},
                       {[](Column& c) { c.name = "x"; },
                        [](Column& c) { c.type = text(); },
                        [](Column& c) { c.type = array_of(text()); },
                        [](Column& c) { c.type = named_type("text"); },
                        [](Column& c) {
                            c.type = named_type({"s", "text"});
                        },
                        [](Column& c) { c.type = bigint(); },
                        [](Column& c) { c.type = bigserial(); },
                        [](Column& c) { c.nullable = false; },
                        [](Column& c) { c.default_expression = ""; },
                        [](Column& c) { c.default_expression = "x"; },
                        [](Column& c) { c.generated_expression = "x"; },
                        [](Column& c) { c.identity = Identity{}; },
                        [](Column& c) {
                            c.identity = Identity{Identity::Kind::by_default, {}};
                        },
                        identity([](SequenceOptions& o) { o.start = 0; }),
                        identity([](SequenceOptions& o) { o.increment = 2; }),
                        identity([](SequenceOptions& o) { o.min_value = 2; }),
                        identity([](SequenceOptions& o) { o.max_value = 2; }),
                        identity([](SequenceOptions& o) { o.cache = 2; }),
                        identity([](SequenceOptions& o) { o.cycle = true; }),
                        [](Column& c) { c.collation = "x"; },
                        [](Column& c) { c.comment = "x"; }},
                       [](const Column& one) {
                           return AddColumn{"t", one};
                       });
}

TEST_CASE("each field of a constraint counts") {
    check_each<Constraint>(
        {"c", PrimaryKey{{"a"}}},
        {[](Constraint& c) { c.name = "d"; }, [](Constraint& c) { c.kind = Unique{{"a"}}; },
         [](Constraint& c) { c.kind = Check{"a"}; }, [](Constraint& c) { c.kind = ForeignKey{{"a"}}; },
         [](Constraint& c) { c.kind = Exclude{}; }},
        [](const Constraint& one) {
            return AddConstraint{"t", one};
        });
    check_each<PrimaryKey>(
        {{"a"}},
        {[](PrimaryKey& k) { k.columns = {"b"}; },
         [](PrimaryKey& k) {
             k.columns = {"a", "b"};
         },
         [](PrimaryKey& k) { k.include = {"b"}; }, [](PrimaryKey& k) { k.deferral = Deferral::initially_immediate; },
         [](PrimaryKey& k) { k.deferral = Deferral::initially_deferred; }, [](PrimaryKey& k) { k.using_index = "x"; }},
        with_constraint);
    check_each<Unique>(
        {{"a"}},
        {[](Unique& u) { u.columns = {"b"}; }, [](Unique& u) { u.include = {"b"}; },
         [](Unique& u) { u.nulls_not_distinct = true; }, [](Unique& u) { u.deferral = Deferral::initially_deferred; },
         [](Unique& u) { u.using_index = "x"; }},
        with_constraint);
    check_each<Check>({"a"},
                      {[](Check& c) { c.expression = "b"; }, [](Check& c) { c.no_inherit = true; },
                       [](Check& c) { c.not_valid = true; }},
                      with_constraint);
    check_each<ForeignKey>(
        {{"a"}, "u", {"b"}},
        {[](ForeignKey& k) { k.columns = {"c"}; }, [](ForeignKey& k) { k.references = "v"; },
         [](ForeignKey& k) { k.references.schema = "s"; }, [](ForeignKey& k) { k.referenced_columns = {"c"}; },
         [](ForeignKey& k) { k.on_delete = ReferentialAction::restrict; },
         [](ForeignKey& k) { k.on_delete = ReferentialAction::cascade; },
         [](ForeignKey& k) { k.on_delete = ReferentialAction::set_null; },
         [](ForeignKey& k) { k.on_delete = ReferentialAction::set_default; },
         [](ForeignKey& k) { k.on_update = ReferentialAction::cascade; },
         [](ForeignKey& k) { k.match = MatchKind::full; },
         [](ForeignKey& k) { k.deferral = Deferral::initially_deferred; }, [](ForeignKey& k) { k.not_valid = true; },
         [](ForeignKey& k) { k.on_delete_columns = {"a"}; }},
        with_constraint);
    check_each<Exclude>(
        {},
        {[](Exclude& e) { e.method = "spgist"; },
         [](Exclude& e) {
             e.elements = {{"a", "=", ""}};
         },
         [](Exclude& e) {
             e.elements = {{"b", "=", ""}};
         },
         [](Exclude& e) {
             e.elements = {{"a", "&&", ""}};
         },
         [](Exclude& e) {
             e.elements = {{"a", "=", "ops"}};
         },
         [](Exclude& e) { e.where = "x"; }, [](Exclude& e) { e.deferral = Deferral::initially_deferred; }},
        with_constraint);
}

TEST_CASE("each field of an index counts") {
    check_each<Index>(
        {"ix", "t", {"a"}, {}},
        {[](Index& i) { i.name = "iy"; }, [](Index& i) { i.table = "u"; }, [](Index& i) { i.keys = {"b"}; },
         [](Index& i) { i.keys = {on_expression("a")}; }, [](Index& i) { i.keys = {IndexKey("a").desc()}; },
         [](Index& i) { i.keys = {IndexKey("a").nulls_order(NullsOrder::first)}; },
         [](Index& i) { i.keys = {IndexKey("a").nulls_order(NullsOrder::last)}; },
         [](Index& i) { i.keys = {IndexKey("a").with_operator_class("x")}; },
         [](Index& i) { i.keys = {IndexKey("a").collate("x")}; }, [](Index& i) { i.options.unique = true; },
         [](Index& i) { i.options.nulls_not_distinct = true; }, [](Index& i) { i.options.method = "hash"; },
         [](Index& i) { i.options.include = {"x"}; }, [](Index& i) { i.options.where = "x"; },
         [](Index& i) {
             i.options.with = {{"x", "y"}};
         },
         [](Index& i) { i.options.tablespace = "x"; }},
        [](const Index& index) { return CreateIndex{index}; });
}

TEST_CASE("each field of a column change counts") {
    check_each<AlterColumn>({"t", "c"},
                            {[](AlterColumn& a) { a.table = "u"; }, [](AlterColumn& a) { a.column = "d"; },
                             [](AlterColumn& a) { a.type = TypeChange{text()}; },
                             [](AlterColumn& a) {
                                 a.type = TypeChange{text(), "x"};
                             },
                             [](AlterColumn& a) { a.server_default = DefaultChange{}; },
                             [](AlterColumn& a) { a.server_default = DefaultChange{""}; },
                             [](AlterColumn& a) { a.server_default = DefaultChange{"x"}; },
                             [](AlterColumn& a) { a.nullability = NullabilityChange{}; },
                             [](AlterColumn& a) { a.nullability = NullabilityChange{Nullability::not_null}; },
                             [](AlterColumn& a) { a.identity = IdentityChange{}; },
                             [](AlterColumn& a) {
                                 a.identity = IdentityChange{Identity{}, {}};
                             }});
}

TEST_CASE("each field of an enum operation counts") {
    using Place = AddEnumValue::Place;
    check_all_differ({CreateEnum{{"e", {"a"}}}, CreateEnum{{"f", {"a"}}}, CreateEnum{{"e", {"a", "b"}}},
                      CreateEnum{{"e", {"b", "a"}}}, DropEnum{"e", {}}, DropEnum{"f", {}}});
    check_each<AddEnumValue>(
        {"e", "a", Place::end, {}},
        {[](AddEnumValue& a) { a.type = "f"; }, [](AddEnumValue& a) { a.label = "b"; },
         [](AddEnumValue& a) { a.place = Place::before; }, [](AddEnumValue& a) { a.place = Place::after; },
         [](AddEnumValue& a) { a.neighbour = "b"; }});
    check_all_differ({RenameEnumValue{"e", "a", "b"}, RenameEnumValue{"f", "a", "b"}, RenameEnumValue{"e", "c", "b"},
                      RenameEnumValue{"e", "a", "c"}});
    check_each<RecreateEnum>(
        {"e", {"a"}, {{"t", "c", {}}}, {}},
        {[](RecreateEnum& r) { r.name = "f"; }, [](RecreateEnum& r) { r.labels = {"b"}; },
         [](RecreateEnum& r) { r.used_by[0].table = "u"; }, [](RecreateEnum& r) { r.used_by[0].column = "d"; },
         [](RecreateEnum& r) { r.used_by[0].default_expression = "'a'"; },
         [](RecreateEnum& r) { r.used_by[0].array = true; }});
}

TEST_CASE("each field of a sequence operation counts") {
    check_each<Sequence>({},
                         {[](Sequence& s) { s.name = "s"; }, [](Sequence& s) { s.type = integer(); },
                          [](Sequence& s) { s.options.start = 1; }, [](Sequence& s) { s.owned_by_table = "t"; },
                          [](Sequence& s) { s.owned_by_column = "c"; }},
                         [](const Sequence& sequence) { return CreateSequence{sequence}; });
    check_each<AlterSequence>({"s", {}, {}},
                              {[](AlterSequence& a) { a.name = "r"; }, [](AlterSequence& a) { a.options.cache = 5; }});
}

TEST_CASE("each field of the other operations counts") {
    check_all_differ({CreateSchema{"a"}, CreateSchema{"b"}, DropSchema{"a"}, DropSchema{"b"}});
    check_all_differ({DropTable{"a", {}}, DropTable{"b", {}}, DropTable{{"s", "a"}, {}}});
    check_all_differ({RenameTable{"a", "b"}, RenameTable{"c", "b"}, RenameTable{"a", "c"}});
    check_all_differ({DropColumn{"t", "a", {}}, DropColumn{"u", "a", {}}, DropColumn{"t", "b", {}}});
    check_all_differ({RenameColumn{"t", "a", "b"}, RenameColumn{"u", "a", "b"}, RenameColumn{"t", "c", "b"},
                      RenameColumn{"t", "a", "c"}});
    check_all_differ({DropExpression{"t", "a", {}}, DropExpression{"u", "a", {}}, DropExpression{"t", "b", {}}});
    check_all_differ({AddExpression{"t", column("a", text())}, AddExpression{"u", column("a", text())},
                      AddExpression{"t", column("b", text())}});
    check_all_differ({DropConstraint{"t", "a", {}}, DropConstraint{"u", "a", {}}, DropConstraint{"t", "b", {}}});
    check_all_differ({RenameConstraint{"t", "a", "b"}, RenameConstraint{"u", "a", "b"}, RenameConstraint{"t", "c", "b"},
                      RenameConstraint{"t", "a", "c"}});
    check_all_differ({ValidateConstraint{"t", "a"}, ValidateConstraint{"u", "a"}, ValidateConstraint{"t", "b"}});
    check_all_differ(
        {DropIndex{"a", {}}, DropIndex{"b", {}}, RenameIndex{"a", "b"}, RenameIndex{"c", "b"}, RenameIndex{"a", "c"}});
    check_all_differ({CreateIndex{{}, false}, CreateIndex{{}, true}});
    check_all_differ({DropIndex{"a", {}, false}, DropIndex{"a", {}, true}});
    check_all_differ({Backfill{"t", {"a"}, "b = 1", ""}, Backfill{"u", {"a"}, "b = 1", ""},
                      Backfill{"t", {"a", "b"}, "b = 1", ""}, Backfill{"t", {"a"}, "b = 2", ""},
                      Backfill{"t", {"a"}, "b = 1", "b = 2"}});
    check_all_differ({OutsideTransaction{SqlText{"a"}, SqlText{"b"}, SqlText{"c"}},
                      OutsideTransaction{SqlText{"b"}, SqlText{"b"}, SqlText{"c"}},
                      OutsideTransaction{SqlText{"a"}, SqlText{"a"}, SqlText{"c"}},
                      OutsideTransaction{SqlText{"a"}, SqlText{"b"}, SqlText{"a"}}});
    check_all_differ({SetComment{"t", {}, "c", {}}, SetComment{"u", {}, "c", {}}, SetComment{"t", "a", "c", {}},
                      SetComment{"t", {}, "d", {}}, SetComment{"t", {}, "", {}}});
    check_all_differ({Execute{SqlText{"a"}, {}}, Execute{SqlText{"b"}, {}}});
    check_all_differ({BulkInsert{"t", {"a"}, {{1LL}}}, BulkInsert{"u", {"a"}, {{1LL}}}, BulkInsert{"t", {"b"}, {{1LL}}},
                      BulkInsert{"t", {"a"}, {{2LL}}}, BulkInsert{"t", {"a"}, {{1LL}, {1LL}}}});
}
