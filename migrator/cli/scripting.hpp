// `--sql`: the flags that upgrade, downgrade and stamp share, and the printing of their scripts.
#pragma once

#include <string>
#include <vector>

#include "migrator/cli/command.hpp"

namespace migrator::cli {

struct ScriptFlags {
    bool sql = false;
    bool idempotent = false;
    bool one_transaction = false;
};

/// Declares --sql, --idempotent and --single-transaction.
void declare_script_flags(CLI::App& line, ScriptFlags& flags);

/// Print the script for a range, without a database. Errors: as the functions of migrator/offline.
Result<void> print_upgrade_script(const std::string& range, const ScriptFlags& flags, const Context& context);
Result<void> print_downgrade_script(const std::string& range, const ScriptFlags& flags, const Context& context);
Result<void> print_stamp_script(const std::vector<std::string>& ranges, const Context& context);

}  // namespace migrator::cli
