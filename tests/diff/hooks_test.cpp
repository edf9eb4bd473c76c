// What a program decides about a comparison.
#include <algorithm>
#include <catch2/catch.hpp>

#include "migrator/diff/compare.hpp"
#include "migrator/diff/describe.hpp"

using namespace migrator;
using Catch::Matchers::Contains;

namespace {

using Lines = std::vector<std::string>;

Table table(ObjectName name, std::vector<Column> columns) {
    Table made;
    made.name = std::move(name);
    made.columns = std::move(columns);
    return made;
}

RawObject view(ObjectName name, std::string comment = {}) {
    RawObject made;
    made.name = std::move(name);
    made.definition.text = "CREATE VIEW " + made.name.name + " AS SELECT 1";
    made.comment = std::move(comment);
    return made;
}

Sequence sequence(ObjectName name) {
    Sequence made;
    made.name = std::move(name);
    return made;
}

// "operation table name", and what was refused.
Lines told(const Catalog& from, const Catalog& to, const CompareOptions& options) {
    const Difference difference = compare(from, to, options);
    Lines lines;
    for (const Operation& operation : difference.operations) {
        const OperationSummary summary = summarize(operation);
        lines.push_back(summary.operation + " " + (summary.table.empty() ? "" : summary.table + " ") + summary.name);
    }
    lines.insert(lines.end(), difference.refusals.begin(), difference.refusals.end());
    return lines;
}

// A catalog with one of each, in the home schema or in `schema`.
Catalog one_of_each(const std::string& schema = {}) {
    const auto named = [&](const char* name) { return ObjectName(schema, name); };
    Catalog catalog;
    if (!schema.empty()) catalog.schemas = {schema};
    catalog.enums = {{named("mood"), {"calm"}, ""}};
    catalog.sequences = {sequence(named("numbers"))};
    catalog.tables = {table(named("users"), {column("id", integer()), column("name", text())})};
    catalog.tables.front().constraints = {check("id > 0").named("positive")};
    Index index;
    index.name = "by_name";
    index.table = named("users");
    index.keys = {"name"};
    catalog.indexes = {index};
    catalog.objects = {view(named("seen"))};
    catalog.others = {{"grant", schema.empty() ? "users" : schema + ".users", "PUBLIC=SELECT", named("users")}};
    return catalog;
}

// The example of docs/diff.md.
void decide_what_is_compared(CompareOptions& compare) {
    // The reporting schema belongs to others, and so do the tables of the job queue.
    compare.include_name = [](const std::string& kind, const ObjectName&, const std::string& name) {
        if (kind == "schema") return name != "reporting";
        return kind != "table" || !name.starts_with("queue_");
    };
    // A view that only the database has may stay.
    compare.include_object = [](const ComparedObject& object) {
        const RawObject* raw = object.as<RawObject>();
        const bool is_view = raw != nullptr && raw->kind == RawObject::Kind::view;
        return !is_view || object.side == Side::to || object.counterpart;
    };
    // Widened by hand where the rows are many.
    compare.compare_type = [](const ObjectName&, const Column& from, const Column& to) {
        return from.type == bigint() && to.type == integer() ? Verdict::equal : Verdict::standard;
    };
    compare.compare_server_default = false;
    compare.switched_off = {"comments", "grant"};
}

}  // namespace

