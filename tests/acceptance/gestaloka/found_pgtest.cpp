// `migrate diff revision:N revision:N+1` along the whole chain: found.txt says what each step changes, line by line.
#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "chain.hpp"
#include "checks.hpp"
#include "migrator/diff/describe.hpp"
#include "migrator/testing/test_database.hpp"
#include "schema/environment.hpp"
#include "tests/cli/console.hpp"

using namespace gestaloka::acceptance;
using namespace migrator;

namespace {

using Lines = std::vector<std::string>;

// What the revision records within another operation.
constexpr std::string_view also = "also: ";
// What the revision records apart, and is found within another line.
constexpr std::string_view within = "within: ";
constexpr int differences_found = 10;

// The lines below "[revision]".
const std::map<std::string, Lines>& expectations() {
    static const std::map<std::string, Lines> sections = [] {
        std::map<std::string, Lines> read;
        std::ifstream file(TEST_SOURCE_DIR "/acceptance/gestaloka/found.txt");
        std::string revision;
        for (std::string line; std::getline(file, line);) {
            if (line.empty() || line.front() == '#') continue;
            if (line.front() == '[')
                read[revision = line.substr(1, line.size() - 2)];
            else
                read[revision].push_back(line);
        }
        return read;
    }();
    return sections;
}

Lines sorted(Lines lines) {
    std::sort(lines.begin(), lines.end());
    return lines;
}

std::string line_of(const std::string& operation, const std::string& table, const std::string& name) {
    return operation + (table.empty() ? "" : " " + table) + (name.empty() ? "" : " " + name);
}

Lines found_between(const std::string& from, const std::string& to) {
    const testing::Console console(gestaloka::schema::environment());
    const testing::Answer answer = console.run("diff revision:" + from + " revision:" + to + " --json");
    INFO(answer.err);
    REQUIRE((answer.code == 0 || answer.code == differences_found));
    const auto json = nlohmann::json::parse(answer.out);
    CHECK(json.at("refusals").empty());
    CHECK((answer.code == 0) == json.at("operations").empty());
    Lines lines;
    for (const auto& entry : json.at("operations")) {
        const std::string detail = entry.value("detail", "");
        lines.push_back(line_of(entry.at("operation"), entry.value("table", ""), entry.value("name", "")) +
                        (detail.empty() ? "" : ": " + detail));
    }
    return sorted(lines);
}

// Without what a comparison cannot see: it compares schemas, not rows.
struct IsAboutRows {
    bool operator()(const Execute&) const { return true; }
    bool operator()(const RunFunction&) const { return true; }
    bool operator()(const BulkInsert&) const { return true; }
    bool operator()(const SyncSequence&) const { return true; }
    bool operator()(const Backfill&) const { return true; }
    template <class Other>
    bool operator()(const Other&) const {
        return false;
    }
};

// A revision drops an index by its name alone, which then carries the schema.
std::string without_table_of_index(const std::string& line) {
    const std::string verb = "drop_index ";
    return line.rfind(verb, 0) == 0 ? verb + line.substr(line.find_last_of(" .") + 1) : line;
}

// Each once: a column may be altered in several strokes.
std::set<std::string> recorded_by(const RevisionNode& node) {
    std::set<std::string> lines;
    for (const Operation& operation : must(node.upgrade_operations())) {
        if (std::visit(IsAboutRows{}, operation)) continue;
        const OperationSummary summary = summarize(operation);
        lines.insert(without_table_of_index(line_of(summary.operation, summary.table, summary.name)));
    }
    return lines;
}

}  // namespace

TEST_CASE("diff finds between two neighbours of the chain what the step did, and nothing else") {
    for (const std::string& revision : chain()) {
        INFO("revision " << revision);
        REQUIRE(expectations().count(revision) == 1);
        Lines expected;
        for (const std::string& line : expectations().at(revision))
            if (line.rfind(within, 0) != 0)
                expected.push_back(line.rfind(also, 0) == 0 ? line.substr(also.size()) : line);
        CHECK(found_between(before(revision), revision) == sorted(expected));
    }
    CHECK(expectations().size() == chain().size());
}

TEST_CASE("what is expected of a step is what its revision records") {
    const Registry registry = testing::registry_of(gestaloka::schema::environment());
    for (const RevisionNode& node : registry.revisions()) {
        INFO("revision " << node.id);
        std::set<std::string> expected;
        for (std::string line : expectations().at(node.id)) {
            if (line.rfind(also, 0) == 0) continue;
            if (line.rfind(within, 0) == 0) line.erase(0, within.size());
            expected.insert(without_table_of_index(line.substr(0, line.find(": "))));
        }
        CHECK(expected == recorded_by(node));
    }
}
