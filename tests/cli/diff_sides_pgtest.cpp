// The sides of `migrate diff` that are no part of the program: files of SQL, dumps, and other databases by their URL.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "console.hpp"
#include "migrator/cluster/binaries.hpp"
#include "migrator/operation/operations.hpp"
#include "migrator/testing/test_database.hpp"
#include "migrator/workbench/workbench.hpp"
#include "tavern.hpp"
#include "tests/errors/must.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace migrator;
using namespace migrator::testing;
using Catch::Matchers::Contains;
using gestaloka::test::TemporaryDirectory;

namespace {

namespace fs = std::filesystem;

constexpr int differs = 10;
constexpr int step_failed = 11;
constexpr int unavailable = 16;
constexpr int usage = 64;

// The guests of small_tavern at its head.
constexpr const char* guests_sql =
    "CREATE TABLE guests (id bigint NOT NULL, name character varying(100) NOT NULL, mood text);\n";

// A tavern at its head, and files beside it.
struct Cellar {
    Cellar() { REQUIRE(console.run("upgrade").code == 0); }

    Answer diff(const std::string& from, const std::string& to, const std::string& options = {}) const {
        Answer answer = console.run("diff '" + from + "' '" + to + "' " + options);
        UNSCOPED_INFO("diff " << from << " " << to << ": " << answer.out << answer.err);
        return answer;
    }
    std::string file(const std::string& sql, const std::string& name = "schema.sql") const {
        const fs::path path = directory.path() / name;
        std::ofstream(path) << sql;
        return path.string();
    }
    void execute(const std::string& sql) const { must(database.connect().run_script(sql)); }

    // What pg_dump writes of the database, in a file.
    std::string dump(const std::vector<std::string>& options) const {
        const auto binaries = must(cluster::find_binaries(cluster::search_of_this_machine()));
        const std::string path = (directory.path() / "dump.sql").string();
        std::vector<std::string> arguments = options;
        arguments.insert(arguments.end(), {"--no-owner", "--no-privileges", "-f", path, "-d", database.url()});
        gestaloka::test::Process program({.program = binaries.program("pg_dump"), .arguments = arguments});
        const auto status = program.wait(gestaloka::test::patience);
        INFO(program.errors());
        REQUIRE((status && status->code == 0));
        return path;
    }

