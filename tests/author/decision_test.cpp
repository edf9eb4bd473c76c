// Every kind of step that a developer has to decide: it stops the build, with the reason in words, until it is decided.
#include "migrator/author/decision.hpp"

#include <catch2/catch.hpp>

#include "tests/author/compiled.hpp"

using namespace migrator;
using author::NewRevision;
using Catch::Contains;

namespace {

struct Stop {
    const char* kind;
    std::vector<Operation> upgrade;
    std::vector<const char*> words;  // in this order
};

AlterColumn change_type(SqlType from, SqlType to, std::string using_expression = {}) {
    return {.table = "users", .column = "x", .type = TypeChange{std::move(to), std::move(using_expression), from}};
}

Stop change_of_type(const char* kind, SqlType from, SqlType to, const char* words) {
    return {kind,
            {change_type(std::move(from), std::move(to))},
            {"changes the type of users.x from ", words, "values may not fit, and the table is locked"}};
}

Stop drop_of_object(const char* kind, RawObject::Kind object, const char* name) {
    return {kind,
            {DropObject{{.kind = object, .name = name, .definition = {"CREATE …"}}}},
            {"drops ", name, ", which servers still running may use"}};
}

Table table_of(const char* name) {
    Table table;
    table.name = name;
    table.columns = {column("id", integer()).not_null()};
    return table;
}

std::vector<Stop> stops() {
    const RawObject view{.kind = RawObject::Kind::view, .name = "strong", .definition = {"CREATE VIEW strong"}};
    const Identity always{Identity::Kind::always, {}};
    RawObject overload{.kind = RawObject::Kind::function, .name = "f", .arguments = "integer"};
    RawObject another = overload;
    another.arguments = "text";
    return {
        {"a schema is dropped", {DropSchema{"audit"}}, {"drops the schema audit with everything that is still in it"}},
        {"a table is dropped",
         {DropTable{{"inn", "guests"}, table_of("guests")}},
         {"drops the table inn.guests and its rows. Is it renamed? Write rename_table", "table.was(\"guests\")"}},
        {"a column is dropped",
         {DropColumn{"users", "nickname", column("nickname", text())}},
         {"drops users.nickname and its values. Is it renamed? Write rename_column", ".was(\"nickname\")"}},
        {"a column that is NOT NULL comes without a value",
         {AddColumn{"users", column("age", integer()).not_null()}},
         {"adds users.age, which is NOT NULL and has no value", "Give it a server_default, or add it nullable"}},
        {"such a column comes to a table that another step has made",
         {CreateTable{table_of("guests")}, AddColumn{{"inn", "guests"}, column("age", integer()).not_null()}},
         {"adds inn.guests.age"}},
        {"a generated column becomes a plain one",
         {DropExpression{"users", "age", {}}},
         {"makes users.age a plain column: it keeps its values", "servers still running insert none"}},
        {"a plain column becomes a generated one",
         {AddExpression{"users", column("age", integer()).generated_as("1")}},
         {"makes users.age a generated column", "are replaced by generated ones"}},
        {"a column becomes NOT NULL",
         {AlterColumn{.table = "users", .column = "x", .nullability = NullabilityChange{Nullability::not_null}}},
         {"sets users.x NOT NULL, which fails while a row holds NULL", "Fill the rows first"}},
        change_of_type("a varchar becomes shorter", varchar(50), varchar(20), "varying(50) to character varying(20)"),
        change_of_type("a varchar gets a length", varchar(), varchar(20), "varying to character varying(20)"),
        change_of_type("a text gets a length", text(), varchar(20), "text to character varying(20)"),
        change_of_type("an integer becomes smaller", bigint(), integer(), "bigint to integer"),
        change_of_type("a number loses digits", numeric(12, 4), numeric(10, 2), "numeric(12,4) to numeric(10,2)"),
        change_of_type("a floating-point number becomes shorter", double_precision(), real(), "precision to real"),
        change_of_type("a text becomes an enum", text(), named_type("mood"), "text to mood"),
        change_of_type("a single value becomes an array", integer(), array_of(integer()), "integer to integer[]"),
        change_of_type("a moment gets a time zone", timestamp(), timestamptz(), "time zone to timestamp with"),
        {"values are converted by an expression",
         {change_type(text(), integer(), "x::integer")},
         {"changes the type of users.x from text to integer", "Look at the USING expression"}},
        {"nobody knows the type before",
         {AlterColumn{.table = "users", .column = "x", .type = TypeChange{.to = text()}}},
         {"changes the type of users.x to text: values may not fit"}},
        {"a label of an enum goes",
         {RecreateEnum{.name = "mood", .labels = {"ok"}, .former_labels = {"sad", "ok", "odd"}}},
         {"builds the enum mood anew without sad, odd", "fails while a row holds a removed label",
          "Write rename_enum_value"}},
        {"nobody knows the labels before",
         {RecreateEnum{.name = "mood", .labels = {"ok"}}},
         {"builds the enum mood anew, which fails while a row holds a removed label"}},
        {"a table becomes unlogged",
         {AlterTable{"users", {.unlogged = true}, {}}},
         {"makes the table users unlogged: a crash of the server empties it"}},
        {"a sequence is dropped",
         {DropSequence{"counter", Sequence{.name = "counter"}}},
         {"drops the sequence counter and how far it has counted"}},
        drop_of_object("an extension is dropped", RawObject::Kind::extension, "citext"),
        drop_of_object("a domain is dropped", RawObject::Kind::domain, "code"),
        drop_of_object("a function is dropped", RawObject::Kind::function, "twice"),
        drop_of_object("a procedure is dropped", RawObject::Kind::procedure, "tidy"),
        drop_of_object("a view is dropped", RawObject::Kind::view, "strong"),
        drop_of_object("a materialised view is dropped", RawObject::Kind::materialized_view, "sums"),
        drop_of_object("a trigger is dropped", RawObject::Kind::trigger, "stamp"),
        drop_of_object("a policy is dropped", RawObject::Kind::policy, "own_rows"),
        {"a view is built anew",
         {DropObject{view}, CreateObject{view}},
         {"builds strong anew: rights on it that no revision gives are gone"}},
        {"a view is built anew as another one",
         {DropObject{view}, CreateObject{{.kind = RawObject::Kind::view, .name = "strong"}}},
         {"builds strong anew: rights on it that no revision gives are gone, and servers still running may rely"}},
        {"a default goes",
         {AlterColumn{.table = "users", .column = "x", .server_default = DefaultChange{std::nullopt, true, "2"}}},
         {"drops the default of users.x: servers still running that leave the column out"}},
        {"a column changes its type and becomes NOT NULL",
         {AlterColumn{.table = "users",
                      .column = "x",
                      .type = TypeChange{.to = varchar(20), .from = text()},
                      .nullability = NullabilityChange{Nullability::not_null}}},
         {"changes the type of users.x from text", "It also sets users.x NOT NULL"}},
        {"a column becomes an identity that takes no other values",
         {AlterColumn{.table = "users", .column = "x", .identity = IdentityChange{always, {}}}},
         {"makes users.x GENERATED ALWAYS"}},
        {"an identity goes",
         {AlterColumn{.table = "users", .column = "x", .identity = IdentityChange{{}, always}}},
         {"drops the identity of users.x"}},
        {"labels change their order",
         {RecreateEnum{.name = "mood", .labels = {"glad", "sad"}, .former_labels = {"sad", "glad"}}},
         {"puts the labels of the enum mood in another order"}},
        {"a key goes",
         {DropConstraint{"users", "users_email_key", unique({"email"}).named("users_email_key")}},
         {"drops the key users_email_key of users", "ON CONFLICT of servers still running fails"}},
        {"a unique index goes",
         {DropIndex{"one_email",
                    Index{.name = "one_email", .table = "users", .keys = {"email"}, .options = {.unique = true}}}},
         {"drops the unique index one_email of users"}},
        {"another view is created than the one that is dropped",
         {DropObject{view}, CreateObject{{.kind = RawObject::Kind::view, .name = "weak"}}},
         {"drops strong, which"}},
        {"another overload is created than the one that is dropped",
         {DropObject{overload}, CreateObject{another}},
         {"drops f, which"}},
    };
}

std::vector<std::vector<Operation>> safe_steps() {
    const auto add = [](Column added) { return std::vector<Operation>{AddColumn{"users", std::move(added)}}; };
    const auto retype = [](SqlType from, SqlType to) { return std::vector<Operation>{change_type(from, to)}; };
    const RawObject view{.kind = RawObject::Kind::view, .name = "strong", .definition = {"CREATE VIEW strong"}};
    return {
        {CreateTable{table_of("guests")}, AddColumn{"guests", column("age", integer()).not_null()},
         AlterTable{"guests", {.unlogged = true}, {}},
         AlterColumn{.table = "guests", .column = "age", .type = TypeChange{.to = text()}}},
        add(column("age", integer())),
        add(column("age", integer()).not_null().server_default("0")),
        add(column("age", integer()).not_null().generated_as("id + 1")),
        add(column("age", integer()).not_null().identity_always()),
        add(column("age", serial()).not_null()),
        retype(varchar(20), varchar(20)),
        retype(varchar(20), varchar()),
        retype(varchar(), text()),
        retype(text(), varchar()),
        retype(smallint(), bigint()),
        retype(bigint(), numeric()),
        retype(real(), double_precision()),
        retype(numeric(10, 2), numeric()),
        retype(array_of(smallint()), array_of(integer())),
        {AlterColumn{.table = "users", .column = "x", .nullability = NullabilityChange{Nullability::nullable}}},
        {RecreateEnum{.name = "mood", .labels = {"odd", "sad"}, .former_labels = {"sad"}}},
        {AlterTable{"users", {}, {.unlogged = true}}},
        {DropConstraint{"users", "users_email_key", unique({"email"}).named("users_email_key")},
         AddConstraint{"users", unique({"email"}).named("users_email_key")}},
        {DropConstraint{"users", "ck_age", check("age > 0").named("ck_age")}},
        {AlterColumn{.table = "users", .column = "x", .server_default = DefaultChange{"1", true, "2"}}},
        {AlterColumn{.table = "users", .column = "x", .server_default = DefaultChange{std::nullopt, true, "2"}},
         AlterColumn{.table = "users",
                     .column = "x",
                     .identity = IdentityChange{Identity{Identity::Kind::by_default, {}}, {}}}},
    };
}

std::vector<NewRevision> revisions_of(const std::vector<Stop>& all) {
    std::vector<NewRevision> revisions;
    for (const Stop& stop : all)
        revisions.push_back({.id = "stop" + std::to_string(revisions.size()),
                             .message = std::string("See what happens when ") + stop.kind,
                             .upgrade = stop.upgrade,
                             .irreversible = "a sample"});
    return revisions;
}

std::size_t count_of(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

}  // namespace

TEST_CASE("each step that has to be decided stands behind one stop, which says why") {
    for (const Stop& stop : stops()) {
        INFO(stop.kind);
        std::string questions;
        for (const std::string& question : author::questions_about(stop.upgrade))
            questions += question;
        std::size_t at = 0;
        for (const char* words : stop.words) {
            INFO(words << "\n" << questions);
            at = questions.find(words, at);
            REQUIRE(at != std::string::npos);
        }
        const std::string text = author::write_revision(revisions_of({stop}).front()).text;
        INFO(text);
        CHECK(count_of(text, "UNDECIDED(\"") == 1);
        const std::size_t place = text.find("UNDECIDED(\"");
        CHECK(text.find("op.", text.find(");\n", place)) != std::string::npos);
        CHECK_THAT(author_test::decided(text), !Contains("UNDECIDED") && Contains("op."));
    }
}

TEST_CASE("a step without danger stands behind no stop") {
    for (const std::vector<Operation>& upgrade : safe_steps()) {
        NewRevision revision{.id = "safe", .message = "Do no harm", .upgrade = upgrade, .irreversible = "a sample"};
        INFO(author::write_revision(revision).text);
        for (const std::string& question : author::questions_about(upgrade))
            CHECK(question == "");
        CHECK_THAT(author::write_revision(revision).text, !Contains("UNDECIDED"));
    }
}

TEST_CASE("no stop compiles before it is decided, and each step does afterwards") {
    const std::vector<Stop> all = stops();
    const std::vector<NewRevision> revisions = revisions_of(all);
    const std::string errors = author_test::compiler_output(revisions, author_test::Text::as_written);
    INFO(errors);
    CHECK(count_of(errors, "error: ") == all.size());
    CHECK(count_of(errors, "decide, then delete this line: ") >= all.size());
    CHECK(author_test::compiler_output(revisions, author_test::Text::decided) == "");
}
