// `migrate upgrade` and `migrate downgrade`.
#include "migrator/cli/move.hpp"

#include <ostream>

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

}  // namespace

Result<void> run_upgrade(const Command& command, const RunOptions& options, const Registry& registry,
                         Observer& observer, std::ostream& out) {
    RunReport report;
    TRYV(upgrade(options, registry, command.target.empty() ? "head" : command.target, observer, report));
    summarize(report, "applied", out);
    return success();
}

Result<void> run_downgrade(const Command& command, const RunOptions& options, const Registry& registry,
                           Observer& observer, std::ostream& out) {
    RunReport report;
    TRYV(downgrade(options, registry, command.target, observer, report));
    summarize(report, "reverted", out);
    for (const AppliedStep& step : report.steps) {
        const RevisionNode* node = registry.find(step.revision);
        if (node != nullptr && node->definition->downgrade_loses != nullptr)
            out << "  " << step.revision << " lost: " << node->definition->downgrade_loses << "\n";
    }
    return success();
}

}  // namespace migrator::cli
