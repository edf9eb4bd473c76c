// `migrate upgrade` and `migrate downgrade`.
#include <CLI/CLI.hpp>
#include <ostream>

#include "migrator/backup/backup.hpp"
#include "migrator/cli/command.hpp"
#include "migrator/cli/output.hpp"
#include "migrator/cli/plan_listing.hpp"
#include "migrator/cli/scripting.hpp"
#include "migrator/run/decide.hpp"
#include "migrator/support/duration.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cli {

namespace {

void summarize(const RunReport& report, const char* verb, std::ostream& out) {
    if (report.steps.empty()) {
        out << "nothing to do; " << report.applied_count << " revisions are applied\n";
        return;
    }
    std::chrono::microseconds total{0};
    for (const AppliedStep& step : report.steps)
        total += step.duration;
    out << report.steps.size() << (report.steps.size() == 1 ? " revision " : " revisions ") << verb << " in "
        << format_duration(total) << "; " << report.applied_count << " are applied now\n";
}

struct UpgradeOptions {
    std::string target = "head";
    ScriptFlags script = {};
    std::string backup = {};
    bool plan = false;
    bool json = false;
};

void declare_upgrade(CLI::App& line, UpgradeOptions& options) {
    line.add_option("target", options.target,
                    "head, heads, an id or its beginning, a label, BRANCH@head, +N, REV+N; "
                    "with --sql also START:END")
        ->type_name("TARGET");
    declare_script_flags(line, options.script);
    CLI::Option* plan = line.add_flag("--plan", options.plan, "List the steps with their SQL, change nothing");
    line.add_flag("--json", options.json, "The plan for machines")->needs(plan);
    CLI::Option* backup =
        line.add_option("--backup", options.backup, "Dump the database to FILE before the first change")
            ->type_name("FILE");
    plan->excludes(backup)->excludes("--sql");
    backup->excludes("--sql");
}

Result<void> show_plan(const UpgradeOptions& options, const RunOptions& database, const Context& context) {
    TRY(const History history, inspect(database, context.observer));
    TRY(const Plan plan, decide_upgrade(history, context.registry, options.target));
    options.json ? print_plan_json(plan, context.out) : print_plan(plan, context.out);
    return success();
}

// Called when it is known that something will change.
Result<void> back_up_to(const std::string& file, const RunOptions& database, std::ostream& out) {
    TRY(const backup::BackupReport report, backup::back_up({database.database, file, {}, database.interrupt}));
    out << "backup: " << report.file.string() << ", " << count_of(report.tables, "table") << ", " << report.bytes
        << " bytes\n";
    return success();
}

Result<void> run_upgrade(const UpgradeOptions& options, const Context& context) {
    if (options.script.sql) return print_upgrade_script(options.target, options.script, context);
    TRY(RunOptions database, context.database());
    if (options.plan) return show_plan(options, database, context);
    if (!options.backup.empty())
        database.before_first_change = [&options, &database, &context] {
            return back_up_to(options.backup, database, context.out);
        };
    RunReport report;
    TRYV(upgrade(database, context.registry, options.target, context.observer, report));
    summarize(report, "applied", context.out);
    return success();
}

struct DowngradeOptions {
    std::string target = {};
    ScriptFlags script = {};
};

void declare_downgrade(CLI::App& line, DowngradeOptions& options) {
    line.add_option("target", options.target,
                    "base, an id or its beginning, BRANCH@base, -N, REV-N, "
                    "BRANCH@-N; with --sql START:END")
        ->type_name("TARGET")
        ->required();
    declare_script_flags(line, options.script);
}

// Says afterwards what the reverted steps could not bring back.
Result<void> run_downgrade(const DowngradeOptions& options, const Context& context) {
    if (options.script.sql) return print_downgrade_script(options.target, options.script, context);
    TRY(const RunOptions database, context.database());
    RunReport report;
    TRYV(downgrade(database, context.registry, options.target, context.observer, report));
    summarize(report, "reverted", context.out);
    for (const AppliedStep& step : report.steps) {
        const RevisionNode* node = context.registry.find(step.revision);
        if (node != nullptr && node->definition->downgrade_loses != nullptr)
            context.out << "  " << step.revision << " lost: " << node->definition->downgrade_loses << "\n";
    }
    return success();
}

}  // namespace

COMMAND(upgrade) = {
    .name = "upgrade",
    .group = CommandGroup::move,
    .help = "Apply revisions up to TARGET, by default head",
    .declare = [](CLI::App& line) { return with_options<UpgradeOptions>(line, declare_upgrade, run_upgrade); },
};

COMMAND(downgrade) = {
    .name = "downgrade",
    .group = CommandGroup::move,
    .help = "Revert revisions down to TARGET, which stays applied",
    .declare = [](CLI::App& line) { return with_options<DowngradeOptions>(line, declare_downgrade, run_downgrade); },
};

}  // namespace migrator::cli
