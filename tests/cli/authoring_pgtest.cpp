// `check` and `revision`: models against revisions, against a database, and the file that comes of it.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "console.hpp"
#include "library.hpp"
#include "migrator/operation/operations.hpp"
#include "migrator/testing/test_database.hpp"
#include "tests/errors/must.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace migrator;
using namespace migrator::testing;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

namespace fs = std::filesystem;

constexpr int differs = 10;
constexpr int usage = 64;
constexpr std::chrono::minutes patience{3};

// The library with its models as they were, a place for new revisions, and a migrated database.
struct Desk {
    Desk() { reset_library_models(); }

    Answer run(const std::string& words) const {
        Answer answer = console.run(words);
        UNSCOPED_INFO(words << ": " << answer.out << answer.err);
        return answer;
    }

    Answer revise(const std::string& options, const std::string& message = "Change what books are made of") const {
        return run("revision " + options + " -m '" + message + "' --directory " + directory.path().string());
    }

    std::vector<fs::path> files() const { return {fs::directory_iterator(directory.path()), fs::directory_iterator()}; }

    std::string file() const {
        REQUIRE(files().size() == 1);
        std::ifstream input(files().front());
        return {std::istreambuf_iterator<char>(input), {}};
    }

    // What the compiler says of the file; empty: it compiles.
    std::string complaints() const {
        gestaloka::test::Process compiler(
            {.program = TEST_COMPILER,
             .arguments = {"-std=c++20", "-fsyntax-only", "-I", PROJECT_SOURCE_TREE, files().front().string()}});
        const auto status = compiler.wait(patience);
        REQUIRE(status);
        CHECK((status->code == 0) == (compiler.errors().find("error:") == std::string::npos));
        return status->code == 0 ? "" : compiler.errors();
    }

    Environment environment = library();
    TestDatabase database{environment};
    gestaloka::test::TemporaryDirectory directory;
    Console console{environment, database.url()};
};

Column pages_of_type(SqlType type) {
    return column("pages", std::move(type)).server_default("1");
}

}  // namespace

TEST_CASE("check says that models and revisions agree, and what they have more") {
    Desk desk;
    const Answer same = desk.run("check");
    CHECK(same.code == 0);
    CHECK(same.out == "models and revisions: 1 table compared, no difference\n");

    library_models().catalog.tables.front().columns.push_back(column("isbn", varchar(13)));
    library_models().catalog.enums.front().labels.emplace_back("lost");
    const Answer more = desk.run("check");
    CHECK(more.code == differs);
    CHECK_THAT(more.out, Contains("2 differences") && Contains("add_column public.books.isbn") &&
                             Contains("add_enum_value public.state: lost"));

    const Answer for_machines = desk.run("check --json");
    CHECK(for_machines.code == differs);
    const auto json = nlohmann::json::parse(for_machines.out);
    const auto& comparison = json.at("comparisons").at(0);
    CHECK(comparison.at("compared") == "models and revisions");
    CHECK(comparison.at("tables") == nlohmann::json({"books"}));
    CHECK(comparison.at("operations").at(1) == nlohmann::json({{"operation", "add_column"},
                                                               {"table", "public.books"},
                                                               {"name", "isbn"},
                                                               {"detail", "character varying(13)"}}));
}

TEST_CASE("check compares a database when it is asked to, and finds what was changed by hand") {
    Desk desk;
    must(desk.database.connect().run_script("ALTER TABLE books DROP COLUMN note; CREATE TABLE stray (id integer)"));
    CHECK(desk.run("check").code == 0);
    const Answer live = desk.run("check --live");
    CHECK(live.code == differs);
    CHECK_THAT(live.out, Contains("models and revisions: 1 table compared, no difference") &&
                             Contains("database and revisions: 2 tables compared, 2 differences") &&
                             Contains("add_column public.books.note") && Contains("drop_table public.stray"));
}

TEST_CASE("models that nobody changed write no file, and say what was compared") {
    Desk desk;
    const Answer answer = desk.revise("--autogenerate");
    CHECK(answer.code == 0);
    CHECK_THAT(answer.out, Contains("compared 1 table") && Contains("no difference, no file written") &&
                               Contains("compared: books"));
    CHECK(desk.files().empty());
    const auto json = nlohmann::json::parse(desk.revise("--autogenerate --json").out);
    CHECK(json.at("file").is_null());
    CHECK(json.at("tables") == nlohmann::json({"books"}));
    CHECK(desk.files().empty());
}

