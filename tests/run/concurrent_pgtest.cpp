// Many servers that boot at once bring one empty database to the head, each step once, without an error anywhere.
#include <catch2/catch.hpp>
#include <thread>

#include "fixture.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

constexpr int steps = 6;

// Each step writes a line into the journal.
const Revision first = {.message = "Journal", .upgrade = [](Operations& op) {
                            op.create_table("journal", {column("line", text())});
                            op.bulk_insert("journal", {"line"}, {{"r0"}});
                        }};
template <int number>
void write_line(Operations& op) {
    op.execute("INSERT INTO journal VALUES ('r" + std::to_string(number) + "')");
}
const Revision others[] = {{.message = "1", .revises = {"r0"}, .upgrade = write_line<1>},
                           {.message = "2", .revises = {"r1"}, .upgrade = write_line<2>},
                           {.message = "3", .revises = {"r2"}, .upgrade = write_line<3>},
                           {.message = "4", .revises = {"r3"}, .upgrade = write_line<4>},
                           {.message = "5", .revises = {"r4"}, .upgrade = write_line<5>}};
const Revisions chain = {{"r0", "r0.cpp", &first},     {"r1", "r1.cpp", &others[0]}, {"r2", "r2.cpp", &others[1]},
                         {"r3", "r3.cpp", &others[2]}, {"r4", "r4.cpp", &others[3]}, {"r5", "r5.cpp", &others[4]}};

struct Boot {
    std::thread thread;
    std::string error;
    RunReport report;
};

}  // namespace

TEST_CASE("RC49: eight servers that boot at once on an empty database all succeed") {
    const std::string isolation = GENERATE(as<std::string>{}, "read committed", "repeatable read", "serializable");
    CAPTURE(isolation);
    Bench bench;
    bench.execute("ALTER DATABASE " + bench.database.name() + " SET default_transaction_isolation = '" + isolation +
                  "'");
    const std::size_t log_before = server_log().size();
    const Registry registry = must(Registry::create(chain));
    std::vector<Boot> boots(8);
    for (Boot& boot : boots)
        boot.thread = std::thread([&] {
            Observer quiet;
            auto done = upgrade(bench.options, registry, "head", quiet, boot.report);
            if (!done.has_value()) boot.error = full_text(done.assume_error());
        });
    std::size_t applied = 0;
    for (Boot& boot : boots) {
        boot.thread.join();
        CHECK(boot.error == "");
        CHECK(boot.report.applied_count == steps);
        applied += boot.report.steps.size();
    }
    CHECK(applied == steps);
    CHECK(bench.ask("SELECT string_agg(line, ' ') FROM journal") == "r0 r1 r2 r3 r4 r5");
    CHECK(bench.ask("SELECT count(*) || ' ' || sum(attempts) FROM migrator.history WHERE state = 'applied'") == "6 6");
    CHECK(bench.is_settled());
    const std::string log = server_log().substr(log_before);
    CAPTURE(log);
    CHECK(log.find("ERROR:") == std::string::npos);
    CHECK(log.find("FATAL:") == std::string::npos);
}
