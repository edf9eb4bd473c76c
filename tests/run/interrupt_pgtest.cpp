// A stop is followed within a second, whatever the run is doing, and leaves a clean database.
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "fixture.hpp"

using namespace migrator;
using namespace migrator::testing;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

namespace {

Interrupt* stop = nullptr;

const Revision make = {.message = "Make", .upgrade = [](Operations& op) { op.create_table("made", {}); }};
const Revision sleep_long = {.message = "Sleep", .revises = {"a1"}, .upgrade = [](Operations& op) {
                                 op.create_table("half", {});
                                 op.execute("SELECT pg_sleep(600)");
                             }};

Result<void> stop_and_go_on(postgres::Session& session) {
    stop->request();
    [[maybe_unused]] const auto ignored = session.run_script("CREATE TABLE half ()");
    return success();
}

struct StopAtNotice : Observer {
    void notice(const postgres::Notice& notice) override {
        if (notice.message == "committing") stop->request();
    }
};

}  // namespace

TEST_CASE("a stop during a long statement cancels it on the server") {
    Bench bench;
    Interrupt interrupt;
    bench.options.interrupt = &interrupt;
    Clock::time_point requested;
    std::thread stopper([&] {
        auto own = bench.database.connect();
        eventually([&] {
            return ask(own,
                       "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = "
                       "current_database()") == "1";
        });
        requested = Clock::now();
        interrupt.request();
    });
    const Error error = error_of(bench.upgrade({{"a1", "a1.cpp", &make}, {"b2", "b2.cpp", &sleep_long}}));
    const auto ended = Clock::now();
    stopper.join();
    CHECK(ended - requested < milliseconds(1000));
    CHECK(error.kind() == ErrorKind::interrupted);
    CHECK(error.details().sqlstate == "57014");
    CHECK(summary(error).find("revision b2: ") == 0);
    CHECK(bench.is_settled());
    CHECK(Clock::now() - requested < milliseconds(2000));
    CHECK(bench.history() == "a1 applied");
    CHECK(bench.ask("SELECT to_regclass('half')") == "NULL");
    CHECK(bench.report.steps.size() == 1);
}

TEST_CASE("a stop during C++ ends the step at its next statement") {
    static const Revision stopping = {.message = "m",
                                      .upgrade = [](Operations& op) { op.run("stop", stop_and_go_on); }};
    Bench bench;
    Interrupt interrupt;
    stop = &interrupt;
    bench.options.interrupt = &interrupt;
    CHECK(error_of(bench.upgrade({{"a", "a.cpp", &stopping}})).kind() == ErrorKind::interrupted);
    CHECK(bench.is_settled());
    CHECK(bench.history() == "");
    CHECK(bench.ask("SELECT to_regclass('half')") == "NULL");
}

TEST_CASE("a stop before the run does nothing at all") {
    Bench bench;
    Interrupt interrupt;
    interrupt.request();
    bench.options.interrupt = &interrupt;
    CHECK(error_of(bench.upgrade({{"a1", "a1.cpp", &make}})).kind() == ErrorKind::interrupted);
    CHECK(bench.history() == "none");
}

TEST_CASE("a step that commits while a stop arrives is in the report if it is in the history") {
    static const Revision deferred = {.message = "m", .upgrade = [](Operations& op) {
                                          op.execute(R"sql(CREATE TABLE made (a int);
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'committing'; RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON made DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION tell();
INSERT INTO made VALUES (1))sql");
                                      }};
    Bench bench;
    Interrupt interrupt;
    stop = &interrupt;
    bench.options.interrupt = &interrupt;
    StopAtNotice observer;
    CHECK(error_of(bench.upgrade({{"a", "a.cpp", &deferred}}, observer)).kind() == ErrorKind::interrupted);
    CHECK(bench.is_settled());
    CHECK(bench.ask("SELECT count(*) FROM migrator.history") == std::to_string(bench.report.steps.size()));
    CHECK(bench.ask("SELECT to_regclass('made') IS NOT NULL") == (bench.report.steps.empty() ? "f" : "t"));
}
