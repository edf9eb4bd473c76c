// The text and the name of a new revision's file.
#include "migrator/author/revision_file.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "tests/support/temporary_directory.hpp"

using namespace migrator;
using author::NewRevision;
using author::RevisionFile;
using Catch::Contains;

namespace {

NewRevision sample() {
    NewRevision revision;
    revision.id = "0a1b2c3d4e5f";
    revision.message = "Add attack to character_stats";
    revision.created_at = std::chrono::system_clock::from_time_t(1751970600);  // 2025-07-08 10:30 UTC
    revision.parents = {"2bbcec8822fa"};
    return revision;
}

std::string text_with(std::vector<Operation> upgrade) {
    NewRevision revision = sample();
    revision.upgrade = std::move(upgrade);
    return author::write_revision(revision).text;
}

}  // namespace

TEST_CASE("the file of a revision is short, and has both directions where the inverse is exact") {
    NewRevision revision = sample();
    revision.upgrade = {AddColumn{"character_stats", column("attack", integer()).not_null().server_default("10")}};
    const RevisionFile file = author::write_revision(revision);
    CHECK(file.name == "20250708_1030_0a1b2c3d4e5f_add_attack_to_character_stats.cpp");
    CHECK(file.text == R"(// Add attack to character_stats.
#include "migrator/revision/revision.hpp"

REVISION(0a1b2c3d4e5f){
    .message = "Add attack to character_stats",
    .revises = {"2bbcec8822fa"},
    .upgrade =
        [](Operations& op) {
            op.add_column("character_stats", column("attack", integer()).not_null().server_default("10"));
        },
    .downgrade_loses = "the values of character_stats.attack",
};
)");
}

TEST_CASE("a step without operations stops the build until it is written, a merge has no step") {
    NewRevision revision = sample();
    CHECK_THAT(author::write_revision(revision).text, Contains("UNDECIDED(\"this step is empty"));
    revision.parents.push_back("860dcd753031");
    revision.depends_on = {"feb673044f6d"};
    revision.branch_labels = {"quests"};
    const std::string merge = author::write_revision(revision).text;
    CHECK_THAT(merge, Contains(".revises = {\"2bbcec8822fa\", \"860dcd753031\"}"));
    CHECK_THAT(merge, Contains(".depends_on = {\"feb673044f6d\"}"));
    CHECK_THAT(merge, Contains(".branch_labels = {\"quests\"}"));
    CHECK_THAT(merge, !Contains("upgrade") && !Contains("UNDECIDED"));
}

TEST_CASE("what loses data or breaks a running server stops the build, with the reason") {
    CHECK_THAT(text_with({DropColumn{"users", "nickname", column("nickname", text())}}),
               Contains("UNDECIDED(\"drops users.nickname and its values"));
    CHECK_THAT(text_with({DropTable{"users", {}}}), Contains("UNDECIDED(\"drops the table users and its rows"));
    CHECK_THAT(text_with({AddColumn{"users", column("age", integer()).not_null()}}),
               Contains("UNDECIDED(\"adds users.age, which is NOT NULL"));
    const auto retyped = [](SqlType from, SqlType to) {
        return text_with({AlterColumn{.table = "users", .column = "x", .type = TypeChange{.to = to, .from = from}}});
    };
    CHECK_THAT(retyped(varchar(50), varchar(20)), Contains("UNDECIDED(\"changes the type of users.x"));
    CHECK_THAT(retyped(bigint(), integer()), Contains("UNDECIDED"));
    CHECK_THAT(retyped(text(), varchar(20)), Contains("UNDECIDED"));
    CHECK_THAT(retyped(varchar(20), varchar(50)), !Contains("UNDECIDED"));
    CHECK_THAT(retyped(integer(), bigint()), !Contains("UNDECIDED"));
    CHECK_THAT(retyped(varchar(20), text()), !Contains("UNDECIDED"));
}