TEST_CASE("a changed model becomes a file that compiles; a dry run only prints it") {
    Desk desk;
    library_models().catalog.tables.front().columns.push_back(column("isbn", varchar(13)));
    const Answer printed = desk.revise("--autogenerate --dry-run");
    CHECK(printed.code == 0);
    CHECK_THAT(printed.out, Contains("op.add_column(\"books\", column(\"isbn\", varchar(13)))"));
    CHECK_THAT(printed.out,
               StartsWith("// compared 1 table of the models with what the revisions make of an empty one\n"
                          "//   add_column public.books.isbn: character varying(13)\n"));
    const auto json = nlohmann::json::parse(desk.revise("--autogenerate --dry-run --json").out);
    CHECK(json.at("file").is_null());
    CHECK_THAT(json.at("text").get<std::string>(), StartsWith("// ") && Contains("op.add_column(\"books\""));
    CHECK(desk.files().empty());

    const Answer written = desk.revise("--autogenerate");
    CHECK(written.code == 0);
    CHECK_THAT(written.out, Contains("add_column public.books.isbn") && Contains("wrote "));
    CHECK_THAT(desk.files().front().filename().string(), Contains("_change_what_books_are_made_of.cpp"));
    CHECK_THAT(desk.file(), Contains(".revises = {\"aaaa00000001\"}") && Contains("op.add_column(\"books\""));
    CHECK(desk.complaints() == "");
}

TEST_CASE("a generated file is formatted by the default hook as the .clang-format above it says") {
    Desk desk;
    fs::copy_file(PROJECT_SOURCE_TREE "/.clang-format", desk.directory.path() / ".clang-format");
    const gestaloka::test::Command formatter{.program = "/usr/bin/env", .arguments = {"clang-format", "--version"}};
    gestaloka::test::Process version(formatter);
    REQUIRE(version.wait(patience));
    if (version.output().find("version 14.") == std::string::npos) {
        WARN("clang-format 14 is not installed as clang-format: the default hook is not shown");
        return;
    }
    model::Models& models = library_models();
    std::erase_if(models.catalog.tables.front().columns, [](const Column& each) { return each.name == "note"; });
    models.catalog.tables.front().columns.push_back(column("isbn", varchar(13)).with_comment("as printed on the back"));
    models.catalog.enums.front().labels.emplace_back("lost");
    models.catalog.indexes.clear();
    Table lendings;
    lendings.name = ObjectName("lendings");
    lendings.columns = {column("book", integer()).not_null(), column("reader", varchar(100)).not_null(),
                        column("until", timestamptz()).not_null().server_default("now() + interval '14 days'")};
    lendings.constraints = {foreign_key({"book"}, "books", {"id"}).named("lendings_book_fkey")};
    models.catalog.tables.push_back(lendings);
    models.catalog.objects = {{.kind = RawObject::Kind::view,
                               .name = "overdue",
                               .definition = {"CREATE VIEW overdue AS SELECT * FROM lendings WHERE until < now()"}}};
    REQUIRE(desk.environment.author.post_write == std::vector<std::string>{"clang-format", "-i"});
    const Answer answer = desk.revise("--autogenerate");
    REQUIRE(answer.code == 0);
    CHECK_THAT(answer.out, !Contains("is not installed"));
    std::vector<fs::path> written = desk.files();
    std::erase_if(written, [](const fs::path& path) { return path.extension() != ".cpp"; });
    REQUIRE(written.size() == 1);
    gestaloka::test::Process check(
        {.program = "/usr/bin/env",
         .arguments = {"clang-format", "--style=file", "--dry-run", "-Werror", written.front().string()}});
    const auto status = check.wait(patience);
    INFO(check.errors());
    REQUIRE(status);
    CHECK(status->code == 0);
}

TEST_CASE("what can lose data is a stop that does not compile until somebody has decided") {
    Desk desk;
    auto& columns = library_models().catalog.tables.front().columns;
    std::erase_if(columns, [](const Column& each) { return each.name == "note"; });
    const Answer answer = desk.revise("--autogenerate");
    CHECK(answer.code == 0);
    CHECK_THAT(answer.out, Contains("decide: it drops books.note and its values"));
    CHECK_THAT(desk.complaints(), Contains("decide, then delete this line: drops books.note"));

    // The developer deletes the stop.
    std::string text = desk.file();
    const std::size_t stop = text.find("UNDECIDED(");
    text.erase(stop, text.find(");", stop) + 2 - stop);
    std::ofstream(desk.files().front()) << text;
    CHECK(desk.complaints() == "");
}

