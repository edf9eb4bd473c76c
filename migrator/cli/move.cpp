// `migrate upgrade` and `migrate downgrade`.
#include <CLI/CLI.hpp>
#include <ostream>

#include "migrator/cli/command.hpp"
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
};

void declare_upgrade(CLI::App& line, UpgradeOptions& options) {
    line.add_option("target", options.target, "head, heads, an id or its beginning, a label, BRANCH@head, +N, REV+N")
        ->type_name("TARGET");
}

Result<void> run_upgrade(const UpgradeOptions& options, const Context& context) {
    TRY(const RunOptions database, context.database());
    RunReport report;
    TRYV(upgrade(database, context.registry, options.target, context.observer, report));
    summarize(report, "applied", context.out);
    return success();
}

struct DowngradeOptions {
    std::string target = {};
};

void declare_downgrade(CLI::App& line, DowngradeOptions& options) {
    line.add_option("target", options.target, "base, an id or its beginning, BRANCH@base, -N, REV-N, BRANCH@-N")
        ->type_name("TARGET")
        ->required();
}

// Says afterwards what the reverted steps could not bring back.
Result<void> run_downgrade(const DowngradeOptions& options, const Context& context) {
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