TEST_CASE("row security that changes under running servers stops the build, with what it changes") {
    const auto text = [](RowSecurity from, RowSecurity to) {
        return text_with({AlterTable{"users", {.row_security = to}, {.row_security = from}}});
    };
    CHECK_THAT(text(RowSecurity::on, RowSecurity::off),
               Contains("UNDECIDED(\"switches the row security of users off") && Contains("every row"));
    CHECK_THAT(text(RowSecurity::forced, RowSecurity::off),
               Contains("UNDECIDED(\"switches the row security of users off"));
    CHECK_THAT(text(RowSecurity::off, RowSecurity::on),
               Contains("UNDECIDED(\"switches the row security of users on") && Contains("without an error"));
    CHECK_THAT(text(RowSecurity::on, RowSecurity::forced), Contains("UNDECIDED(\"forces the row security of users"));
    CHECK_THAT(text(RowSecurity::off, RowSecurity::forced), Contains("UNDECIDED(\"forces the row security of users"));
    CHECK_THAT(text(RowSecurity::forced, RowSecurity::on), Contains("UNDECIDED(\"frees the owner of users"));
    CHECK_THAT(text_with({AlterTable{"users", {.with = {{"fillfactor", "70"}}}, {}}}), !Contains("UNDECIDED"));
    CHECK_THAT(text_with({AlterTable{"users", {.unlogged = true, .row_security = RowSecurity::on}, {}}}),
               Contains("switches the row security of users on") && Contains("a crash of the server empties it"));
    Table table;
    table.name = "secrets";
    table.row_security = RowSecurity::on;
    CHECK_THAT(text_with({CreateTable{table}, AlterTable{"secrets", {}, {.row_security = RowSecurity::on}}}),
               !Contains("UNDECIDED"));
}

TEST_CASE("a constraint that rows may violate stops the build, one that no row can violate does not") {
    const AddColumn nickname{"users", column("nickname", text())};
    const auto text = [](Constraint constraint) { return text_with({AddConstraint{"users", std::move(constraint)}}); };
    CHECK_THAT(text(unique({"email"}).named("one_email")),
               Contains("UNDECIDED(\"adds one_email to users, which fails while rows violate it"));
    CHECK_THAT(text(primary_key({"id"}).named("users_pkey")), Contains("UNDECIDED") && !Contains("not_valid"));
    CHECK_THAT(text(exclude({{"room", "="}}).named("one_room")), Contains("UNDECIDED"));
    CHECK_THAT(text(check("age > 0").named("ck_age")), Contains("UNDECIDED") && Contains("validate_constraint"));
    CHECK_THAT(text(foreign_key({"guild"}, "guilds", {"id"}).named("fk")), Contains("UNDECIDED"));
    CHECK_THAT(text(foreign_key({"guild"}, "guilds", {"id"}, {.not_valid = true})), !Contains("UNDECIDED"));
    CHECK_THAT(text({.name = "ck_age", .kind = Check{.expression = "age > 0", .not_valid = true}}),
               !Contains("UNDECIDED"));

    const auto beside = [&](Constraint constraint) {
        return text_with({nickname, AddConstraint{"users", std::move(constraint)}});
    };
    CHECK_THAT(beside(unique({"nickname"})), !Contains("UNDECIDED"));
    CHECK_THAT(beside(unique({"email", "nickname"})), !Contains("UNDECIDED"));
    CHECK_THAT(beside(check("length(nickname) > 2")), !Contains("UNDECIDED"));
    CHECK_THAT(beside(foreign_key({"nickname"}, "names", {"name"})), !Contains("UNDECIDED"));
    CHECK_THAT(beside(exclude({{"nickname", "="}})), !Contains("UNDECIDED"));
    CHECK_THAT(beside(unique({"email"})), Contains("UNDECIDED"));
    CHECK_THAT(beside({.kind = Unique{.columns = {"nickname"}, .nulls_not_distinct = true}}), Contains("UNDECIDED"));
    CHECK_THAT(text_with({AddColumn{"users", column("rank", integer()).server_default("1")},
                          AddConstraint{"users", unique({"rank"})}}),
               Contains("UNDECIDED"));

    Table guests;
    guests.name = "guests";
    CHECK_THAT(text_with({CreateTable{guests}, AddConstraint{"guests", unique({"id"})}}), !Contains("UNDECIDED"));
    const Constraint rebuilt = check("age > 0").named("ck_age");
    CHECK_THAT(text_with({DropConstraint{"users", "ck_age", rebuilt}, AddConstraint{"users", rebuilt}}),
               !Contains("UNDECIDED"));
    CHECK_THAT(text_with({DropConstraint{"users", "ck_age", rebuilt},
                          AddConstraint{"users", check("age > 1").named("ck_age")}}),
               Contains("UNDECIDED"));
}

