// Where an offline script starts and ends, and the steps between: what the runner would do on a database that stands
// there.
#pragma once

#include <string>
#include <vector>

#include "migrator/run/decide.hpp"

namespace migrator {

/// The steps of a script, and what it requires of the database that it is run on.
struct OfflinePlan {
    std::string from = {};  ///< as it is shown: "base" or full ids
    std::string to = {};    ///< as it is shown: full ids, or "base"
    /// The applied revisions that the script starts from, parents first.
    std::vector<HistoryRow> start = {};
    std::vector<PlannedStep> steps = {};
};

/// `range` is "a:b", or "b" to start from an empty database. Either side as in an online command; the start may name
/// several revisions, separated by commas.
/// Errors: usage: as decide_upgrade; an empty side.
Result<OfflinePlan> plan_offline_upgrade(const Registry& registry, const std::string& range,
                                         Shortcuts shortcuts = Shortcuts::take);

/// `range` is "a:b": without a database nothing tells where the way down begins.
/// Errors: usage: as decide_downgrade; a range without a start.
Result<OfflinePlan> plan_offline_downgrade(const Registry& registry, const std::string& range);

/// The history rows that a stamp writes and deletes; `steps` stays empty.
struct OfflineStamp {
    OfflinePlan plan = {};
    std::vector<PlannedStep> added = {};    ///< parents first
    std::vector<PlannedStep> removed = {};  ///< children first
};

/// Each of `ranges` is a revision, or "a:b" with the same start in all of them.
/// Errors: usage: unknown revisions, different starts, a revision that another one of them includes.
Result<OfflineStamp> plan_offline_stamp(const Registry& registry, const std::vector<std::string>& ranges);

}  // namespace migrator