TEST_CASE("types and defaults are compared, left alone, or decided column by column") {
    Catalog from;
    Catalog to;
    from.tables = {
        table("t", {column("a", bigint()), column("b", text()), column("c", integer()).server_default("1")})};
    to.tables = {table("t", {column("a", integer()), column("b", text()), column("c", integer()).server_default("2")})};
    CompareOptions options;
    CHECK(told(from, to, options) == Lines{"alter_column public.t a", "alter_column public.t c"});

    SECTION("left alone") {
        options.compare_type = false;
        CHECK(told(from, to, options) == Lines{"alter_column public.t c"});
        options.compare_server_default = false;
        CHECK(told(from, to, options) == Lines{});
    }
    SECTION("decided") {
        const auto of = [](const char* wanted, Verdict verdict) {
            return [=](const ObjectName& owner, const Column& former, const Column& later) {
                CHECK(owner == ObjectName("t"));
                CHECK(former.name == later.name);
                return later.name == wanted ? verdict : Verdict::standard;
            };
        };
        options.compare_type = of("a", Verdict::equal);
        options.compare_server_default = of("c", Verdict::equal);
        CHECK(told(from, to, options) == Lines{});
        options.compare_type = of("b", Verdict::different);
        CHECK(told(from, to, options) == Lines{"alter_column public.t a", "alter_column public.t b"});
        options.compare_server_default = of("b", Verdict::different);
        CHECK(told(to, to, options) == Lines{"alter_column public.t b"});
    }
}

TEST_CASE("a serial column keeps the type of its sequence where types are left alone") {
    Catalog from;
    Catalog to;
    from.tables = {table("t", {column("id", serial())})};
    to.tables = {table("t", {column("id", bigserial())})};
    CompareOptions options;
    CHECK(told(from, to, options) == Lines{"alter_column public.t id", "alter_sequence public.t_id_seq"});
    options.compare_type = false;
    CHECK(told(from, to, options) == Lines{});
}

TEST_CASE("include_name is asked with the schema and the parent of each name") {
    Lines asked;
    CompareOptions options;
    options.include_name = [&](const char* kind, const ObjectName& parent, const std::string& name) {
        asked.push_back(std::string(kind) + " " + parent.schema + "/" + parent.name + "/" + name);
        return true;
    };
    Catalog catalog = one_of_each("game");
    catalog.sequences.front().owned_by_table = ObjectName("game", "users");
    catalog.sequences.front().owned_by_column = "id";
    compare(catalog, Catalog{}, options);
    CHECK(asked == Lines{"schema //game", "table game//users", "column game/users/id", "column game/users/name",
                         "constraint game/users/positive", "index game/users/by_name", "enum game//mood",
                         "sequence game/users/numbers", "object game//seen", "other game/users/grant game.users"});
}

TEST_CASE("a schema that is left out takes all that it holds along, and nothing of that name elsewhere") {
    Catalog from = one_of_each("game");
    from.others.push_back({"grant", "schema game", "PUBLIC=USAGE", {}});
    from.others.push_back({"comment on a schema", "game.", "play", {"game", ""}});
    CompareOptions options;
    CHECK(told(from, Catalog{}, options).size() > 5);
    options.include_name = [](const std::string& kind, const ObjectName&, const std::string& name) {
        return kind != "schema" || name != "game";
    };
    CHECK(told(from, Catalog{}, options) == Lines{});
    CHECK(told(Catalog{}, from, options) == Lines{});
    CHECK(told(one_of_each(), Catalog{}, options) == told(one_of_each(), Catalog{}, {}));
}

TEST_CASE("what belongs to a name that is left out is left alone, too") {
    Catalog from = one_of_each();
    from.sequences.front().owned_by_table = "users";
    from.sequences.front().owned_by_column = "id";
    from.tables.push_back(table("orders", {column("user", integer())}));
    from.tables.back().constraints = {foreign_key({"user"}, "users", {"id"}).named("of")};
    Catalog to;
    to.tables = {table("orders", {column("user", integer())})};
    to.enums = from.enums;
    to.objects = from.objects;
    CompareOptions options;
    CHECK(told(from, to, options).size() > 3);
    options.include_name = [](const std::string& kind, const ObjectName&, const std::string& name) {
        return kind != "table" || name != "users";
    };
    CHECK(told(from, to, options) == Lines{});
}

