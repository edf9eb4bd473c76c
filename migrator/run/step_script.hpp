// A step as the messages that are sent to the server, its claim and its record included.
#pragma once

#include <string>
#include <vector>

#include "migrator/postgres/migration_lock.hpp"
#include "migrator/run/history.hpp"
#include "migrator/run/plan.hpp"

namespace migrator {

/// Who writes the history row.
struct StepAuthor {
    std::string host = {};
    int pid = 0;
    std::string application = {};          ///< e.g. "gestaloka_server"
    std::string application_version = {};  ///< e.g. "0.1.0"
};

/// What pg_stat_activity shows of a session: who, which version, where, and the step that runs. PostgreSQL keeps 63
/// bytes of ASCII; of a longer name the application's own is cut, and shown to be, then the host's.
std::string session_name(const StepAuthor& author, const std::string& step = {});

/// A statement of a message, and which operation it comes from.
struct ScriptStatement {
    std::string sql = {};
    /// 1-based place of the operation in the step; 0 for the migrator's own statements.
    std::size_t operation = 0;
};

/// One message, or one C++ function.
struct ScriptPart {
    std::vector<ScriptStatement> statements = {};
    const RunFunction* function = nullptr;
    std::size_t operation = 0;
};

/// The parts in order; they point into the step that they were written from. A step of typed operations is one message,
/// COMMIT included. Raw SQL and C++ run apart, and before COMMIT the claim is looked at again: they could have ended
/// the transaction.
struct StepScript {
    std::vector<ScriptPart> parts = {};
    bool has_foreign_code = false;    ///< raw SQL or C++
    bool commits_separately = false;  ///< COMMIT is the last part, to be sent when the record was found in order
};

/// The ids as PostgreSQL reads an array of text.
std::string array_literal(const std::vector<std::string>& ids);

/// True when the step runs raw SQL or C++.
bool has_foreign_code(const PlannedStep& step);

StepScript write_step_script(const PlannedStep& step, const HistoryTable& table, postgres::LockKey lock,
                             const StepAuthor& author, int attempt);

}  // namespace migrator
