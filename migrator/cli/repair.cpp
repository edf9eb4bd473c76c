// `migrate repair`.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <ostream>

#include "migrator/cli/command.hpp"
#include "migrator/cli/output.hpp"
#include "migrator/run/repair.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cli {

namespace {

struct Options {
    std::string mark_applied = {};
    std::string mark_not_applied = {};
    std::string restamp = {};
    bool json = false;
};

void declare(CLI::App& line, Options& options) {
    CLI::Option_group* choice = line.add_option_group("choice", "One decision about one revision");
    choice->add_option("--mark-applied", options.mark_applied, "The database has all of the revision")
        ->type_name("REV");
    choice->add_option("--mark-not-applied", options.mark_not_applied, "The database has nothing of the revision")
        ->type_name("REV");
    choice->add_option("--restamp", options.restamp, "Accept the revision as it is compiled in")->type_name("REV");
    choice->require_option(0, 1);
    line.add_flag("--json", options.json, "For machines");
}

void print(const std::vector<Finding>& findings, std::ostream& out) {
    if (findings.empty()) out << "nothing to repair\n";
    for (const Finding& finding : findings) {
        out << finding.revision << "  " << finding.what << "\n";
        for (const RepairAction action : finding.choices)
            out << "    migrate repair --" << to_string(action) << " " << finding.revision << "\n";
    }
}

void print_findings_json(const std::vector<Finding>& findings, std::ostream& out) {
    auto list = nlohmann::ordered_json::array();
    for (const Finding& finding : findings) {
        auto choices = nlohmann::ordered_json::array();
        for (const RepairAction action : finding.choices)
            choices.push_back(to_string(action));
        list.push_back({{"revision", finding.revision},
                        {"torn", is_torn(finding)},
                        {"finding", finding.what},
                        {"choices", choices}});
    }
    print_json({{"findings", list}}, out);
}

// Shows what there is to decide; the exit code is that of an upgrade that finds the same.
Result<void> show_findings(const Options& options, const RunOptions& database, const Context& context) {
    TRY(const History history, inspect(database, context.observer));
    TRY(const std::vector<Finding> findings, find_damage(history, context.registry));
    options.json ? print_findings_json(findings, context.out) : print(findings, context.out);
    if (findings.empty()) return success();
    return failure(Error(is_torn(findings.front()) ? ErrorKind::torn : ErrorKind::diverged,
                         count_of(findings.size(), "finding") + " to decide about")
                       .hint("compare the database with what the revision should have made, then take one of its "
                             "choices; nothing is repaired by itself"));
}

Result<void> run_repair(const Options& options, const Context& context) {
    TRY(const RunOptions database, context.database());
    Repair wanted;
    if (!options.mark_applied.empty()) wanted = {RepairAction::mark_applied, options.mark_applied};
    if (!options.mark_not_applied.empty()) wanted = {RepairAction::mark_not_applied, options.mark_not_applied};
    if (!options.restamp.empty()) wanted = {RepairAction::restamp, options.restamp};
    if (wanted.revision.empty()) return show_findings(options, database, context);
    TRY(const Finding settled, repair(database, context.registry, wanted, context.observer));
    if (options.json) {
        print_json({{"revision", settled.revision}, {"action", to_string(wanted.action)}, {"finding", settled.what}},
                   context.out);
        return success();
    }
    context.out << settled.revision << "  " << to_string(wanted.action) << "; it was " << settled.what << "\n";
    return success();
}

}  // namespace

COMMAND(repair) = {
    .name = "repair",
    .group = CommandGroup::care,
    .help = "Show what is torn or diverged, and settle one finding",
    .declare = [](CLI::App& line) { return with_options<Options>(line, declare, run_repair); },
};

}  // namespace migrator::cli