TEST_CASE("what no operation reaches is not refused where its object is left out") {
    Catalog from;
    from.tables = {table("t", {column("a", integer())}), table("kept", {column("a", integer())})};
    RawObject routine = view("f");
    routine.kind = RawObject::Kind::function;
    routine.arguments = "integer";
    from.objects = {routine};
    from.enums = {{"mood", {"calm"}, ""}};
    Catalog to = from;
    from.others = {{"grant", "f(integer)", "x", {}}, {"grant", "kept", "x", "kept"},
                   {"grant", "kept.a", "x", "kept"}, {"grant", "mood", "x", {}},
                   {"grant", "t", "x", "t"},         {"grant", "t.a", "x", "t"},
                   {"rule", "kept.a", "x", "kept"},  {"state of a trigger", "t.g", "D", "t"}};
    const auto refused = [](const char* what) {
        return std::string(what) + " is there and not wanted: no operation changes it; write it with op.execute";
    };
    CompareOptions options;
    CHECK(told(from, to, options).size() == 8);
    SECTION("by name") {
        options.include_name = [](const std::string& kind, const ObjectName& parent, const std::string& name) {
            return name != "t" && name != "mood" && name != "f" && !(kind == "column" && parent.name == "kept");
        };
        CHECK(told(from, to, options) == Lines{refused("grant kept"), refused("rule kept.a")});
    }
    SECTION("itself") {
        options.include_name = [](const std::string& kind, const ObjectName&, const std::string& name) {
            return kind != "other" || name == "grant kept";
        };
        CHECK(told(from, to, options) == Lines{refused("grant kept")});
    }
}

TEST_CASE("include_object is asked about each kind of object on both sides, with what the other side has") {
    const Catalog from = one_of_each();
    Catalog to = from;
    to.tables.front().columns.front().nullable = false;
    to.enums.clear();
    Lines asked;
    CompareOptions options;
    options.include_object = [&](const ComparedObject& object) {
        asked.push_back((object.side == Side::from ? "from " : "to ") + std::string(object.kind) + " " + object.name +
                        (object.counterpart ? "" : " alone"));
        if (object.kind == std::string("column") && object.name == "id" && object.side == Side::from) {
            REQUIRE(object.as<Column>() != nullptr);
            CHECK(object.as<Table>() == nullptr);
            CHECK(object.as<Column>()->nullable);
            CHECK_FALSE(object.counterpart_as<Column>()->nullable);
        }
        return true;
    };
    compare(from, to, options);
    CHECK(asked == Lines{"from table users", "from column id", "from column name", "from constraint positive",
                         "from index by_name", "from enum mood alone", "from sequence numbers", "from object seen",
                         "from other grant users", "to table users", "to column id", "to column name",
                         "to constraint positive", "to index by_name", "to sequence numbers", "to object seen",
                         "to other grant users"});
}

TEST_CASE("an object that is left out on one side is left alone on both") {
    const Catalog from = one_of_each();
    Catalog to = from;
    to.tables.front().columns.front().nullable = false;
    to.objects.front().definition.text += "1";
    to.enums.front().labels.emplace_back("angry");
    to.sequences.front().options.cache = 5;
    to.indexes.front().options.unique = true;
    to.others.front().definition = "PUBLIC=UPDATE";
    CompareOptions options;
    CHECK(told(from, to, options).size() == 8);
    for (const Side side : {Side::from, Side::to}) {
        options.include_object = [=](const ComparedObject& object) { return object.side != side; };
        CHECK(told(from, to, options) == Lines{});
    }
}

TEST_CASE("groups and single kinds can be switched off") {
    const Catalog none;
    Catalog from = one_of_each();
    from.tables.clear();
    from.indexes.clear();
    from.enums.clear();
    from.schemas = {"game"};
    CompareOptions options;
    const auto without = [&](const char* name) {
        options.switched_off = {name};
        return told(from, none, options);
    };
    const std::string grant = "grant users is there and not wanted: no operation changes it; write it with op.execute";
    CHECK(without("comments") ==
          Lines{"drop_view public.seen", "drop_sequence public.numbers", "drop_schema game", grant});
    CHECK(without("sequences") == Lines{"drop_view public.seen", "drop_schema game", grant});
    CHECK(without("objects") == Lines{"drop_sequence public.numbers", "drop_schema game", grant});
    for (const char* name : {"others", "grant"})
        CHECK(without(name) == Lines{"drop_view public.seen", "drop_sequence public.numbers", "drop_schema game"});
    CHECK(without("rule").size() == 4);
}

