// `migrate check`: do the models, the revisions and (when named) the database agree?
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <ostream>

#include "migrator/author/proposal.hpp"
#include "migrator/cli/command.hpp"
#include "migrator/cli/output.hpp"
#include "migrator/diff/describe.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cli {

namespace {

struct Options {
    bool live = false;
    bool json = false;
};

void declare(CLI::App& line, Options& options) {
    line.add_flag("--live", options.live,
                  "Compare the database with the revisions, too; so does a --database that is given");
    line.final_callback([&line, &options] {
        const CLI::App* root = &line;
        while (root->get_parent() != nullptr)
            root = root->get_parent();
        const CLI::Option* database = root->get_option_no_throw("--database");
        options.live = options.live || (database != nullptr && database->count() > 0);
    });
    line.add_flag("--json", options.json, "For machines");
}

// One comparison and what it is called.
struct Finding {
    std::string sides = {};
    author::Proposal proposal = {};
};

void print(const Finding& finding, std::ostream& out) {
    const Difference& difference = finding.proposal.difference;
    const std::string tables = count_of(finding.proposal.tables.size(), "table");
    out << finding.sides << ": " << tables << " compared, "
        << (difference.is_empty() ? "no difference" : count_of(difference.operations.size(), "difference")) << "\n";
    for (const Operation& operation : difference.operations)
        out << "  " << author::line_of(operation) << "\n";
    for (const std::string& refusal : difference.refusals)
        out << "  " << refusal << "\n";
    for (const std::string& note : difference.notes)
        out << "  note: " << note << "\n";
}

nlohmann::ordered_json json_of(const Finding& finding) {
    nlohmann::ordered_json operations = nlohmann::ordered_json::array();
    for (const Operation& operation : finding.proposal.difference.operations) {
        const OperationSummary summary = summarize(operation);
        operations.push_back({{"operation", summary.operation},
                              {"table", summary.table},
                              {"name", summary.name},
                              {"detail", summary.detail}});
    }
    return {{"compared", finding.sides},
            {"tables", finding.proposal.tables},
            {"operations", operations},
            {"refusals", finding.proposal.difference.refusals},
            {"notes", finding.proposal.difference.notes}};
}

Result<void> check(const Options& options, const Context& context) {
    std::vector<Finding> findings;
    TRY(author::Proposal models, author::propose_from_revisions(context.environment, context.registry));
    findings.push_back({"models and revisions", std::move(models)});
    if (options.live) {
        TRY(const RunOptions database, context.database());
        TRY(author::Proposal live,
            author::compare_database_with_revisions(context.environment, context.registry, database));
        findings.push_back({"database and revisions", std::move(live)});
    }
    bool differs = false;
    nlohmann::ordered_json answer = nlohmann::ordered_json::array();
    for (const Finding& finding : findings) {
        differs = differs || !finding.proposal.difference.is_empty();
        if (options.json)
            answer.push_back(json_of(finding));
        else
            print(finding, context.out);
    }
    if (options.json) print_json({{"comparisons", answer}}, context.out);
    if (!differs) return success();
    return failure(Error(ErrorKind::pending, "models, revisions and database do not agree")
                       .hint("what the models have more: `migrate revision --autogenerate`; "
                             "what a database has less: `migrate upgrade`"));
}

}  // namespace

COMMAND(check) = {
    .name = "check",
    .group = CommandGroup::look,
    .help = "Compare the models with the revisions; exit 10 when they differ",
    .declare = [](CLI::App& line) { return with_options<Options>(line, declare, check); },
};

}  // namespace migrator::cli