TEST_CASE("a unique index that rows may violate stops the build") {
    const Index of_email{.name = "ix_email", .table = "users", .keys = {"email"}, .options = {.unique = true}};
    Index plain = of_email;
    plain.options.unique = false;
    Index invalid = of_email;
    invalid.invalid = true;
    CHECK_THAT(text_with({CreateIndex{of_email}}), Contains("UNDECIDED(\"builds the unique index ix_email on users"));
    CHECK_THAT(text_with({CreateIndex{plain}}), !Contains("UNDECIDED"));
    CHECK_THAT(text_with({AddColumn{"users", column("email", text())}, CreateIndex{of_email}}), !Contains("UNDECIDED"));
    CHECK_THAT(text_with({DropIndex{"ix_email", of_email}, CreateIndex{of_email}}), !Contains("UNDECIDED"));
    CHECK_THAT(text_with({DropIndex{"ix_email", plain}, CreateIndex{of_email}}), Contains("UNDECIDED"));
    CHECK_THAT(text_with({DropIndex{"ix_email", invalid}, CreateIndex{of_email}}), Contains("UNDECIDED"));
}

TEST_CASE("a policy that changes stops the build, one that is only made anew does not") {
    const auto policy = [](const char* table, const char* rule) {
        return RawObject{.kind = RawObject::Kind::policy,
                         .name = "own",
                         .table = table,
                         .definition = {std::string("CREATE POLICY own ON ") + table + " USING (" + rule + ")"}};
    };
    CHECK_THAT(text_with({DropObject{policy("users", "a")}, CreateObject{policy("users", "b")}}),
               Contains("UNDECIDED(\"changes the policy own of users"));
    CHECK_THAT(text_with({DropObject{policy("users", "a")}, CreateObject{policy("users", "a")}}),
               !Contains("UNDECIDED"));
    // The same name on another table is another policy.
    CHECK_THAT(text_with({DropObject{policy("users", "a")}, CreateObject{policy("guilds", "a")}}),
               Contains("UNDECIDED(\"drops own"));
}

TEST_CASE("a rename stops nothing, since it comes from a hint and is never guessed") {
    CHECK_THAT(text_with({RenameTable{"users", "accounts"}, RenameColumn{"accounts", "mail", "email"},
                          RenameEnumValue{"mood", "SAD", "BLUE"}}),
               !Contains("UNDECIDED"));
}

TEST_CASE("a column without a value is no question in a table that the same step creates") {
    Table table;
    table.name = "guests";
    table.columns = {column("id", integer()).not_null()};
    CHECK_THAT(text_with({CreateTable{table}, AddColumn{"guests", column("age", integer()).not_null()}}),
               !Contains("UNDECIDED"));
}

TEST_CASE("an upgrade that cannot be inverted asks for the way back") {
    CHECK_THAT(text_with({AddEnumValue{.type = "mood", .label = "SAD"}}),
               Contains(".downgrade =") && Contains("UNDECIDED(\"write the way back"));
}

TEST_CASE("text of any kind is written as C++ that holds it") {
    CHECK_THAT(text_with({SetComment{"users", "", "a \"quoted\" \\ thing\twith\x01 7", ""}}),
               Contains(R"("a \"quoted\" \\ thing\twith\001 7")"));
    CHECK_THAT(text_with({Execute{SqlText{"SELECT 1;\nSELECT 2"}, SqlText{"SELECT 3"}}}),
               Contains("R\"sql(SELECT 1;\nSELECT 2)sql\""));
}

TEST_CASE("a file is written once, into a directory that is there") {
    const gestaloka::test::TemporaryDirectory directory;
    const RevisionFile file = author::write_revision(sample());
    const auto saved = author::save(file, directory.path());
    REQUIRE(saved.has_value());
    std::ifstream stream(saved.assume_value());
    std::stringstream text;
    text << stream.rdbuf();
    CHECK(text.str() == file.text);
    CHECK(author::save(file, directory.path()).assume_error().kind() == ErrorKind::usage);
    CHECK_THAT(summary(author::save(file, directory.path() / "nowhere").assume_error()), Contains("no directory"));
}
