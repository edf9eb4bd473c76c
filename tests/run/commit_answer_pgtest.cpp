// COMMIT is believed only when the server answers it with COMMIT.
#include <catch2/catch.hpp>

#include "fixture.hpp"
#include "tests/acceptance/faults/fault_proxy.hpp"

using namespace migrator;
using namespace migrator::testing;
using gestaloka::faults::Fate;
using gestaloka::faults::FaultProxy;
using gestaloka::faults::FrontendMessage;

namespace {

std::string word_of(const std::string& url, const std::string& keyword) {
    const std::size_t at = url.find(keyword + "=") + keyword.size() + 1;
    return url.substr(at, url.find(' ', at) - at);
}

const Revision base = {.message = "Base", .upgrade = [](Operations& op) { op.create_table("base", {}); }};
const Revision typed = {
    .message = "Typed", .revises = {"a1"}, .upgrade = [](Operations& op) { op.create_table("made", {}); }};
const Revision raw = {
    .message = "Raw", .revises = {"a1"}, .upgrade = [](Operations& op) { op.execute("CREATE TABLE made ()"); }};

}  // namespace

TEST_CASE("T25: a COMMIT that the server answers with ROLLBACK is no success") {
    const Revision* const step = GENERATE(&typed, &raw);
    const Revisions chain = {{"a1", "a1.cpp", &base}, {"b2", "b2.cpp", step}};
    Bench bench(Revisions{chain[0]});
    const std::string url = bench.database.url();
    FaultProxy proxy(word_of(url, "host") + "/.s.PGSQL." + word_of(url, "port"));
    proxy.arm([](const FrontendMessage& message) { return message.commits() ? Fate::rolled_back : Fate::forwarded; });
    bench.options.database =
        url + " host=127.0.0.1 sslmode=disable gssencmode=disable port=" + std::to_string(proxy.port());
    const Error error = error_of(bench.upgrade(chain));
    CHECK(error.kind() == ErrorKind::step_failed);
    CHECK(summary(error) == "revision b2: COMMIT was answered with ROLLBACK");
    CHECK(bench.report.steps.empty());
    CHECK(bench.history() == "a1 applied");
    CHECK(bench.ask("SELECT to_regclass('made')") == "NULL");

    bench.options.database = url;
    must(bench.upgrade(chain));
    CHECK(bench.history() == "a1 applied, b2 applied");
    CHECK(bench.is_settled());
}
