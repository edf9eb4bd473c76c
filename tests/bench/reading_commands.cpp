// Ours and theirs in turns, so that both meet the same machine.
#include "tests/bench/reading_commands.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <deque>
#include <sstream>

#include "migrator/cli/command.hpp"
#include "migrator/postgres/session.hpp"
#include "migrator/run/stamp.hpp"
#include "tests/bench/child.hpp"
#include "tests/bench/report.hpp"

namespace gestaloka::bench {

namespace {

using Clock = std::chrono::steady_clock;

void require(const ChildRun& run) {
    if (run.exit_code == 0) return;
    std::fprintf(stderr, "a measured program ended with %d\n", run.exit_code);
    ::_exit(1);
}

// A line of revisions that do nothing; owns what the list points to.
class LongChain {
 public:
    explicit LongChain(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            char id[16];
            std::snprintf(id, sizeof id, "%012zx", i + 1);
            ids_.emplace_back(id);
            files_.push_back("revisions/20260101_0900_" + ids_.back() + "_add_a_table.cpp");
            migrator::Revision& revision = revisions_.emplace_back();
            revision.message = "Add a table that some service needs";
            if (i > 0) revision.revises.ids[0] = ids_[i - 1].c_str();
            list_.push_back({ids_.back().c_str(), files_.back().c_str(), &revision});
        }
    }

    const std::vector<migrator::RegisteredRevision>& list() const { return list_; }

 private:
    std::deque<std::string> ids_;
    std::deque<std::string> files_;
    std::deque<migrator::Revision> revisions_;
    std::vector<migrator::RegisteredRevision> list_;
};

}  // namespace

void measure_reading_commands(const std::string& server, const std::string& url, const std::vector<std::string>& psql) {
    heading("commands that only read, against psql -X -c 'SELECT 1' (whole processes, unix socket)");
    const std::vector<std::vector<std::string>> commands = {
        {"current"}, {"history"}, {"heads"}, {"branches"}, {"show", "head"}};
    for (const std::vector<std::string>& words : commands) {
        std::vector<std::string> ours = {server, "--database", url, "migrate"};
        ours.insert(ours.end(), words.begin(), words.end());
        Sample our_times;
        Sample their_times;
        constexpr int runs = 60;
        for (int i = 0; i < runs; ++i) {
            const ChildRun run = run_child(ours);
            require(run);
            our_times.values.push_back(run.milliseconds);
            their_times.values.push_back(run_child(psql).milliseconds);
        }
        figure("migrate " + words.front(), our_times.median(), "ms");
        ratio("ratio", our_times, their_times, 1.5);
    }
}

void measure_long_history(const std::string& url) {
    constexpr std::size_t count = 10'000;
    const LongChain chain(count);
    const migrator::Environment environment{chain.list()};
    migrator::RunOptions options;
    options.database = url;
    migrator::Observer quiet;
    migrator::stamp(options, migrator::Registry::create(chain.list()).value(), {"head"},
                    migrator::StampMode::replace_lineage, quiet)
        .value();
    Sample registered_times;
    Sample applied_times;
    constexpr int runs = 15;
    const auto time_history = [&](const std::vector<std::string>& words, Sample& sample) {
        const Clock::time_point start = Clock::now();
        const migrator::Registry registry = migrator::Registry::create(chain.list()).value();
        std::ostringstream out;
        migrator::cli::run_command(migrator::cli::standard_commands(), words,
                                   {environment, registry, quiet, out, [&] { return options; }})
            .value();
        sample.values.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    };
    for (int i = 0; i < runs; ++i) {
        time_history({"history", "--no-database"}, registered_times);
        time_history({"history"}, applied_times);
    }
    heading("10,000 revisions, registering them included");
    limit("history --no-database: registered ones", registered_times, 50);
    limit("history: connecting and reading 10,000 rows as well", applied_times, 50);
}

void measure_endless_history(const std::string& server, const std::string& url) {
    migrator::postgres::ConnectOptions connect;
    connect.database = url;
    migrator::postgres::Session::open(connect)
        .value()
        .run_script(R"sql(INSERT INTO migrator.history (revision, parents, message, checksum, state, breaking, attempts,
    transaction_id, backend_pid, host, client_pid, application_version)
SELECT to_hex(n), ARRAY[CASE WHEN n = 16777217 THEN (SELECT revision FROM migrator.history ORDER BY sequence DESC LIMIT 1)
                             ELSE to_hex(n - 1) END], 'Add a table that some service needs', md5(n::text), 'applied', false, 1, '1', 1,
       'host', 1, '1.0' FROM generate_series(16777217, 17777216) n)sql")
        .value();
    Sample times;
    constexpr int runs = 5;
    for (int i = 0; i < runs; ++i) {
        const ChildRun run = run_child({server, "--database", url, "--migrate-only"});
        require(run);
        times.values.push_back(run.milliseconds);
    }
    heading("a boot that finds 1,000,000 revisions of a newer server in the history (whole process)");
    limit("gestaloka_server --migrate-only", times, 2000);
}

}  // namespace gestaloka::bench
