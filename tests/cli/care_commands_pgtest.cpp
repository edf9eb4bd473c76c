// The commands that look after a database: verify, adopt; and those that write revisions from what PostgreSQL says.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include "console.hpp"
#include "golden.hpp"
#include "migrator/model/list.hpp"
#include "migrator/model/table_builder.hpp"
#include "migrator/testing/test_database.hpp"
#include "tavern.hpp"
#include "tests/errors/must.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace migrator;
using namespace migrator::testing;
using Catch::Matchers::Contains;
using gestaloka::test::TemporaryDirectory;

namespace inn {

// As small_tavern's guests are at its head.
struct Guest {
    long long id;
    std::string name;
    std::optional<std::string> mood;
};

void describe(model::TableBuilder<Guest>& table);
void describe(model::TableBuilder<Guest>& table) {
    table.name("guests");
    table.column<&Guest::id>(bigint());
    table.column<&Guest::name>(varchar(100));
    table.column<&Guest::mood>(text());
}

// With a column that no revision makes.
struct NewGuest {
    long long id;
    std::string name;
    std::optional<std::string> mood;
    std::optional<int> age;
};

void describe(model::TableBuilder<NewGuest>& table);
void describe(model::TableBuilder<NewGuest>& table) {
    table.name("guests");
    table.column<&NewGuest::id>(bigint());
    table.column<&NewGuest::name>(varchar(100));
    table.column<&NewGuest::mood>(text());
    table.column<&NewGuest::age>(integer());
}

}  // namespace inn

namespace {

const Environment& as_revisions() {
    static const Environment environment{small_tavern().revisions, [] { return model::models_of<inn::Guest>(); }};
    return environment;
}

const Environment& ahead_of_revisions() {
    static const Environment environment{
        small_tavern().revisions, [] { return model::models_of<inn::NewGuest>(); }, {}, {"schema/revisions", {}}};
    return environment;
}

// Without a formatter, which formats as the machine likes it.
const Environment& unformatted_tavern() {
    static const Environment environment{forked_tavern().revisions, nullptr, {}, {"schema/revisions", {}}};
    return environment;
}

struct Inn {
    explicit Inn(const Environment& environment) : console(environment, database.url()) {}

    Answer run(const std::string& words) const {
        Answer answer = console.run(words);
        UNSCOPED_INFO(words << ": " << answer.err);
        return answer;
    }
    void execute(const std::string& sql) const {
        auto session = database.connect();
        must(session.run_script(sql));
    }
    std::string ask(const std::string& sql) const {
        auto session = database.connect();
        return std::string(must(session.query(sql)).text(0, 0));
    }

    TestDatabase database;
    Console console;
};

// A file that was written, by what stays the same from one run to the next.
std::string without_place(const std::string& text, const TemporaryDirectory& directory) {
    const std::string plain = std::regex_replace(text, std::regex(directory.path().string()), "<directory>");
    return std::regex_replace(plain, std::regex(R"(\d{8}_\d{4}_)"), "<date>_");
}

std::string read_only_file(const std::filesystem::path& directory) {
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
        std::ifstream file(entry.path());
        return {std::istreambuf_iterator<char>(file), {}};
    }
    return {};
}

// As Alembic would have left it at aaaa00000002.
void migrate_with_alembic(const Inn& inn) {
    inn.execute(R"sql(CREATE TABLE guests (id bigint NOT NULL, name character varying(100) NOT NULL, mood text);
CREATE TABLE alembic_version (version_num character varying(32) NOT NULL PRIMARY KEY);
INSERT INTO alembic_version VALUES ('aaaa00000002');
INSERT INTO guests VALUES (1, 'Aiko', 'merry'))sql");
}

}  // namespace

TEST_CASE("verify in text and JSON") {
    const Inn inn(small_tavern());
    REQUIRE(inn.run("upgrade").code == 0);
    check_golden("verify.txt", inn.run("verify").out);
    check_golden("verify.json", inn.run("verify --json").out);
    inn.execute(
        "ALTER TABLE guests DROP COLUMN mood; ALTER TABLE guests ALTER name TYPE text; "
        "CREATE INDEX by_name ON guests (name)");
    const Answer drifted = inn.run("verify");
    CHECK(drifted.code == 10);
    check_golden("verify_drift.txt", drifted.out);
    check_golden("verify_drift.json", inn.run("verify --json").out);
    inn.execute("UPDATE migrator.history SET checksum = 'former' WHERE revision = 'aaaa00000001'");
    const Answer edited = inn.run("verify");
    CHECK(edited.code == 14);
    check_golden("verify_edited.txt", edited.out);
}