TEST_CASE("a default that is not compared stays when its enum is built anew or its type changes") {
    Catalog from;
    from.enums = {{"mood", {"calm", "angry", "sad"}, ""}};
    from.tables = {table("users", {column("mood", named_type("mood")).server_default("'calm'::mood")})};
    Catalog to = from;
    to.enums.front().labels = {"calm", "angry"};
    to.tables.front().columns.front().default_expression = "'angry'::mood";
    CompareOptions options;
    const auto recreated = [&] {
        for (const Operation& operation : compare(from, to, options).operations)
            if (const auto* enum_type = std::get_if<RecreateEnum>(&operation)) return *enum_type;
        return RecreateEnum{};
    };
    const std::optional<std::string> calm = "'calm'::mood";
    REQUIRE(recreated().used_by.size() == 1);
    CHECK(recreated().used_by.front().default_expression == std::nullopt);
    options.compare_server_default = false;
    CHECK(recreated().used_by.front().default_expression == calm);
    options.compare_server_default = [](const ObjectName&, const Column&, const Column&) { return Verdict::equal; };
    CHECK(recreated().used_by.front().default_expression == calm);

    to.enums = from.enums;
    to.tables.front().columns.front().type = varchar(20);
    to.tables.front().columns.front().default_expression = "'angry'::character varying";
    const auto operations = compare(from, to, options).operations;
    REQUIRE(operations.size() == 1);
    const auto& change = std::get<AlterColumn>(operations.front());
    REQUIRE(change.server_default.has_value());
    CHECK(change.server_default->to == "'angry'::character varying");
}

TEST_CASE("where comments are switched off, those of views are, and those that no operation reaches") {
    Catalog from;
    from.objects = {view("seen", "once")};
    from.others = {{"comment on a schema", "game.", "play", {"game", ""}}, {"comment", "rule r on table t", "x", {}}};
    Catalog to;
    to.objects = {view("seen", "twice")};
    CompareOptions options;
    CHECK(told(from, to, options).size() == 3);
    options.switched_off = {"comments"};
    CHECK(told(from, to, options) == Lines{});
}

TEST_CASE("a comparator that does not exist is refused, with those that do") {
    CompareOptions options;
    options.switched_off = {"grant", "comment on a schema", "indices"};
    const auto valid = require_valid(options);
    REQUIRE_FALSE(valid.has_value());
    CHECK(valid.assume_error().kind() == ErrorKind::usage);
    CHECK_THAT(full_text(valid.assume_error()), Contains("\"indices\"") && Contains("indexes") && Contains("grant"));
    const Lines lines = told(one_of_each(), Catalog{}, options);
    REQUIRE(lines.size() == 1);
    CHECK_THAT(lines.front(), Contains("\"indices\"") && Contains("indexes"));
    for (const std::string& name : comparators())
        options.switched_off.insert(name);
    options.switched_off.erase("indices");
    CHECK(require_valid(options).has_value());
}

TEST_CASE("the example of the page about comparing does what it says") {
    Catalog from = one_of_each("reporting");
    from.tables.push_back(table("queue_jobs", {column("id", integer())}));
    from.tables.push_back(table("t", {column("a", bigint()).server_default("1")}));
    from.objects.push_back(view("by_hand"));
    from.others.push_back({"grant", "t", "PUBLIC=SELECT", "t"});
    Catalog to;
    to.tables = {table("t", {column("a", integer()).server_default("2").with_comment("number")})};
    CompareOptions options;
    CHECK(told(from, to, options).size() > 6);
    decide_what_is_compared(options);
    CHECK(told(from, to, options) == Lines{});
    to.objects = {view("wanted")};
    CHECK(told(from, to, options) == Lines{"create_view public.wanted"});
}