    TemporaryDirectory directory;
    TestDatabase database;
    Console console{small_tavern(), database.url()};
};

std::string percent_encoded(const std::string& text) {
    constexpr const char* digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        encoded += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return encoded;
}

// The database as a URI with a password that its server does not ask for.
std::string url_with_password(const TestDatabase& database, const std::string& password) {
    auto session = database.connect();
    const auto facts = must(session.query(R"sql(
        SELECT current_user,
               trim(both '"' FROM current_setting('unix_socket_directories')),
               current_setting('port'),
               current_database()
    )sql"));
    const auto value = [&](int column) { return percent_encoded(std::string(facts.text(0, column))); };
    return "postgresql://" + value(0) + ":" + password + "@/" + value(3) + "?host=" + value(1) + "&port=" + value(2);
}

std::string contents(const std::string& path) {
    std::ifstream input(path);
    return {std::istreambuf_iterator<char>(input), {}};
}

}  // namespace

TEST_CASE("a file of SQL is a side of diff: equal, and with a difference in both directions") {
    const Cellar cellar;
    const Answer same = cellar.diff(cellar.file(guests_sql), "database");
    CHECK(same.code == 0);
    CHECK(same.out == "no differences\n");
    CHECK(cellar.diff("revision:heads", cellar.file(guests_sql)).code == 0);

    const std::string more = cellar.file(std::string(guests_sql) + "CREATE INDEX by_name ON guests (name);\n");
    const Answer forth = cellar.diff("database", more);
    CHECK(forth.code == differs);
    CHECK(forth.out == "create_index  public.guests  by_name  (name)\n");
    CHECK_THAT(forth.err, Contains("1 operations lead from database to " + more));
    const Answer back = cellar.diff(more, "database", "--json");
    CHECK(back.code == differs);
    const auto json = nlohmann::json::parse(back.out);
    REQUIRE(json.at("operations").size() == 1);
    CHECK(json.at("operations").at(0).at("operation") == "drop_index");
    CHECK(json.at("operations").at(0).at("name") == "by_name");
}

TEST_CASE("what pg_dump writes is a side of diff, with and without rows") {
    const Cellar cellar;
    cellar.execute("INSERT INTO guests VALUES (1, 'Aiko', E'merry\\tand\\\\loud'), (2, E'\\\\q', NULL)");
    const std::string schema = cellar.dump({"--schema-only"});
    CHECK(cellar.diff(schema, "database").code == 0);
    const std::string full = cellar.dump({});
    REQUIRE_THAT(contents(full), Contains("COPY public.guests") && Contains("FROM stdin;") && Contains("\n\\.\n"));
    CHECK(cellar.diff(full, "database").code == 0);
    CHECK(cellar.diff(full, "revision:heads").code == 0);
    const std::string with_inserts = cellar.dump({"--inserts"});
    CHECK(cellar.diff(with_inserts, "database").code == 0);

    cellar.execute("ALTER TABLE guests DROP COLUMN mood");
    const Answer lost = cellar.diff("database", full);
    CHECK(lost.code == differs);
    CHECK(lost.out == "add_column  public.guests  mood  text\n");
}

TEST_CASE("the commands of psql work in a file, whatever the case of the words around them") {
    const Cellar cellar;
    SECTION("a file that sets a variable") {
        CHECK(cellar
                  .diff(cellar.file("\\set size 100\nCREATE TABLE guests (id bigint NOT NULL, name "
                                    "character varying(:size) NOT NULL, mood text);\n"),
                        "database")
                  .code == 0);
    }
    SECTION("rows behind a COPY in small letters") {
        const std::string rows = std::string(guests_sql) + "copy guests from\n  stdin;\n1\tAiko\tmerry\n";
        CHECK(cellar.diff(cellar.file(rows), "database").code == 0);
    }
}

TEST_CASE("a dump is found by a path from the directory where the command runs") {
    const Cellar cellar;
    const std::string dump = fs::relative(cellar.file("\\set x 1\n" + std::string(guests_sql), "dump.sql")).string();
    REQUIRE(fs::path(dump).is_relative());
    CHECK(cellar.diff("database", dump).code == 0);
}

TEST_CASE("a file that is not there is refused by its name, with the way on") {
    const Cellar cellar;
    const Answer missing = cellar.diff("database", "nowhere/schema.sql");
    CHECK(missing.code == usage);
    CHECK(missing.out.empty());
    CHECK_THAT(missing.err, Contains("nowhere/schema.sql") && Contains("hint: ") && Contains("pg_dump --schema-only"));
    const fs::path folder = cellar.directory.path() / "folder.sql";
    fs::create_directory(folder);
    const Answer directory = cellar.diff("database", folder.string());
    CHECK(directory.code == usage);
    CHECK_THAT(directory.err, Contains(folder.string()));
}

TEST_CASE("a statement that PostgreSQL refuses is told with its file and its line") {
    const Cellar cellar;
    const std::string wrong = "-- Gäste\nCREATE TABLE rooms (number integer);\nCREATE TABEL beds (number integer);\n";
    SECTION("without psql") {
        const std::string file = cellar.file(wrong);
        const Answer answer = cellar.diff("database", file);
        CHECK(answer.code == step_failed);
        CHECK_THAT(answer.err, Contains(file + ":3: ") && Contains("syntax error at or near \"TABEL\"") &&
                                   Contains("CREATE -->TABEL"));
    }
    SECTION("with psql") {
        const std::string file = cellar.file("\\set x 1\n" + wrong);
        const Answer answer = cellar.diff(file, "database");
        CHECK(answer.code == step_failed);
        CHECK_THAT(answer.err, Contains(file + ":4: ") && Contains("syntax error at or near \"TABEL\""));
    }
    SECTION("a dump that names a role of its server") {
        for (const char* start : {"", "\\set x 1\n"}) {
            const std::string file =
                cellar.file(start + std::string(guests_sql) + "ALTER TABLE guests OWNER TO innkeeper;\n");
            const Answer answer = cellar.diff(file, "database");
            CHECK(answer.code == step_failed);
            CHECK_THAT(answer.err, Contains(file) && Contains("role \"innkeeper\" does not exist") &&
                                       Contains("--no-owner --no-privileges"));
        }
    }
}

TEST_CASE("psql at work on a file ends when it is not wanted any more") {
    const TemporaryDirectory directory;
    const fs::path started = directory.path() / "started";
    const fs::path file = directory.path() / "endless.sql";
    std::ofstream(file) << "\\! touch '" << started.string() << "'\n\\! sleep 600\n";
    Interrupt interrupt;
    Workbench workbench({.interrupt = &interrupt});
    bool has_started = false;
    std::thread user([&] {
        has_started = gestaloka::test::eventually([&] { return fs::exists(started); });
        interrupt.request();
    });
    const Error error = error_of(workbench.of_sql_file(file));
    user.join();
    CHECK(has_started);
    CHECK(error.kind() == ErrorKind::interrupted);
}

TEST_CASE("another database is a side of diff by its URL, and no password is printed") {
    const Cellar cellar;
    const TestDatabase other(small_tavern());
    const std::string url = url_with_password(other, "open%20sesame");
    const auto tells_no_password = [](const Answer& answer) {
        return (answer.out + answer.err).find("sesame") == std::string::npos;
    };
    const Answer same = cellar.diff("database", url);
    CHECK(same.code == 0);
    CHECK(tells_no_password(same));

    must(other.connect().run_script("ALTER TABLE guests ADD vip boolean"));
    for (const char* options : {"", "--json", "--sql"}) {
        const Answer answer = cellar.diff("database", url, options);
        CHECK(answer.code == differs);
        CHECK_THAT(answer.out, Contains("vip"));
        CHECK_THAT(answer.err,
                   Contains("lead from database to postgresql://") && Contains("/" + percent_encoded(other.name())));
        CHECK(tells_no_password(answer));
        CHECK(tells_no_password(cellar.diff(url, "database", options)));
    }
    must(other.connect().run_script("CREATE TYPE place AS (street text)"));
    const Answer refused = cellar.diff("database", url, "--sql");
    CHECK(refused.code == differs);
    CHECK(tells_no_password(refused));
}

TEST_CASE("a connection string that leads nowhere is told without its password") {
    const Console console(small_tavern());
    struct Mistake {
        const char* side;
        int code;
    };
    for (const Mistake& mistake :
         {Mistake{"postgresql://owner:sesame@127.0.0.1:1/game", unavailable},
          Mistake{"postgresql://owner@127.0.0.1:1/game?password=sesame", unavailable},
          Mistake{"postgresql://owner:open@sesame@db/game", usage},
          Mistake{"postgresql://owner:open/sesame@db/game", usage}, Mistake{"postgresql://owner:sesame@[/game", usage},
          Mistake{"mysql://owner:sesame@db/game", usage},
          Mistake{"host=127.0.0.1 port=1 password=sesame dbname=game", usage}}) {
        const Answer answer = console.run("diff '" + std::string(mistake.side) + "' revision:base");
        INFO(mistake.side << ": " << answer.err);
        CHECK(answer.code == mistake.code);
        CHECK_FALSE(answer.err.empty());
        CHECK_THAT(answer.out + answer.err, !Contains("sesame"));
    }
    CHECK_THAT(console.run("diff schema.txt revision:base").err, Contains("\"schema.txt\" is no side of a comparison"));
}

TEST_CASE("what revisions rename is found as renamed when they write the schema public out") {
    static const Revision make = {.message = "Make guests", .upgrade = [](Operations& op) {
                                      op.create_enum({"public", "mood"}, {"merry", "sad"});
                                      op.create_table({"public", "guests"}, {column("name", text())});
                                  }};
    static const Revision rename = {
        .message = "Call guests visitors", .revises = {"aaaa00000001"}, .upgrade = [](Operations& op) {
            op.rename_table({"public", "guests"}, "visitors");
            op.rename_column({"public", "visitors"}, "name", "called");
            op.rename_enum_value({"public", "mood"}, "merry", "glad");
        }};
    static const std::vector<RegisteredRevision> list = {{"aaaa00000001", "a.cpp", &make},
                                                         {"aaaa00000002", "b.cpp", &rename}};
    const Environment environment{list};
    const Console console(environment);
    const Answer forth = console.run("diff revision:aaaa00000001 revision:heads --json");
    CHECK(forth.code == differs);
    std::vector<std::string> operations;
    const auto json = nlohmann::json::parse(forth.out);
    for (const auto& entry : json.at("operations"))
        operations.push_back(entry.at("operation"));
    CHECK(operations == std::vector<std::string>{"rename_table", "rename_column", "rename_enum_value"});
    CHECK_THAT(console.run("diff revision:heads revision:aaaa00000001").out,
               Contains("was visitors") && Contains("was called") && !Contains("drop_"));
}
