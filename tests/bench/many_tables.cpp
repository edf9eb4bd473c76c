// The tables are what models would describe: made by revisions, and compared with the same described once more.
#include "tests/bench/many_tables.hpp"

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <utility>

#include "migrator/cli/command.hpp"
#include "migrator/cluster/binaries.hpp"
#include "migrator/cluster/database.hpp"
#include "migrator/cluster/ephemeral.hpp"
#include "migrator/diff/compare.hpp"
#include "migrator/introspection/read_catalog.hpp"
#include "migrator/operation/operations.hpp"
#include "tests/bench/child.hpp"
#include "tests/bench/report.hpp"

namespace gestaloka::bench {

namespace {

using namespace migrator;
using Clock = std::chrono::steady_clock;

constexpr int steps = 100;
int tables_in_all = 0;

std::string name_of(int table) {
    return "table_" + std::to_string(table);
}

// Ten columns, two indexes, one foreign key.
Table table_of(int number) {
    Table table;
    table.name = ObjectName(name_of(number));
    table.columns.push_back(column("id", integer()).not_null());
    table.columns.push_back(column("parent_id", integer()));
    table.columns.push_back(column("name", varchar(100)).not_null());
    table.columns.push_back(column("title", text()).server_default("''"));
    table.columns.push_back(column("level", integer()).not_null().server_default("1"));
    table.columns.push_back(column("rate", numeric(10, 2)).server_default("0.5"));
    table.columns.push_back(column("is_open", boolean()).not_null().server_default("true"));
    table.columns.push_back(column("settings", jsonb()).server_default("'{}'"));
    table.columns.push_back(column("created_at", timestamptz()).not_null().server_default("now()"));
    table.columns.push_back(column("updated_at", timestamptz()));
    const std::string& name = table.name.name;
    table.constraints.push_back(primary_key({"id"}).named(name + "_pkey"));
    table.constraints.push_back(
        foreign_key({"parent_id"}, name_of(number == 0 ? 0 : number - 1), {"id"}).named(name + "_parent_fkey"));
    return table;
}

std::vector<Index> indexes_of(int number) {
    Index by_name;
    by_name.name = "ix_" + name_of(number) + "_name";
    by_name.table = ObjectName(name_of(number));
    by_name.keys = {"name"};
    by_name.options.unique = true;
    Index open = by_name;
    open.name = "ix_" + name_of(number) + "_open";
    open.keys = {IndexKey("created_at").desc()};
    open.options.unique = false;
    open.options.where = "is_open";
    return {by_name, open};
}

template <int step>
void create_part(Operations& op) {
    const int count = tables_in_all / steps;
    for (int number = step * count; number < (step + 1) * count; ++number) {
        op.create_table(table_of(number));
        for (Index& index : indexes_of(number))
            op.create_index(std::move(index));
    }
}

// A line of revisions; a single one would hold more locks than a server has.
class Chain {
 public:
    Chain() { add(std::make_integer_sequence<int, steps>()); }
    const std::vector<RegisteredRevision>& list() const { return list_; }

 private:
    template <int... step>
    void add(std::integer_sequence<int, step...>) {
        ids_.reserve(steps);
        files_.reserve(steps);
        revisions_.reserve(steps);
        (add_one(create_part<step>), ...);
    }

    void add_one(void (*upgrade)(Operations&)) {
        char id[16];
        std::snprintf(id, sizeof id, "%012zx", ids_.size() + 1);
        ids_.emplace_back(id);
        files_.push_back("revisions/20260101_0900_" + ids_.back() + "_add_tables.cpp");
        Revision& revision = revisions_.emplace_back();
        revision.message = "Add some of many tables";
        if (ids_.size() > 1) revision.revises.ids[0] = ids_[ids_.size() - 2].c_str();
        revision.upgrade = upgrade;
        list_.push_back({ids_.back().c_str(), files_.back().c_str(), &revision});
    }

