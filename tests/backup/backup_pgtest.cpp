// A backup is whole and can be read back, or there is none.
#include "migrator/backup/backup.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "migrator/cluster/binaries.hpp"
#include "migrator/postgres/connection_environment.hpp"
#include "migrator/testing/test_database.hpp"
#include "tests/errors/must.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace migrator;
using namespace migrator::testing;
using Catch::Matchers::Contains;
using gestaloka::test::TemporaryDirectory;

namespace {

namespace fs = std::filesystem;

cluster::Binaries programs() {
    return must(cluster::find_binaries(cluster::search_of_this_machine()));
}

backup::BackupOptions options_for(const TestDatabase& database, const fs::path& file) {
    backup::BackupOptions options;
    options.database = database.url();
    options.file = file;
    return options;
}

void fill(const TestDatabase& database) {
    auto session = database.connect();
    must(session.run_script(
        "CREATE TABLE users (id int PRIMARY KEY, name text); INSERT INTO users SELECT i, md5(i::text) "
        "FROM generate_series(1, 5000) i; CREATE TABLE empty (id int)"));
}

void write_script(const fs::path& file, const std::string& script) {
    std::ofstream(file) << "#!/bin/sh\n" << script;
    fs::permissions(file, fs::perms::owner_all);
}

// Programs that do what PostgreSQL's do, but for one.
fs::path programs_with(const TemporaryDirectory& directory, const char* name, const std::string& script) {
    const fs::path bin = directory.path() / "bin";
    fs::create_directory(bin);
    for (const char* program : {"initdb", "postgres", "pg_dump", "pg_restore"})
        write_script(bin / program, "exec " + programs().program(program).string() + " \"$@\"\n");
    write_script(bin / name, script);
    return bin;
}

}  // namespace

TEST_CASE("a backup holds every table and restores to what it was made of") {
    const TestDatabase database;
    fill(database);
    const TemporaryDirectory directory;
    const fs::path file = directory.path() / "before.dump";
    const backup::BackupReport report = must(backup::back_up(options_for(database, file)));
    CHECK(report.tables == 2);
    CHECK(report.entries >= 5);
    CHECK(report.bytes == fs::file_size(file));
    CHECK((fs::status(file).permissions() & fs::perms::others_all) == fs::perms::none);

    const TestDatabase restored;
    gestaloka::test::Process restore({programs().program("pg_restore"), {"-d", restored.url(), file.string()}});
    REQUIRE(restore.wait(std::chrono::minutes(1))->code == 0);
    auto session = restored.connect();
    CHECK(must(session.query("SELECT count(*), max(name) FROM users")).integer(0, 0) == 5000);
}

TEST_CASE("a file that exists is left alone") {
    const TestDatabase database;
    const TemporaryDirectory directory;
    const fs::path file = directory.path() / "before.dump";
    std::ofstream(file) << "precious";
    const Error error = error_of(backup::back_up(options_for(database, file)));
    CHECK(error.kind() == ErrorKind::usage);
    CHECK(fs::file_size(file) == 8);
}

TEST_CASE("a dump that fails, is cut off or lacks a table leaves no file") {
    const TestDatabase database;
    fill(database);
    const TemporaryDirectory directory;
    auto options = options_for(database, directory.path() / "before.dump");
    const std::string real = programs().program("pg_dump").string();
    SECTION("it fails") {
        options.binaries = programs_with(directory, "pg_dump", "echo 'no space left' >&2; exit 1\n");
        const Error error = error_of(backup::back_up(options));
        CHECK(error.kind() == ErrorKind::step_failed);
        CHECK_THAT(error.details().detail, Contains("no space left"));
    }
    SECTION("it is cut off") {
        options.binaries =
            programs_with(directory, "pg_dump",
                          real +
                              " \"$@\" || exit 1\nfor a; do case $a in --file=*) f=${a#--file=};; esac; done\n"
                              "truncate -s 20000 \"$f\"\n");
        CHECK(error_of(backup::back_up(options)).kind() == ErrorKind::step_failed);
    }
    SECTION("it lacks a table") {
        options.binaries = programs_with(directory, "pg_dump", "exec " + real + " --exclude-table-data=users \"$@\"\n");
        CHECK_THAT(summary(error_of(backup::back_up(options))), Contains("1 tables of 2"));
    }
    for (const auto& entry : fs::directory_iterator(directory.path()))
        CHECK(entry.path().filename() == "bin");
}

TEST_CASE("the password reaches pg_dump through its environment, not on its command line") {
    const TestDatabase database;
    const TemporaryDirectory directory;
    auto options = options_for(database, directory.path() / "before.dump");
    options.database += " password=secret";
    options.binaries =
        programs_with(directory, "pg_dump",
                      "echo \"args $*\" > " + (directory.path() / "seen").string() + "; echo \"env $PGPASSWORD\" >> " +
                          (directory.path() / "seen").string() + "; exit 1\n");
    CHECK(error_of(backup::back_up(options)).kind() == ErrorKind::step_failed);
    std::ifstream seen(directory.path() / "seen");
    std::string arguments;
    std::string environment;
    std::getline(seen, arguments);
    std::getline(seen, environment);
    CHECK_THAT(arguments, Contains("--format=custom") && !Contains("secret"));
    CHECK(environment == "env secret");
}

TEST_CASE("a connection string as environment variables") {
    const auto has = [](const std::vector<std::string>& list, const std::string& entry) {
        return std::find(list.begin(), list.end(), entry) != list.end();
    };
    const auto list = must(postgres::connection_environment("postgresql://u:p%20w@db1,db2:5433/game?sslmode=require"));
    CHECK(has(list, "PGHOST=db1,db2"));
    CHECK(has(list, "PGUSER=u"));
    CHECK(has(list, "PGPASSWORD=p w"));
    CHECK(has(list, "PGDATABASE=game"));
    CHECK(has(list, "PGSSLMODE=require"));
    for (const char* mistake : {"password=secret nonsense", "postgresql://u:open@secret@db/game"}) {
        const Error error = error_of(postgres::connection_environment(mistake));
        CHECK(error.kind() == ErrorKind::usage);
        CHECK_THAT(full_text(error), !Contains("secret"));
    }
}