TEST_CASE("adopt in text and JSON keeps the rows, and upgrade goes on from there") {
    const Inn inn(tavern());
    migrate_with_alembic(inn);
    SECTION("a database without drift") {
        check_golden("adopt.txt", inn.run("adopt --from alembic").out);
        check_golden("adopt_again.txt", inn.run("adopt --from alembic").out);
        check_golden("adopt.json", inn.run("adopt --from alembic --json").out);
        REQUIRE(inn.run("upgrade moods@head").code == 0);
        CHECK(inn.ask("SELECT name || ' is ' || temper FROM guests") == "Aiko is merry");
    }
    SECTION("a database with drift") {
        inn.execute("ALTER TABLE guests ALTER name DROP NOT NULL");
        const Answer refused = inn.run("adopt --from alembic");
        CHECK(refused.code == 10);
        check_golden("adopt_drift.txt", refused.out);
        check_golden("adopt_drift.json", inn.run("adopt --from alembic --json").out);
        CHECK(inn.ask("SELECT to_regclass('migrator.history') IS NULL") == "t");
        CHECK(inn.run("adopt --from alembic --accept-drift").code == 0);
    }
    SECTION("mistakes") {
        CHECK(inn.run("adopt").code == 64);
        CHECK(inn.run("adopt --from liquibase").code == 64);
        CHECK(inn.run("adopt --from alembic --version-table nope").code == 64);
        CHECK(inn.run("adopt --from alembic --map /nonexistent").code == 64);
        inn.execute("UPDATE alembic_version SET version_num = 'nope'");
        const Answer unknown = inn.run("adopt --from alembic");
        CHECK(unknown.code == 64);
        CHECK_THAT(unknown.err, Contains("version nope is none of the compiled-in revisions"));
    }
}

TEST_CASE("RC08: revision --autogenerate against a database that is behind is refused with the way out") {
    const Inn inn(ahead_of_revisions());
    REQUIRE(inn.run("upgrade +1").code == 0);
    const Answer answer = inn.run("revision -m 'Add the age of a guest' --autogenerate --from database");
    CHECK(answer.code == 10);
    CHECK_THAT(answer.err, Contains("target database is not up to date") && Contains("migrate upgrade"));
}

TEST_CASE("RC14: revision knows no --sql, with or without --autogenerate") {
    const Inn inn(ahead_of_revisions());
    for (const char* words :
         {"revision -m 'Add the age of a guest' --autogenerate --sql", "revision -m 'Add the age of a guest' --sql"}) {
        const Answer answer = inn.run(words);
        CHECK(answer.code == 64);
        CHECK_THAT(answer.err, Contains("--sql"));
    }
}

TEST_CASE("RC16: check without and with a difference, in text and JSON") {
    const Inn same(as_revisions());
    const Answer nothing = same.run("check");
    CHECK(nothing.code == 0);
    check_golden("check.txt", nothing.out);
    const Inn different(ahead_of_revisions());
    const Answer found = different.run("check");
    CHECK(found.code == 10);
    check_golden("check_difference.txt", found.out);
    check_golden("check_difference.json", different.run("check --json").out);
}

TEST_CASE("revision in text and JSON") {
    const Inn inn(ahead_of_revisions());
    const TemporaryDirectory directory;
    const std::string where = " --directory " + directory.path().string();
    const Answer made = inn.run("revision -m 'Add the age of a guest' --rev-id bbbb00000002 --autogenerate" + where);
    CHECK(made.code == 0);
    check_golden("revision.txt", without_place(made.out, directory));
    const Answer empty = inn.run("revision -m 'Add the mood of rooms' --rev-id cccc00000002 --json" + where);
    CHECK(empty.code == 0);
    check_golden("revision.json", without_place(empty.out, directory));
    check_golden("revision_dry_run.txt",
                 inn.run("revision -m 'Add the age of a guest' --rev-id bbbb00000002 --autogenerate --dry-run").out);
}

TEST_CASE("diff in text and JSON") {
    const Inn inn(ahead_of_revisions());
    REQUIRE(inn.run("upgrade +1").code == 0);
    check_golden("diff.txt", inn.run("diff database revision:heads").out);
    check_golden("diff.json", inn.run("diff database models --json").out);
}

