// C++ in a step can fail in many ways; none of them leaves half a step behind.
#include <catch2/catch.hpp>
#include <stdexcept>

#include "fixture.hpp"

using namespace migrator;
using namespace migrator::testing;
using postgres::Session;

namespace {

// A chain of one revision that creates `made`, then calls `function`.
template <StepFunction function>
Revisions chain_with() {
    static const Revision revision = {.message = "Call", .upgrade = [](Operations& op) {
                                          op.create_table("made", {column("a", bigint())});
                                          op.run("the work", function);
                                      }};
    return {{"a", "a.cpp", &revision}};
}

template <StepFunction function>
Error failure_of(Bench& bench) {
    Error error = error_of(bench.upgrade(chain_with<function>()));
    CHECK(bench.ask("SELECT to_regclass('made')") == "NULL");
    CHECK(bench.history() == "");
    CHECK(bench.is_settled());
    return error;
}

constexpr const char* place = "revision a: operation 2 of 2 (run): \"the work\": ";

Result<void> return_error(Session&) {
    return failure(ErrorKind::step_failed, "no gold left");
}

template <ErrorKind kind>
Result<void> return_kind(Session&) {
    return failure(kind, "claims too much");
}

Result<void> throw_exception(Session&) {
    throw std::out_of_range("map::at");
}

Result<void> throw_number(Session&) {
    throw 42;
}

Result<void> swallow_error(Session& session) {
    [[maybe_unused]] const auto ignored = session.execute("INSERT INTO nowhere VALUES (1)");
    return success();
}

Result<void> pass_error_on(Session& session) {
    auto inserted = session.execute("INSERT INTO nowhere VALUES ($1)", {"x"});
    if (!inserted.has_value()) return failure(std::move(inserted).assume_error());
    return success();
}

Result<void> survive_error(Session& session) {
    must(session.run_script("SAVEPOINT careful"));
    [[maybe_unused]] const auto ignored = session.execute("INSERT INTO nowhere VALUES (1)");
    must(session.run_script("ROLLBACK TO careful"));
    must(session.execute("INSERT INTO made VALUES ($1)", {"7"}));
    return success();
}

}  // namespace

TEST_CASE("a function that returns an error fails its step with the error's words") {
    Bench bench;
    const Error error = failure_of<return_error>(bench);
    CHECK(error.kind() == ErrorKind::step_failed);
    CHECK(summary(error) == std::string(place) + "no gold left");
}

TEST_CASE("a function cannot make its failure look like one of the run") {
    Bench bench;
    CHECK(failure_of<return_kind<ErrorKind::unavailable>>(bench).kind() == ErrorKind::step_failed);
    CHECK(failure_of<return_kind<ErrorKind::torn>>(bench).kind() == ErrorKind::step_failed);
    CHECK(failure_of<return_kind<ErrorKind::commit_unknown>>(bench).kind() == ErrorKind::step_failed);
    CHECK(failure_of<return_kind<ErrorKind::usage>>(bench).kind() == ErrorKind::step_failed);
    CHECK(failure_of<return_kind<ErrorKind::lock_timeout>>(bench).kind() == ErrorKind::step_failed);
}

TEST_CASE("a function that throws fails its step with the exception's type and words") {
    Bench bench;
    CHECK(summary(failure_of<throw_exception>(bench)) ==
          std::string(place) + "C++ exception std::out_of_range: map::at");
    const Error error = failure_of<throw_number>(bench);
    CHECK(error.kind() == ErrorKind::step_failed);
    CHECK(summary(error) == std::string(place) + "C++ exception of type int");
}

TEST_CASE("a function that overlooks an SQL error cannot succeed") {
    Bench bench;
    const Error error = failure_of<swallow_error>(bench);
    CHECK(error.kind() == ErrorKind::step_failed);
    CHECK(summary(error) == std::string(place) + "the function returned success after a statement had failed");
}

TEST_CASE("an SQL error that a function passes on keeps SQLSTATE and statement") {
    Bench bench;
    const Error error = failure_of<pass_error_on>(bench);
    CHECK(error.details().sqlstate == "42P01");
    CHECK(error.details().statement == "INSERT INTO nowhere VALUES ($1)");
    CHECK(summary(error) == std::string(place) + "relation \"nowhere\" does not exist (42P01)");
}

TEST_CASE("a function may recover by a savepoint") {
    Bench bench;
    must(bench.upgrade(chain_with<survive_error>()));
    CHECK(bench.ask("SELECT a FROM made") == "7");
    CHECK(bench.history() == "a applied");
}
