// What is wrong with a history, one finding a revision, and what a person may decide about each.
#pragma once

#include <string>
#include <vector>

#include "migrator/revision/registry.hpp"
#include "migrator/run/history.hpp"

namespace migrator {

/// What a person says about a revision after having looked at the database.
enum class RepairAction {
    mark_applied,      ///< the database has all of it
    mark_not_applied,  ///< the database has none of it
    restamp,           ///< the row takes the checksum and the parents that are compiled in
};

/// "mark-applied", "mark-not-applied", "restamp".
const char* to_string(RepairAction action);

struct Finding {
    enum class Kind {
        torn_upgrade,    ///< began applying and never ended
        torn_downgrade,  ///< began reverting and never ended
        no_state,        ///< the row has no valid state
        unset,           ///< a value of the row that decides is missing
        edited,          ///< the step was edited after it had been applied
        moved,           ///< the step revises other parents than when it was applied
        missing,         ///< not recorded, although a revision above it is
    };
    Kind kind = Kind::edited;
    std::string revision = {};
    std::string what = {};  ///< a sentence without a final stop
    std::vector<RepairAction> choices = {};
};

/// Pure; what decide_upgrade refuses one at a time, all together: torn rows first, then in the order of the history.
/// Of a revision that is not compiled in only the row itself is looked at.
/// Errors: usage, when a compiled-in step is unsound.
Result<std::vector<Finding>> find_damage(const History& history, const Registry& registry);

/// True for what only a person can judge by looking at the database; the others tell of a history that diverged.
bool is_torn(const Finding& finding);

}  // namespace migrator
