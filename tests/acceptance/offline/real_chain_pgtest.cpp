// The game's chain by scripts: each range a:b leaves what the online run leaves.
//
// A range is the sum of its steps: its script is, but for the head, the blocks of its steps one after the other, for
// all ranges. So it is enough to run each step once on a copy of the database that the online run brought before it,
// and some long ranges in one go.
#include <catch2/catch.hpp>
#include <map>

#include "migrator/cluster/database.hpp"
#include "migrator/offline/script.hpp"
#include "migrator/run/migrate.hpp"
#include "migrator/testing/test_database.hpp"
#include "schema/environment.hpp"
#include "tests/errors/must.hpp"
#include "tests/support/psql.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

const Registry& registry() {
    static const Registry instance = registry_of(gestaloka::schema::environment());
    return instance;
}

// "base", then the ids in order.
const std::vector<std::string>& stops() {
    static const std::vector<std::string> list = [] {
        std::vector<std::string> ids = {"base"};
        for (const RevisionNode& node : registry().revisions())
            ids.push_back(node.id);
        return ids;
    }();
    return list;
}

std::string script_of(std::size_t from, std::size_t to) {
    const std::string range = stops()[from] + ":" + stops()[to];
    auto plan = from < to ? plan_offline_upgrade(registry(), range) : plan_offline_downgrade(registry(), range);
    return must(write_offline_script(must(std::move(plan)), {}));
}

// A script without comments, cut behind the check of its start and before the end.
std::string body_of(const std::string& script) {
    const std::string first_step = "\n-- step 1 of ";
    std::size_t begin = script.find(first_step);
    std::string body;
    while (begin < script.size()) {
        const std::size_t end = std::min(script.find('\n', begin), script.size());
        const std::string line = script.substr(begin, end - begin);
        if (!line.starts_with("-- step ")) body += line + "\n";
        begin = end + 1;
    }
    return body.substr(0, body.rfind("\nDO $check$\nBEGIN\n    PERFORM pg_catalog.pg_advisory_unlock"));
}

// What the runner does after foreign code and a script leaves out at its end.
std::string without_restoring(std::string body) {
    const std::string begins = "RESET SESSION AUTHORIZATION;\nRESET ROLE;\nRESET ALL;\n";
    const std::string ends = "lower(wanted.name);\nEND\n$check$;\n";
    for (std::size_t at = body.find(begins); at != std::string::npos; at = body.find(begins))
        body.erase(at, body.find(ends, at) + ends.size() - at);
    return body;
}

std::string step_body(std::size_t from, std::size_t to) {
    return without_restoring(body_of(script_of(from, to)));
}

// A database at each stop, brought there online, and what it looks like.
struct Snapshot {
    std::string database;
    std::string schema;
    std::string history;
};

class Snapshots {
 public:
    Snapshots() {
        for (std::size_t i = 0; i < stops().size(); ++i) {
            if (i > 0) {
                RunOptions options;
                options.database = database_.url();
                Observer quiet;
                RunReport report;
                must(upgrade(options, registry(), stops()[i], quiet, report));
            }
            const std::string name = "stop_" + std::to_string(i);
            must(cluster::create_database(url_of("postgres"), name, database_.name()));
            taken_.push_back({name, schema_of(url_of(name)), i > 0 ? history_of(url_of(name)) : ""});
        }
    }
    const Snapshot& at(std::size_t stop) const { return taken_[stop]; }

 private:
    TestDatabase database_;
    std::vector<Snapshot> taken_;
};

// A copy of a snapshot, dropped at the end of the scope.
class Copy {
 public:
    Copy(const Snapshots& snapshots, std::size_t stop) {
        static int copies = 0;
        name_ = "copy_" + std::to_string(++copies);
        must(cluster::create_database(url_of("postgres"), name_, snapshots.at(stop).database));
    }
    ~Copy() { [[maybe_unused]] const auto dropped = cluster::drop_database(url_of("postgres"), name_); }
    Copy(const Copy&) = delete;
    Copy& operator=(const Copy&) = delete;
    std::string url() const { return url_of(name_); }

 private:
    std::string name_;
};

void check_upgrade(const Snapshots& snapshots, std::size_t from, std::size_t to) {
    INFO(stops()[from] << " -> " << stops()[to]);
    const Copy copy(snapshots, from);
    must_run(copy.url(), script_of(from, to));
    CHECK(schema_of(copy.url()) == snapshots.at(to).schema);
    CHECK(history_of(copy.url()) == snapshots.at(to).history);
}

// A column that comes back stands at the end, so the online way down is the measure.
void check_downgrade(const Snapshots& snapshots, std::size_t from, std::size_t to) {
    INFO(stops()[from] << " -> " << stops()[to]);
    const Copy copy(snapshots, from);
    const Copy online(snapshots, from);
    must_run(copy.url(), script_of(from, to));
    RunOptions options;
    options.database = online.url();
    Observer quiet;
    RunReport report;
    must(downgrade(options, registry(), stops()[to], quiet, report));
    CHECK(schema_of(copy.url()) == schema_of(online.url()));
    CHECK(history_of(copy.url()) == history_of(online.url()));
}

}  // namespace

TEST_CASE("the script of every range is the sum of its steps") {
    const std::size_t count = stops().size();
    std::vector<std::string> up(count);
    std::vector<std::string> down(count);
    for (std::size_t i = 1; i < count; ++i) {
        up[i] = step_body(i - 1, i);
        down[i] = step_body(i, i - 1);
    }
    std::size_t ranges = 0;
    for (std::size_t from = 0; from < count; ++from) {
        std::string way_up;
        for (std::size_t to = from + 1; to < count; ++to, ++ranges) {
            way_up += up[to];
            if (step_body(from, to) != way_up) FAIL(stops()[from] << ":" << stops()[to]);
        }
        std::string way_down;
        for (std::size_t to = from; to-- > 0;) {
            way_down += down[to + 1];
            if (step_body(from, to) != way_down) FAIL(stops()[from] << ":" << stops()[to]);
        }
    }
    CHECK(ranges == count * (count - 1) / 2);
}

TEST_CASE("each step by script, up and down, and long ranges, leave catalog and history of the online run") {
    const Snapshots snapshots;
    const std::size_t head = stops().size() - 1;
    for (std::size_t i = 1; i <= head; ++i) {
        check_upgrade(snapshots, i - 1, i);
        check_downgrade(snapshots, i, i - 1);
    }
    check_upgrade(snapshots, 0, head);
    check_upgrade(snapshots, 13, head);
    check_upgrade(snapshots, 5, 20);
    check_downgrade(snapshots, head, 1);
}

TEST_CASE("a boot after the script of the whole chain finds nothing to do") {
    const TestDatabase database;
    must_run(database.url(), script_of(0, stops().size() - 1));
    RunOptions options;
    options.database = database.url();
    Observer quiet;
    RunReport report;
    must(upgrade(options, registry(), "head", quiet, report));
    CHECK(report.steps.empty());
    CHECK(report.traffic.statements == 2);
}
