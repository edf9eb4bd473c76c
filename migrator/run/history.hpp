// The history: the table in the database that holds one row an applied revision.
#pragma once

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "migrator/catalog/name.hpp"
#include "migrator/postgres/session.hpp"

namespace migrator {

/// Where the history lives. A schema of its own keeps the game's schema free of it.
struct HistoryTable {
    ObjectName name = ObjectName("migrator", "history");
};

/// A row that others can see in `applying` or `reverting` belongs to a step that broke its transaction: it is torn.
/// `running` and `undoing` (the way back) belong to a step outside a transaction: the next run finishes it.
enum class StepState { applying, applied, reverting, running, undoing, unknown };

/// Of a row that somebody else has written; sorted last.
inline constexpr long long no_sequence = std::numeric_limits<long long>::max();

struct HistoryRow {
    long long sequence = 0;  ///< the order in which revisions were applied
    std::string revision = {};
    std::vector<std::string> parents = {};
    std::string message = {};
    std::string checksum = {};
    StepState state = StepState::unknown;
    bool breaking = false;
    std::string applied_at = {};  ///< the server's clock, ISO 8601 in UTC
    long long duration_ms = 0;
    long long attempts = 0;
    std::string applied_by = {};  ///< the role
    std::string host = {};
    long long client_pid = 0;
    std::string application_version = {};
    /// The columns that decide but hold no value of their kind, separated by commas; only a person's hand does that.
    std::string unset = {};
};

struct History {
    bool exists = false;  ///< false: no table yet, nothing was ever applied
    std::vector<HistoryRow> rows = {};
};

/// How much of each row is read: what a decision and its words need, or also who applied it and how. Only breaking
/// revisions have a message where less is read. A long history takes half as long without.
enum class HistoryDetail { deciding, whole };

/// What the rows of an answer say, whatever was written into the table.
/// Requires: the answer has the columns of the statement of read_history.
History history_of(const postgres::ResultSet& answer);
constexpr int history_column_count = 14;

/// Reads the history with one statement, and does something else until the server has answered. Requires: the table
/// exists.
/// Errors: unavailable; privilege; diverged when the table is not the migrator's.
Result<History> read_history(postgres::Session& session, const HistoryTable& table,
                             HistoryDetail detail = HistoryDetail::whole, const std::function<void()>& meanwhile = {});

/// The statements that create the table, in a schema that stands.
std::vector<std::string> create_history_statements(const HistoryTable& table);

/// Creates schema and table in one transaction. Requires: the migration lock.
/// Errors: privilege, naming the missing GRANT.
Result<void> create_history(postgres::Session& session, const HistoryTable& table);

}  // namespace migrator