    std::vector<std::string> ids_;
    std::vector<std::string> files_;
    std::vector<Revision> revisions_;
    std::vector<RegisteredRevision> list_;
};

Result<model::Models> models() {
    model::Models all;
    for (int number = 0; number < tables_in_all; ++number) {
        all.catalog.tables.push_back(table_of(number));
        for (Index& index : indexes_of(number))
            all.catalog.indexes.push_back(std::move(index));
    }
    return all;
}

postgres::Session connect(const std::string& url) {
    postgres::ConnectOptions options;
    options.database = url;
    return postgres::Session::open(options).value();
}

double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

ChildRun measured(const std::vector<std::string>& command, ChildOutput output = ChildOutput::thrown_away) {
    const ChildRun run = run_child(command, output);
    if (run.exit_code == 0) return run;
    std::fprintf(stderr, "%s ended with %d\n", command[0].c_str(), run.exit_code);
    ::_exit(1);
}

void report_memory(const std::string& name, long kilobytes) {
    figure(name + ": peak memory", static_cast<double>(kilobytes) / 1024, "MB");
}

// The queries of one reading, by the session's own count. Of a large catalog, two are answered on a second connection.
void report_queries(postgres::Session& session) {
    const auto before = session.traffic();
    const Catalog catalog = read_catalog(session).value();
    const auto after = session.traffic();
    figure("read_catalog: statements of the first connection",
           static_cast<double>(after.statements - before.statements), "");
    figure("read_catalog: round trips of the first connection",
           static_cast<double>(after.round_trips - before.round_trips), "");
}

void compare_in_memory(postgres::Session& session) {
    constexpr double aim = 200;
    const Catalog catalog = read_catalog(session).value();
    Catalog changed = catalog;
    for (std::size_t number = 0; number < changed.tables.size(); number += changed.tables.size() / 10) {
        changed.tables[number].columns.pop_back();
        changed.tables[number].columns[3].type = varchar(20);
        changed.indexes[number].options.unique = !changed.indexes[number].options.unique;
    }
    const Catalog same = catalog;
    for (const Catalog* other : {&same, static_cast<const Catalog*>(&changed)}) {
        Sample times;
        constexpr int runs = 5;
        for (int i = 0; i < runs; ++i) {
            const Clock::time_point start = Clock::now();
            const Difference difference = compare(catalog, *other);
            times.values.push_back(milliseconds_since(start));
            if (difference.is_empty() != (other == &same)) ::_exit(1);
        }
        figure(other == &same ? "comparing two equal catalogs in memory" : "comparing two that differ in 10 tables",
               times.median(), times.median() <= aim ? "ms (aim 200: met)" : "ms (aim 200: missed)");
    }
}

struct Medians {
    double reading = 0;
    double dumping = 0;
};

// Reading, as a process, in turns with pg_dump.
Medians read_against_dump(const std::string& self, const std::string& url, int runs) {
    const std::string pg_dump =
        (cluster::find_binaries(cluster::search_of_this_machine()).value().directory / "pg_dump").string();
    Sample ours;
    Sample theirs;
    long our_peak = 0;
    for (int i = 0; i < runs; ++i) {
        const ChildRun our = measured({self, "read", url});
        const ChildRun their = measured({pg_dump, "--schema-only", "--dbname=" + url});
        ours.values.push_back(our.milliseconds);
        theirs.values.push_back(their.milliseconds);
        our_peak = std::max(our_peak, our.peak_kilobytes);
    }
    figure("introspection (process, connecting included)", ours.median(), "ms");
    figure("pg_dump --schema-only", theirs.median(), "ms");
    ratio("ratio", ours, theirs, 0.25);
    report_memory("introspection", our_peak);
    return {ours.median(), theirs.median()};
}

// Everything large is done in processes of their own, so that each one's memory is its own. Returns the median of
// reading.
double measure(const std::string& self, const cluster::EphemeralCluster& server, int tables, int runs) {
    const std::string count = std::to_string(tables);
    heading(count + " tables of 10 columns, 2 indexes and a foreign key");
    cluster::create_database(server.connection_string(), "tables_" + count).value();
    const std::string url = server.connection_string("tables_" + count);
    measured({self, "prepare", url, count});
    const Medians medians = read_against_dump(self, url, runs);
    measured({self, "compare", url}, ChildOutput::shown);
    const ChildRun check = measured({self, "check", count});
    figure("migrate check: replaying, creating, reading twice", check.milliseconds, "ms");
    figure("migrate check against pg_dump", check.milliseconds / medians.dumping, "times");
    report_memory("migrate check", check.peak_kilobytes);
    return medians.reading;
}

int prepare(const std::string& url) {
    const Chain chain;
    RunOptions run;
    run.database = url;
    Observer quiet;
    RunReport report;
    return upgrade(run, Registry::create(chain.list()).value(), "head", quiet, report).has_value() ? 0 : 1;
}

int read(const std::string& url) {
    postgres::Session session = connect(url);
    return read_catalog(session).has_value() ? 0 : 1;
}

int compare_catalogs(const std::string& url) {
    postgres::Session session = connect(url);
    report_queries(session);
    compare_in_memory(session);
    return 0;
}

int check() {
    const Chain chain;
    const Environment environment{chain.list(), models};
    const Registry registry = Registry::create(chain.list()).value();
    Observer quiet;
    const auto done = cli::run_command(cli::standard_commands(), {"check"},
                                       {environment, registry, quiet, std::cout, [] { return RunOptions{}; }});
    if (!done.has_value()) std::cerr << full_text(done.assume_error());
    return done.has_value() ? 0 : 1;
}

}  // namespace

int run_measured(const std::vector<std::string>& words) {
    if (words.size() < 2) return -1;
    if (words[0] == "prepare" || words[0] == "check") tables_in_all = std::atoi(words.back().c_str());
    if (words[0] == "prepare") return prepare(words[1]);
    if (words[0] == "read") return read(words[1]);
    if (words[0] == "compare") return compare_catalogs(words[1]);
    if (words[0] == "check") return check();
    return -1;
}

void measure_many_tables(const std::string& self, const std::string& server) {
    cluster::EphemeralOptions options;
    // pg_dump locks every table.
    options.settings = {"max_locks_per_transaction=1024"};
    const auto cluster = cluster::EphemeralCluster::start(options).value();
    measure(self, cluster, 100, 15);
    const double thousand = measure(self, cluster, 1'000, 9);
    const double ten_thousand = measure(self, cluster, 10'000, 3);
    figure("10,000 tables against 1,000 (linear: at most 10)", ten_thousand / thousand, "times");

    heading("revision --autogenerate on the game's models, a private server included (whole process)");
    Sample times;
    constexpr int runs = 5;
    for (int i = 0; i < runs; ++i)
        times.values.push_back(measured({server, "migrate", "revision", "--autogenerate", "--dry-run", "-m",
                                         "Add what is missing to the characters"})
                                   .milliseconds);
    figure("gestaloka_server migrate revision --autogenerate", times.median(),
           times.median() <= 3000 ? "ms (aim 3000: met)" : "ms (aim 3000: missed)");
}

}  // namespace gestaloka::bench
