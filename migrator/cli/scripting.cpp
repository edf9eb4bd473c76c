// Scripts go to the output as they are.
#include "migrator/cli/scripting.hpp"

#include <CLI/CLI.hpp>
#include <ostream>

#include "migrator/offline/script.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cli {

namespace {

ScriptOptions script_options(const ScriptFlags& flags, const Context& context) {
    const RunOptions run = context.settings ? context.settings() : RunOptions();
    ScriptOptions options;
    options.history = run.history;
    options.session = run.session;
    options.application = run.application;
    options.application_version = run.application_version;
    options.idempotent = flags.idempotent;
    if (flags.one_transaction) options.transactions = ScriptOptions::Transactions::one;
    return options;
}

}  // namespace

void declare_script_flags(CLI::App& line, ScriptFlags& flags) {
    CLI::Option* sql = line.add_flag("--sql", flags.sql, "Print a script for psql; asks no database");
    line.add_flag("--idempotent", flags.idempotent, "The script runs at any revision of its range")->needs(sql);
    line.add_flag("--single-transaction", flags.one_transaction, "The script's steps succeed or fail together")
        ->needs(sql);
}

Result<void> print_upgrade_script(const std::string& range, const ScriptFlags& flags, const Context& context) {
    // Where the script begins is not known before it runs, so it goes the long way.
    const Shortcuts shortcuts = flags.idempotent ? Shortcuts::leave : Shortcuts::take;
    TRY(const OfflinePlan plan, plan_offline_upgrade(context.registry, range, shortcuts));
    TRY(const std::string script, write_offline_script(plan, script_options(flags, context)));
    context.out << script;
    return success();
}

Result<void> print_downgrade_script(const std::string& range, const ScriptFlags& flags, const Context& context) {
    TRY(const OfflinePlan plan, plan_offline_downgrade(context.registry, range));
    TRY(const std::string script, write_offline_script(plan, script_options(flags, context)));
    context.out << script;
    return success();
}

Result<void> print_stamp_script(const std::vector<std::string>& ranges, const Context& context) {
    TRY(const OfflineStamp stamp, plan_offline_stamp(context.registry, ranges));
    context.out << write_offline_stamp(stamp, script_options({}, context));
    return success();
}

}  // namespace migrator::cli