TEST_CASE("--from database compares with a database, which has to be at head") {
    Desk desk;
    must(desk.database.connect().run_script("ALTER TABLE books ALTER pages SET DEFAULT 7"));
    const Answer answer = desk.revise("--autogenerate --from database");
    CHECK(answer.code == 0);
    CHECK_THAT(answer.out, Contains("of the models with the database") && Contains("alter_column public.books.pages"));
    CHECK(desk.files().size() == 1);

    const TestDatabase empty;
    const Console behind(desk.environment, empty.url());
    const Answer refused = behind.run(
        "revision --autogenerate --from database -m 'Change what books are made of' "
        "--directory " +
        desk.directory.path().string());
    CHECK(refused.code == differs);
    CHECK_THAT(refused.err, Contains("target database is not up to date") && Contains("migrate upgrade"));
    CHECK(desk.files().size() == 1);
}

TEST_CASE("a message that says nothing is refused, with an example of one that does") {
    Desk desk;
    for (const char* message : {"update", "fix", "changes", "books", "Update database", ""}) {
        INFO(message);
        const Answer answer = desk.revise("", message);
        CHECK(answer.code == usage);
        CHECK_THAT(answer.err, Contains("hint: "));
        CHECK(desk.files().empty());
    }
    CHECK(desk.revise("", "Add the number of pages to books").code == 0);
}

TEST_CASE("what the hooks leave out is compared on neither side") {
    Desk desk;
    auto& tables = library_models().catalog.tables;
    tables.front().columns.push_back(column("isbn", varchar(13)));
    std::erase_if(tables.front().columns, [](const Column& each) { return each.name == "note"; });
    Table only_in_models;
    only_in_models.name = ObjectName("scratch_models");
    only_in_models.columns = {column("id", integer())};
    tables.push_back(only_in_models);
    must(desk.database.connect().run_script("CREATE TABLE scratch_database (id integer)"));

    const Answer everything = desk.run("check --live");
    CHECK_THAT(everything.out, Contains("add_column public.books.isbn") && Contains("drop_column public.books.note") &&
                                   Contains("create_table public.scratch_models") &&
                                   Contains("drop_table public.scratch_database"));
    // By name: the one is only in the models, the other only in the revisions.
    desk.environment.compare.include_name = [](const char* kind, const ObjectName& table, const std::string& name) {
        return !(std::string(kind) == "column" && table.name == "books" && (name == "isbn" || name == "note"));
    };
    const Answer without_columns = desk.run("check --live");
    CHECK_THAT(without_columns.out, !Contains("books") && Contains("create_table public.scratch_models"));
    // By the object, and by the side that it is on.
    std::vector<Side> sides;
    desk.environment.compare.include_object = [&](const ComparedObject& object) {
        const Table* table = object.as<Table>();
        const bool is_scratch = table != nullptr && table->name.name.rfind("scratch", 0) == 0;
        if (is_scratch) sides.push_back(object.side);
        return !is_scratch;
    };
    CHECK(desk.run("check --live").code == 0);
    CHECK(std::count(sides.begin(), sides.end(), Side::from) == 1);
    CHECK(std::count(sides.begin(), sides.end(), Side::to) == 1);
}

TEST_CASE("types, defaults and single kinds can be left alone") {
    Desk desk;
    CompareOptions& compare = desk.environment.compare;
    SECTION("types") {
        book_column("pages") = pages_of_type(bigint());
        CHECK(desk.run("check").code == differs);
        compare.compare_type = false;
    }
    SECTION("defaults") {
        book_column("pages").default_expression = "2";
        CHECK(desk.run("check").code == differs);
        compare.compare_server_default = false;
    }
    SECTION("comments") {
        library_models().catalog.tables.front().comment = "What can be lent";
        CHECK(desk.run("check").code == differs);
        compare.switched_off = {"comments"};
    }
    SECTION("indexes") {
        library_models().catalog.indexes.clear();
        CHECK(desk.run("check").code == differs);
        compare.switched_off = {"indexes"};
    }
    SECTION("constraints") {
        library_models().catalog.tables.front().constraints.push_back(check("pages > 0").named("has_pages"));
        CHECK(desk.run("check").code == differs);
        compare.switched_off = {"constraints"};
    }
    SECTION("enums") {
        library_models().catalog.enums.front().labels.emplace_back("lost");
        CHECK(desk.run("check").code == differs);
        compare.switched_off = {"enums"};
    }
    CHECK(desk.run("check").code == 0);
    // `diff` with a side of the program leaves the same alone.
    CHECK(desk.run("diff revision:heads models").code == 0);
}

