// A connection that is lost during COMMIT and cannot be had again leaves the one outcome that nobody can tell.
#include <libpq-fe.h>
#include <sys/socket.h>

#include <catch2/catch.hpp>

#include "fixture.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

int cut_descriptor = -1;

Result<void> remember_descriptor(postgres::Session& session) {
    cut_descriptor = PQsocket(session.native_handle());
    return success();
}

// Cuts the connection while the server commits, and then lets nobody in.
struct Breaker : Observer {
    explicit Breaker(std::string database) : database_(std::move(database)) {}
    void notice(const postgres::Notice& notice) override {
        if (notice.message == "committing") ::shutdown(cut_descriptor, SHUT_RDWR);
    }
    void connection_lost(const Error&) override { let_in("false"); }
    void let_in(const char* whether) const {
        postgres::ConnectOptions options;
        options.database = url_of("postgres");
        auto session = must(postgres::Session::open(options));
        must(session.run_script("ALTER DATABASE \"" + database_ + "\" ALLOW_CONNECTIONS " + whether));
    }

 private:
    std::string database_;
};

const Revision committing = {.message = "m", .upgrade = [](Operations& op) {
                                 op.execute(R"sql(CREATE TABLE made (a int);
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE NOTICE 'committing';
    PERFORM pg_sleep(0.2);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON made DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION tell();
INSERT INTO made VALUES (1))sql");
                                 op.run("remember", remember_descriptor);
                             }};
const Revisions chain = {{"a", "a.cpp", &committing}};

}  // namespace

TEST_CASE("a commit whose answer is lost and that cannot be asked for stays unknown") {
    Bench bench;
    bench.options.connect_timeout = std::chrono::seconds(1);
    Breaker breaker(bench.database.name());
    const Error error = error_of(bench.upgrade(chain, breaker));
    CHECK(error.kind() == ErrorKind::commit_unknown);
    CHECK(exit_code(error.kind()) == 19);
    CHECK(full_text(error).find("run again when the database is back") != std::string::npos);
    INFO("run again, the history tells");
    breaker.let_in("true");
    must(bench.upgrade(chain));
    CHECK(bench.report.steps.empty());
    CHECK(bench.history() == "a applied");
}