TEST_CASE("the lines of a difference stand in columns, whatever is long or missing") {
    const Inn inn(as_revisions());
    const TemporaryDirectory directory;
    const auto file = [&](const char* name, const std::string& sql) {
        const std::string path = (directory.path() / name).string();
        std::ofstream(path) << sql;
        return path;
    };
    const std::string from = file("from.sql", "CREATE TABLE a (id int); CREATE SEQUENCE s;");
    const std::string to = file("to.sql",
                                "CREATE TABLE a (id int, n text); CREATE SEQUENCE s CACHE 20;"
                                "CREATE TABLE guests_of_the_inn (id int); CREATE TYPE mood AS ENUM ('calm');");
    CHECK(inn.run("diff " + from + " " + to).out ==
          "create_enum                               public.mood\n"
          "create_table    public.guests_of_the_inn  guests_of_the_inn  1 columns\n"
          "add_column      public.a                  n  text\n"
          "alter_sequence                            public.s  cache 1 -> 20\n");
    const std::string counted = file("counted.sql", "CREATE TABLE a (id int); CREATE SEQUENCE s CACHE 20;");
    CHECK(inn.run("diff " + from + " " + counted).out == "alter_sequence  public.s  cache 1 -> 20\n");
}

TEST_CASE("squash in text and JSON writes a file that stands for its range") {
    const Inn inn(unformatted_tavern());
    const TemporaryDirectory directory;
    const std::string where = " --directory " + directory.path().string();
    const Answer made = inn.run("squash base:aaaa00000002 -m 'Guests and their moods' --rev-id eeee00000009" + where);
    CHECK(made.code == 0);
    check_golden("squash.txt", without_place(made.out, directory));
    check_golden("squash_file.txt", read_only_file(directory.path()));
    const TemporaryDirectory other;
    const Answer json = inn.run(
        "squash base:cccc00000001 -m 'Guests and their tempers' --rev-id eeee00000009 --json "
        "--directory " +
        other.path().string());
    CHECK(json.code == 64);
    CHECK_THAT(json.err, Contains("revises aaaa00000002, in the middle of the range"));
    check_golden("squash.json",
                 without_place(inn.run("squash base:aaaa00000002 -m 'Guests and their moods' --json --rev-id "
                                       "eeee00000009 --directory " +
                                       other.path().string())
                                   .out,
                               other));
}

TEST_CASE("squash refuses by name what it cannot carry, and does without it when told to") {
    static const Revision make = {.message = "Make", .upgrade = [](Operations& op) {
                                      op.create_table("rooms", {column("number", integer())});
                                      op.bulk_insert("rooms", {"number"}, {{"1"}, {"2"}});
                                  }};
    static const Revision count = {.message = "Count",
                                   .revises = {"aaaa00000001"},
                                   .upgrade =
                                       [](Operations& op) {
                                           op.run("count the rooms",
                                                  [](postgres::Session&) -> Result<void> { return success(); });
                                       },
                                   .irreversible = "counted is counted"};
    static const std::vector<RegisteredRevision> list = {{"aaaa00000001", "a.cpp", &make},
                                                         {"aaaa00000002", "b.cpp", &count}};
    static const Environment environment{list, nullptr, {}, {"schema/revisions", {}}};
    const Inn inn(environment);
    const TemporaryDirectory directory;
    const std::string words =
        "squash base:head -m 'Rooms and their count' --rev-id eeee00000009 --directory " + directory.path().string();
    const Answer refused = inn.run(words);
    CHECK(refused.code == 64);
    CHECK_THAT(refused.err,
               Contains("revision aaaa00000002 (b.cpp): run \"count the rooms\"") && Contains("--leave-data-out"));
    CHECK(std::filesystem::is_empty(directory.path()));
    const Answer made = inn.run(words + " --leave-data-out");
    CHECK(made.code == 0);
    check_golden("squash_left_out.txt", without_place(made.out, directory));
    const std::string file = read_only_file(directory.path());
    CHECK_THAT(file, Contains(".new_databases_only = ") && Contains("it replaces aaaa00000002: counted is counted"));
}

