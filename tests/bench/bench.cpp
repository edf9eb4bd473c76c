// All figures in one run, as ratios against psql on the same server: scripts/bench
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>

#include "migrator/cluster/binaries.hpp"
#include "migrator/cluster/database.hpp"
#include "migrator/cluster/ephemeral.hpp"
#include "migrator/migrator.hpp"
#include "schema/environment.hpp"
#include "tests/bench/child.hpp"
#include "tests/bench/compile_time.hpp"
#include "tests/bench/many_tables.hpp"
#include "tests/bench/psql_script.hpp"
#include "tests/bench/reading_commands.hpp"
#include "tests/bench/report.hpp"
#include "tests/bench/thousand_revisions.hpp"
#include "tests/support/temporary_directory.hpp"

namespace gestaloka::bench {

namespace {

using Clock = std::chrono::steady_clock;
namespace cluster = migrator::cluster;

constexpr const char* server = GESTALOKA_SERVER_BINARY;

double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// A server for the figures, and databases on it.
class Bench {
 public:
    Bench() : cluster_(cluster::EphemeralCluster::start().value()) {
        psql_ = (cluster::find_binaries(cluster::search_of_this_machine()).value().directory / "psql").string();
    }

    std::string fresh(const std::string& name) {
        cluster::drop_database(cluster_.connection_string(), name).value();
        cluster::create_database(cluster_.connection_string(), name).value();
        return cluster_.connection_string(name);
    }

    std::vector<std::string> psql(const std::string& url, std::vector<std::string> arguments) const {
        std::vector<std::string> command = {psql_, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url};
        command.insert(command.end(), arguments.begin(), arguments.end());
        return command;
    }

    void nothing_to_do() {
        const std::string url = fresh("nothing_to_do");
        const std::vector<std::string> ours = {server, "--database", url, "--migrate-only"};
        const std::vector<std::string> theirs = {psql_, "-X", "-d", url, "-c", "SELECT 1"};
        require(run_child(ours));
        Sample our_times;
        Sample their_times;
        long peak = 0;
        constexpr int runs = 150;
        for (int i = 0; i < runs; ++i) {
            const ChildRun run = run_child(ours);
            require(run);
            peak = std::max(peak, run.peak_kilobytes);
            our_times.values.push_back(run.milliseconds);
            their_times.values.push_back(run_child(theirs).milliseconds);
        }
        heading("--migrate-only with nothing to do, against psql -X -c 'SELECT 1' (whole processes, unix socket)");
        figure("gestaloka_server --migrate-only", our_times.median(), "ms");
        figure("psql", their_times.median(), "ms");
        ratio("ratio", our_times, their_times, 1.3);
        figure("peak memory", static_cast<double>(peak) / 1024, "MB");
        figure("size of the binary", static_cast<double>(std::filesystem::file_size(server)) / 1e6, "MB");
        print_traffic(url, environment_registry(), "nothing to do");
    }

    void reading_commands() {
        const std::string url = fresh("reading");
        upgrade(url, environment_registry());
        measure_reading_commands(server, url, {psql_, "-X", "-d", url, "-c", "SELECT 1"});
        measure_long_history(fresh("long_history"));
        measure_endless_history(server, url);
    }

    void gestaloka_chain() {
        const migrator::Registry registry = environment_registry();
        const test::TemporaryDirectory directory;
        const std::filesystem::path script = directory.path() / "chain.sql";
        write_psql_script(registry, script);
        Sample ours;
        Sample theirs;
        constexpr int runs = 9;
        for (int i = 0; i < runs; ++i) {
            const ChildRun run = run_child({server, "--database", fresh("chain"), "--migrate-only"});
            require(run);
            ours.values.push_back(run.milliseconds);
            theirs.values.push_back(time_psql_script(script));
        }
        heading("Gestaloka's chain from empty, against its statements in one psql script (whole processes)");
        figure("gestaloka_server --migrate-only", ours.median(), "ms");
        figure("psql", theirs.median(), "ms");
        ratio("ratio", ours, theirs, 0.9);
        print_traffic(fresh("chain"), registry, "the chain");
    }

