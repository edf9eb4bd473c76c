// Runs against a database of the test server.
#include "fixture.hpp"

#include <catch2/catch.hpp>
#include <chrono>

#include "tests/acceptance/boot/database_state.hpp"
#include "tests/acceptance/faults/after_conditions.hpp"

namespace migrator::testing {

RunOptions options_for(const std::string& url) {
    RunOptions options;
    options.database = url;
    options.lock_timeout = std::chrono::seconds(20);
    options.application = "run_test";
    options.application_version = "1.2.3";
    return options;
}

std::string ask(postgres::Session& session, const std::string& sql) {
    const auto result = must(session.query(sql));
    if (result.row_count() == 0) return {};
    return result.is_null(0, 0) ? "NULL" : std::string(result.text(0, 0));
}

Bench::Bench() : options(options_for(database.url())), session(database.connect()) {}

Bench::Bench(const Revisions& revisions) : Bench() {
    must(upgrade(revisions));
}

Result<void> Bench::upgrade(const Revisions& revisions, const std::string& target) {
    Observer quiet;
    return upgrade(revisions, quiet, target);
}

Result<void> Bench::upgrade(const Revisions& revisions, Observer& observer, const std::string& target) {
    report = {};
    return migrator::upgrade(options, must(Registry::create(revisions)), target, observer, report);
}

Result<void> Bench::downgrade(const Revisions& revisions, const std::string& target) {
    Observer quiet;
    report = {};
    return migrator::downgrade(options, must(Registry::create(revisions)), target, quiet, report);
}

std::string Bench::history() {
    if (ask("SELECT to_regclass('migrator.history') IS NULL") == "t") return "none";
    return ask(
        "SELECT coalesce(string_agg(revision || ' ' || state, ', ' ORDER BY sequence), '') "
        "FROM migrator.history");
}

bool Bench::is_settled() {
    return eventually([this] {
        return ask(R"sql(SELECT (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
     + (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND xact_start IS NOT NULL)
     + (SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()))sql") == "0";
    });
}

std::string Bench::golden_digest() const {
    return gestaloka::faults::golden_digest(database.url());
}

void Bench::require_golden(const Revisions& revisions, const std::string& golden) {
    require_finished(revisions);
    gestaloka::acceptance::check_same(golden, golden_digest());
}

void Bench::require_finished(const Revisions& revisions) {
    must(upgrade(revisions));
    CHECK(report.steps.empty());
    CHECK(is_settled());
    gestaloka::faults::check_nothing_is_left(database.url());
}

}  // namespace migrator::testing
