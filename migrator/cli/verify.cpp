// `migrate verify`.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <ostream>

#include "migrator/cli/command.hpp"
#include "migrator/cli/drift_listing.hpp"
#include "migrator/cli/output.hpp"
#include "migrator/drift/verify.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cli {

namespace {

struct Options {
    bool json = false;
};

void declare(CLI::App& line, Options& options) {
    line.add_flag("--json", options.json, "For machines");
}

void print(const Verification& found, std::ostream& out) {
    for (const Finding& finding : found.findings)
        out << finding.revision << "  " << finding.what << "\n";
    if (!found.findings.empty()) return;
    out << "history: " << count_of(found.applied_count, "revision") << ", each as compiled in\n";
    if (!found.unknown.empty()) {
        out << "catalog: not compared; not compiled in: " << join_words(found.unknown) << "\n";
        return;
    }
    out << "catalog: "
        << (found.drift.empty() ? std::string("what the revisions make")
                                : count_of(found.drift.size(), "difference") + " from what the revisions make")
        << "\n"
        << side_by_side(found.drift);
    if (found.pending_count > 0) out << count_of(found.pending_count, "revision") << " pending\n";
}

void print_verification_json(const Verification& found, std::ostream& out) {
    auto findings = nlohmann::ordered_json::array();
    for (const Finding& finding : found.findings)
        findings.push_back({{"revision", finding.revision}, {"finding", finding.what}});
    print_json({{"applied", found.applied_count},
                {"pending", found.pending_count},
                {"unknown", found.unknown},
                {"findings", findings},
                {"drift", drift_json(found.drift)}},
               out);
}

Result<void> run_verify(const Options& options, const Context& context) {
    TRY(const RunOptions database, context.database());
    TRY(const Verification found, verify(database, context.registry, context.observer));
    options.json ? print_verification_json(found, context.out) : print(found, context.out);
    if (!found.findings.empty())
        return failure(Error(is_torn(found.findings.front()) ? ErrorKind::torn : ErrorKind::diverged,
                             "the history is not what is compiled in")
                           .hint("`migrate repair` shows the choices"));
    if (found.drift.empty()) return success();
    return failure(
        Error(ErrorKind::pending, "the database drifted from its revisions in " + count_of(found.drift.size(), "place"))
            .hint("undo the change by hand, or write a revision that makes it"));
}

}  // namespace

COMMAND(verify) = {
    .name = "verify",
    .group = CommandGroup::look,
    .help = "Compare history, checksums and catalog with what the applied revisions make",
    .declare = [](CLI::App& line) { return with_options<Options>(line, declare, run_verify); },
};

}  // namespace migrator::cli
