// What is found wrong with a history, all at once, and what may be decided about it.
#include "migrator/run/damage.hpp"

#include <catch2/catch.hpp>

#include "migrator/operation/checksum.hpp"
#include "tests/errors/must.hpp"
#include "tests/revision/chains.hpp"

using namespace migrator;
using namespace migrator::testing;

namespace {

const std::vector<RegisteredRevision>& three() {
    static Chain chain;
    static const bool filled = [] {
        chain.add("aaaa", {}).add("bbbb", {"aaaa"}).add("cccc", {"bbbb"});
        return true;
    }();
    static_cast<void>(filled);
    return chain.list();
}

HistoryRow row(const std::string& id, const std::vector<std::string>& parents) {
    HistoryRow row;
    row.revision = id;
    row.parents = parents;
    row.checksum = checksum({});
    row.state = StepState::applied;
    row.applied_at = "2026-01-02T03:04:05Z";
    row.applied_by = "owner";
    row.host = "host-a";
    row.client_pid = 17;
    return row;
}

History all_applied() {
    return History{true, {row("aaaa", {}), row("bbbb", {"aaaa"}), row("cccc", {"bbbb"})}};
}

std::vector<std::string> found(const History& history) {
    std::vector<std::string> lines;
    for (const Finding& finding : must(find_damage(history, must(Registry::create(three()))))) {
        std::string line = finding.revision + " " + finding.what + " [";
        for (const RepairAction choice : finding.choices)
            line += std::string(line.ends_with('[') ? "" : " ") + to_string(choice);
        lines.push_back(line + "]");
    }
    return lines;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a row whose deciding values are missing is restamped by a binary that has the revision") {
    History history = all_applied();
    history.rows[1].unset = "checksum, breaking";
    history.rows[1].checksum.clear();
    history.rows.push_back(row("dddd", {"cccc"}));
    history.rows.back().unset = "breaking";
    CHECK(found(history) == Lines{"bbbb its row has no valid checksum, breaking [restamp]",
                                  "dddd its row has no valid breaking; a binary that has the revision can restamp it "
                                  "[]"});
}

TEST_CASE("a history as the runs left it has no finding, whatever it is ahead of") {
    CHECK(found(History{}).empty());
    CHECK(found(all_applied()).empty());
    History ahead = all_applied();
    ahead.rows.push_back(row("dddd", {"cccc"}));
    CHECK(found(ahead).empty());
}

TEST_CASE("torn steps come first and tell who began them") {
    History history = all_applied();
    history.rows[0].checksum = "edited";
    history.rows[1].state = StepState::applying;
    history.rows[2].state = StepState::reverting;
    CHECK(found(history) ==
          Lines{"bbbb torn: began applying at 2026-01-02T03:04:05Z by owner on host-a:17 and never ended "
                "[mark-applied mark-not-applied]",
                "cccc torn: began reverting at 2026-01-02T03:04:05Z by owner on host-a:17 and never ended "
                "[mark-applied mark-not-applied]",
                "aaaa edited: aaaa.cpp is not what was applied at 2026-01-02T03:04:05Z [restamp]"});
}

TEST_CASE("a moved, a missing and an invalid row") {
    History history = all_applied();
    history.rows[2].parents = {"aaaa"};
    CHECK(found(history) == Lines{"cccc moved: applied on aaaa, but cccc.cpp now revises bbbb [restamp]"});
    history = all_applied();
    history.rows.erase(history.rows.begin(), history.rows.begin() + 2);
    CHECK(found(history) == Lines{"bbbb missing: not recorded, although cccc above it is [mark-applied]",
                                  "aaaa missing: not recorded, although bbbb above it is [mark-applied]"});
    history = all_applied();
    history.rows[1].state = StepState::unknown;
    CHECK(found(history) == Lines{"bbbb its row has no valid state [mark-applied mark-not-applied]"});
}
