// Ours and theirs in turns, so that both meet the same machine.
#include "tests/bench/reading_commands.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <deque>
#include <sstream>

#include "migrator/cli/command.hpp"
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
    Sample times;
    Sample registry_times;
    constexpr int runs = 15;
    for (int i = 0; i < runs; ++i) {
        const Clock::time_point start = Clock::now();
        const migrator::Registry registry = migrator::Registry::create(chain.list()).value();
        registry_times.values.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
        std::ostringstream out;
        migrator::cli::run_command(migrator::cli::standard_commands(), {"history"},
                                   {environment, registry, quiet, out, [&] { return options; }})
            .value();
        times.values.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
    heading("10,000 registered and applied revisions");
    figure("registering them", registry_times.median(), "ms");
    figure("history, registering and connecting included", times.median(), "ms (aim 50)");
}

}  // namespace gestaloka::bench
