// The property of every comparison: what it proposes leads there, and its inverse leads back.
#pragma once

#include <string>

namespace convergence {

enum class AppliedBy { session, psql };

struct Case {
    std::string from = {};             ///< SQL that makes the first schema
    std::string to = {};               ///< SQL that makes the second one
    std::string rows = {};             ///< SQL that fills the first one
    std::string left_alone = {};       ///< SQL that makes what only the first one has, and keeps
    std::string refused = {};          ///< a part of the expected refusal; empty: none
    std::string irreversible = {};     ///< a part of the reason why there is no inverse; empty: there is one
    std::string other_rows = {};       ///< how kept rows print afterwards, where they print otherwise
    std::string other_rows_back = {};  ///< likewise after the way back
    AppliedBy applied_by = AppliedBy::session;
};

enum class Dump { compared, left_out };

/// Applies what `migrate diff --sql` prints to a database of the first schema. Empty when all holds: the database then
/// looks like the second schema, to the comparison and to pg_dump; the inverse makes it look like the first one again;
/// what both schemas have of the rows is there, with its values, both times. A refused pair is only told: no statement
/// is printed, nothing changes. Else what does not hold.
std::string failure_of(const Case& pair, Dump dump = Dump::compared);

}  // namespace convergence