TEST_CASE("squash refuses a range that leaves the columns of an older table in another order") {
    static const Revision make = {.message = "Make rooms", .upgrade = [](Operations& op) {
                                      op.create_table("rooms", {column("number", integer()), column("name", text())});
                                  }};
    static const Revision drop = {
        .message = "Forget the numbers", .revises = {"aaaa00000001"}, .upgrade = [](Operations& op) {
            op.drop_column("rooms", column("number", integer()));
        }};
    static const Revision add = {
        .message = "Number the rooms anew", .revises = {"aaaa00000002"}, .upgrade = [](Operations& op) {
            op.add_column("rooms", column("number", integer()));
        }};
    static const std::vector<RegisteredRevision> list = {
        {"aaaa00000001", "a.cpp", &make}, {"aaaa00000002", "b.cpp", &drop}, {"aaaa00000003", "c.cpp", &add}};
    static const Environment environment{list, nullptr, {}, {"schema/revisions", {}}};
    const Inn inn(environment);
    const TemporaryDirectory directory;
    const std::string where = " -m 'Number the rooms anew' --directory " + directory.path().string();
    const Answer refused = inn.run("squash aaaa00000002:head" + where);
    CHECK(refused.code == 64);
    CHECK_THAT(refused.err, Contains("the columns of rooms would come in another order than the range leaves them") &&
                                Contains("begin the range where the table is created"));
    CHECK(std::filesystem::is_empty(directory.path()));
    CHECK(inn.run("squash base:head" + where).code == 0);
}

TEST_CASE("squash keeps a rename in its range when the revision writes the schema public out") {
    static const Revision make = {.message = "Make rooms", .upgrade = [](Operations& op) {
                                      op.create_table("rooms", {column("number", integer())});
                                  }};
    static const Revision rename = {
        .message = "Call rooms chambers", .revises = {"aaaa00000001"}, .upgrade = [](Operations& op) {
            op.rename_table({"public", "rooms"}, "chambers");
        }};
    static const Revision add = {.message = "Name the chambers",
                                 .revises = {"aaaa00000002"},
                                 .upgrade = [](Operations& op) { op.add_column("chambers", column("name", text())); }};
    static const std::vector<RegisteredRevision> list = {
        {"aaaa00000001", "a.cpp", &make}, {"aaaa00000002", "b.cpp", &rename}, {"aaaa00000003", "c.cpp", &add}};
    static const Environment environment{list, nullptr, {}, {"schema/revisions", {}}};
    const Inn inn(environment);
    const TemporaryDirectory directory;
    const Answer made =
        inn.run("squash aaaa00000002:head -m 'Named chambers' --directory " + directory.path().string());
    CHECK(made.code == 0);
    CHECK_THAT(read_only_file(directory.path()),
               Contains("op.rename_table(\"rooms\", \"chambers\")") && !Contains("drop_table"));
}

TEST_CASE("stamp --sql prints what a stamp would write, and asks no database") {
    const Console console(forked_tavern());
    check_golden("stamp_sql.txt", console.run("stamp aaaa00000001:rooms@head --sql").out);
    INFO("RC25");
    const Answer purged = console.run("stamp aaaa00000001 bbbb00000001 --purge --sql");
    CHECK(purged.code == 64);
    CHECK_THAT(purged.err, Contains("--purge"));
    CHECK(console.run("stamp heads --sql --json").code == 64);
    CHECK(console.run("stamp bbbb00000001:aaaa00000001 aaaa00000001:heads --sql").code == 64);
}

TEST_CASE("RC37: where one current revision is meant and the database has several, both are told") {
    const Inn inn(forked_tavern());
    REQUIRE(inn.run("upgrade heads").code == 0);
    CHECK_THAT(inn.run("current").out, Contains("bbbb00000001") && Contains("cccc00000001"));
    const Answer answer = inn.run("upgrade +1");
    CHECK(answer.code == 64);
    CHECK_THAT(answer.err, Contains("the database has several heads: bbbb00000001, cccc00000001"));
}

TEST_CASE("ensure-version and merge as JSON") {
    const Inn inn(forked_tavern());
    check_golden("ensure_version.json", inn.run("ensure-version --json").out);
    const TemporaryDirectory directory;
    const Answer merged = inn.run("merge heads -m 'Merge rooms and moods' --rev-id dddd00000009 --json --directory " +
                                  directory.path().string());
    CHECK(merged.code == 0);
    check_golden("merge.json", without_place(merged.out, directory));
}