    void thousand_small_revisions() {
        const migrator::Registry registry = migrator::Registry::create(thousand_revisions()).value();
        const test::TemporaryDirectory directory;
        const std::filesystem::path script = directory.path() / "thousand.sql";
        write_psql_script(registry, script);
        Sample ours;
        Sample theirs;
        constexpr int runs = 5;
        for (int i = 0; i < runs; ++i) {
            const std::string url = fresh("thousand");
            const Clock::time_point start = Clock::now();
            upgrade(url, registry);
            ours.values.push_back(milliseconds_since(start));
            theirs.values.push_back(time_psql_script(script));
        }
        heading("1,000 revisions of one table each, against their statements in one psql script");
        figure("upgrade, connecting included", ours.median(), "ms");
        figure("psql", theirs.median(), "ms");
        ratio("ratio", ours, theirs, 0.9);
        print_traffic(fresh("thousand"), registry, "1,000 revisions");
    }

    void test_databases() {
        Sample start_times;
        constexpr int starts = 5;
        for (int i = 0; i < starts; ++i) {
            const Clock::time_point start = Clock::now();
            const auto another = cluster::EphemeralCluster::start().value();
            start_times.values.push_back(milliseconds_since(start));
        }
        upgrade(fresh("template"), environment_registry());
        auto maintenance = cluster::DatabaseMaintenance::open(cluster_.connection_string()).value();
        Sample clone_times;
        constexpr int clones = 20;
        for (int i = 0; i < clones; ++i) {
            const std::string name = "clone_" + std::to_string(i);
            const Clock::time_point start = Clock::now();
            maintenance.create(name, "template").value();
            clone_times.values.push_back(milliseconds_since(start));
            maintenance.drop(name).value();
        }
        heading("test databases on tmpfs");
        limit("a cluster from the cached initdb until it answers", start_times, 100);
        limit("a migrated database cloned from the template", clone_times, 30);
    }

 private:
    static migrator::Registry environment_registry() {
        return migrator::Registry::create(schema::environment().revisions).value();
    }

    static void require(const ChildRun& run) {
        if (run.exit_code == 0) return;
        std::fprintf(stderr, "a measured program ended with %d\n", run.exit_code);
        ::_exit(1);
    }

    static migrator::RunReport upgrade(const std::string& url, const migrator::Registry& registry) {
        migrator::RunOptions options;
        options.database = url;
        migrator::Observer observer;
        migrator::RunReport report;
        migrator::upgrade(options, registry, "head", observer, report).value();
        return report;
    }

    static void print_traffic(const std::string& url, const migrator::Registry& registry, const std::string& what) {
        const migrator::RunReport report = upgrade(url, registry);
        figure(what + ": round trips", static_cast<double>(report.traffic.round_trips), "");
        figure(what + ": statements", static_cast<double>(report.traffic.statements), "");
    }

    double time_psql_script(const std::filesystem::path& script) {
        const ChildRun run = run_child(psql(fresh("script"), {"-f", script.string()}));
        require(run);
        return run.milliseconds;
    }

    cluster::EphemeralCluster cluster_;
    std::string psql_;
};

}  // namespace

}  // namespace gestaloka::bench

int main(int count, char** arguments) {
    const std::vector<std::string> words(arguments + 1, arguments + count);
    if (const int code = gestaloka::bench::run_measured(words); code >= 0) return code;
    if (!words.empty() && words != std::vector<std::string>{"many_tables"}) {
        std::fprintf(stderr, "usage: bench [many_tables]\n");
        return 64;
    }
    if (words.empty()) {
        gestaloka::bench::Bench bench;
        bench.nothing_to_do();
        bench.reading_commands();
        bench.gestaloka_chain();
        bench.thousand_small_revisions();
        bench.test_databases();
        gestaloka::bench::measure_compile_time();
    }
    // By its whole path: the build of one file, measured before, has its own working directory.
    const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
    gestaloka::bench::measure_many_tables(self, gestaloka::bench::server);
    return 0;
}
