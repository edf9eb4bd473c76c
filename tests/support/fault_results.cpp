// One file a fault, one row of the table in it.
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include "tests/support/fault_results.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace gestaloka::faults {

namespace {

// What the cases of this program have told, and how they ended.
struct Results {
    std::map<std::string, Shown> told = {};
    std::map<std::string, std::string> reasons = {};            // why an id is not shown
    std::map<std::string, std::set<std::string>> callers = {};  // the cases that told of an id
    std::set<std::string> passed = {};
    std::string current = {};  // the case that runs
};

Results& results() {
    static Results kept;
    return kept;
}

std::optional<std::filesystem::path> folder() {
    const char* const given = std::getenv("FAULT_RESULTS");
    if (given == nullptr) return std::nullopt;
    return std::filesystem::path(given) / program_invocation_short_name;
}

// T1 before T10; what has no number comes last.
std::string file_name(const std::string& id) {
    const std::size_t end = id.find_first_not_of("0123456789", 1);
    if (id[0] != 'T' || end == 1) return "T_" + id + ".row";
    const std::string variant = end == std::string::npos ? "" : id.substr(end);
    char name[32];
    std::snprintf(name, sizeof name, "T%02d%s.row", std::atoi(id.c_str() + 1), variant.c_str());
    return name;
}

// "T1: a migrator that …" stands for T1.
std::string id_of(const std::string& name) {
    const std::size_t colon = name.find(": ");
    return colon == std::string::npos ? "" : name.substr(0, colon);
}

void forget(const std::string& id) {
    std::error_code ignored;
    if (const auto results_folder = folder(); results_folder && !id.empty())
        std::filesystem::remove(*results_folder / file_name(id), ignored);
}

void note_caller(const std::string& id) {
    if (results().callers[id].insert(results().current).second) forget(id);
}

void write(const Shown& row) {
    const auto results_folder = folder();
    if (!results_folder) return;
    std::filesystem::create_directories(*results_folder);
    char seconds[32] = "–";
    if (row.seconds > 0) std::snprintf(seconds, sizeof seconds, "%.1f", row.seconds);
    std::ofstream(*results_folder / file_name(row.id))
        << "| " << row.id << " | " << row.fault << " | " << row.required << " | " << row.seen << " | " << row.runs
        << " | " << seconds << " |\n";
}

// Watches the cases, since only they know whether what was told holds.
class Keeper : public Catch::TestEventListenerBase {
 public:
    using TestEventListenerBase::TestEventListenerBase;

    void testCaseStarting(const Catch::TestCaseInfo& info) override {
        TestEventListenerBase::testCaseStarting(info);
        results().current = info.name;
        // A case that never ends leaves no row either.
        if (started_.insert(id_of(info.name)).second) forget(id_of(info.name));
    }

    void testCaseEnded(const Catch::TestCaseStats& stats) override {
        TestEventListenerBase::testCaseEnded(stats);
        if (stats.totals.assertions.allOk()) results().passed.insert(stats.testInfo.name);
        for (const auto& [id, callers] : results().callers)
            if (have_passed(id, callers)) write(row_of(id));
    }

 private:
    static bool has_passed(const std::string& name) { return results().passed.contains(name); }

    bool have_passed(const std::string& id, const std::set<std::string>& callers) const {
        const auto& cases = Catch::getAllTestCasesSorted(*m_config);
        return std::all_of(callers.begin(), callers.end(), has_passed) &&
               std::all_of(cases.begin(), cases.end(),
                           [&](const Catch::TestCase& one) { return id_of(one.name) != id || has_passed(one.name); });
    }

    static Shown row_of(const std::string& id) {
        const auto reason = results().reasons.find(id);
        if (reason == results().reasons.end()) return results().told.at(id);
        Shown row = results().told[id];
        row.id = id;
        row.seen = "not shown: " + reason->second;
        row.runs = 0;
        row.seconds = 0;
        return row;
    }

    std::set<std::string> started_ = {};
};

CATCH_REGISTER_LISTENER(Keeper)

}  // namespace

void tell(const Shown& shown) {
    note_caller(shown.id);
    Shown& row = results().told[shown.id];
    const Shown before = std::exchange(row, shown);
    row.runs += before.runs;
    row.seconds = std::max(row.seconds, before.seconds);
    if (before.seen.empty()) return;
    const bool is_new = before.seen.find(shown.seen) == std::string::npos;
    row.seen = is_new ? before.seen + "; " + shown.seen : before.seen;
}

void not_shown(const std::string& id, const std::string& reason) {
    WARN(id << " is not shown: " << reason);
    note_caller(id);
    results().reasons[id] = reason;
}

}  // namespace gestaloka::faults