TEST_CASE("a comparator that does not exist is a mistake, whatever compares") {
    Desk desk;
    desk.environment.compare.switched_off = {"comment"};
    CHECK(desk.run("check").code == 0);
    desk.environment.compare.switched_off = {"index"};
    for (const char* words : {"check", "check --live", "diff models revision:heads"}) {
        const Answer answer = desk.run(words);
        CHECK(answer.code == usage);
        CHECK_THAT(answer.err, Contains("\"index\"") && Contains("indexes, objects, others, sequences"));
    }
    CHECK(desk.revise("--autogenerate --dry-run").code == usage);
    // Neither side is the program's.
    CHECK(desk.run("diff database database").code == 0);
}

TEST_CASE("what revisions make and no model can describe is in the way until the program leaves it alone") {
    static const Revision make = {.message = "Make places", .upgrade = [](Operations& op) {
                                      op.execute("CREATE TYPE place AS (street text)", "DROP TYPE place");
                                  }};
    static const std::vector<RegisteredRevision> list = {{"aaaa00000001", "a.cpp", &make}};
    Environment environment{list, []() -> Result<model::Models> { return model::Models{}; }};
    const Console console(environment);
    const std::string autogenerate = "revision --autogenerate --dry-run -m 'Add what is missing'";
    CHECK(console.run("check").code == differs);
    const Answer refused = console.run(autogenerate);
    CHECK(refused.code == usage);
    CHECK_THAT(refused.err, Contains("composite type place") && Contains("switched_off"));
    environment.compare.switched_off = {"composite type"};
    CHECK(console.run("check").code == 0);
    CHECK_THAT(console.run(autogenerate).out, Contains("no difference, no file written"));
}

TEST_CASE("rights that revisions give are no difference to models, which describe none") {
    static const Revision give = {.message = "Let everybody in", .upgrade = [](Operations& op) {
                                      op.execute("GRANT CREATE ON SCHEMA public TO PUBLIC",
                                                 "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
                                  }};
    static const std::vector<RegisteredRevision> list = {{"aaaa00000001", "a.cpp", &give}};
    const Environment environment{list, []() -> Result<model::Models> { return model::Models{}; }};
    const Console console(environment);
    CHECK(console.run("check").code == 0);
    CHECK_THAT(console.run("revision --autogenerate --dry-run -m 'Add what is missing'").out,
               Contains("no difference, no file written"));
    CHECK(console.run("diff revision:base revision:heads").code == differs);
}

TEST_CASE("a hook can rewrite what was found before it is told or written") {
    Desk desk;
    library_models().catalog.tables.front().columns.push_back(column("isbn", varchar(13)));
    desk.environment.compare.rewrite = [](std::vector<Operation>& operations) {
        for (Operation& operation : operations)
            if (auto* added = std::get_if<AddColumn>(&operation)) added->column.comment = "by the hook";
        operations.push_back(Execute{SqlText{"UPDATE books SET isbn = 'none'"}, SqlText{"SELECT 1"}});
    };
    CHECK_THAT(desk.run("check").out, Contains("2 differences"));
    CHECK_THAT(desk.revise("--autogenerate --dry-run").out,
               Contains("by the hook") && Contains("UPDATE books SET isbn = 'none'"));
}

TEST_CASE("a hint turns a drop and an addition into a rename") {
    Desk desk;
    model::Models& models = library_models();
    SECTION("of a column") {
        book_column("note").name = "remark";
        CHECK_THAT(desk.run("check").out, Contains("drop_column public.books.note"));
        models.renames.columns = {{"books", "note", "remark"}};
        CHECK_THAT(desk.run("check").out, Contains("1 difference") && Contains("rename_column public.books.remark"));
    }
    SECTION("of a label") {
        models.catalog.enums.front().labels.back() = "used";
        CHECK_THAT(desk.run("check").out, Contains("recreate_enum"));
        models.renames.labels = {{"state", "worn", "used"}};
        CHECK_THAT(desk.run("check").out, Contains("1 difference") && Contains("rename_enum_value public.state"));
    }
    SECTION("of a table") {
        Table& books = models.catalog.tables.front();
        books.name = ObjectName("volumes");
        models.catalog.indexes.front().table = books.name;
        CHECK_THAT(desk.run("check").out, Contains("drop_table public.books"));
        models.renames.tables = {{"books", "volumes"}};
        CHECK_THAT(desk.run("check").out, Contains("1 difference") && Contains("rename_table"));
    }
    CHECK_THAT(desk.revise("--autogenerate --dry-run").out, !Contains("UNDECIDED"));
}
