// Where the server's words do not tell how to go on, the migrator's do.
#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

template <class Record>
Error failure_of(Bench& bench, Record record) {
    static Revision revision;
    revision.message = "Try";
    revision.upgrade = record;
    return error_of(bench.upgrade({{"a1", "a1.cpp", &revision}}));
}

// A database that can hold Latin letters only.
class LatinDatabase {
 public:
    explicit LatinDatabase(postgres::Session& session) : session_(session) {
        must(
            session.run_script("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' "
                               "LC_CTYPE 'C'"));
    }
    LatinDatabase(const LatinDatabase&) = delete;
    LatinDatabase& operator=(const LatinDatabase&) = delete;
    ~LatinDatabase() { [[maybe_unused]] const auto dropped = session_.run_script("DROP DATABASE latin WITH (FORCE)"); }

 private:
    postgres::Session& session_;
};

}  // namespace

TEST_CASE("a new label that is used in its own transaction: the step is to be split") {
    Bench bench;
    bench.execute("CREATE TYPE mood AS ENUM ('calm'); CREATE TABLE heroes (mood mood)");
    const Error error = failure_of(bench, [](Operations& op) {
        op.execute("ALTER TYPE mood ADD VALUE 'brave'; INSERT INTO heroes VALUES ('brave')");
    });
    CHECK(error.details().sqlstate == "55P04");
    CHECK(error.details().hint == "a new label can be used when its transaction has committed: split the step");
    CHECK(bench.history() == "");
}

TEST_CASE("a table with pending triggers that is altered in their transaction: the step is to be split") {
    Bench bench;
    bench.execute(
        "CREATE TABLE heroes (id int PRIMARY KEY); CREATE TABLE items (owner int REFERENCES heroes DEFERRABLE "
        "INITIALLY DEFERRED); INSERT INTO heroes VALUES (1)");
    const Error error = failure_of(
        bench, [](Operations& op) { op.execute("INSERT INTO items VALUES (1); ALTER TABLE items ADD COLUMN n int"); });
    CHECK(error.details().sqlstate == "55006");
    CHECK(error.details().hint.find("split the step") != std::string::npos);
}

TEST_CASE("a statement that runs outside a transaction only is told where it belongs") {
    Bench bench;
    bench.execute("CREATE TABLE heroes (id int)");
    const Error error =
        failure_of(bench, [](Operations& op) { op.execute("CREATE INDEX CONCURRENTLY ix ON heroes (id)"); });
    CHECK(error.details().sqlstate == "25001");
    CHECK(error.details().hint.find("execute_outside_transaction") != std::string::npos);
}

TEST_CASE("T39: of a message with text that the database cannot hold the statement with that text is named") {
    Bench bench;
    const LatinDatabase latin(bench.session);
    bench.options.database = url_of("latin");
    const Error typed = failure_of(bench, [](Operations& op) {
        op.create_table("gr\u00f6\u00dfe", {column("wert", text())});
        op.bulk_insert("gr\u00f6\u00dfe", {"wert"}, {{"stra\u00dfe"}});
        op.set_table_comment("gr\u00f6\u00dfe", "\u65e5\u672c", "");
    });
    CHECK(typed.kind() == ErrorKind::step_failed);
    CHECK(typed.details().sqlstate == "22P05");
    CHECK(summary(typed).find("revision a1: operation 3 of 3 (set_comment): ") == 0);
    CHECK(typed.details().statement.find("COMMENT ON TABLE") == 0);
    CHECK(typed.details().hint.find("ENCODING 'UTF8'") != std::string::npos);

    const Error raw = failure_of(bench, [](Operations& op) {
        op.create_table("gr\u00f6\u00dfe", {column("wert", text())});
        op.execute("INSERT INTO \"gr\u00f6\u00dfe\" VALUES ('\u65e5\u672c')");
    });
    CHECK(raw.details().sqlstate == "22P05");
    CHECK(summary(raw).find("revision a1: operation 2 of 2 (execute): ") == 0);

    postgres::ConnectOptions look;
    look.database = url_of("latin");
    auto session = must(postgres::Session::open(look));
    CHECK(ask(session, "SELECT count(*) FROM migrator.history") == "0");
    CHECK(ask(session, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace") == "0");
}
