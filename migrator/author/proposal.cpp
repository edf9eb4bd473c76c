// Comparing models, revisions and databases.
#include "migrator/author/proposal.hpp"

#include <set>

#include "migrator/catalog/rights.hpp"
#include "migrator/diff/describe.hpp"
#include "migrator/support/try.hpp"
#include "migrator/workbench/renames.hpp"
#include "migrator/workbench/workbench.hpp"

namespace migrator::author {

namespace {

Result<model::Models> models_of(const Environment& environment) {
    if (environment.models == nullptr)
        return failure(Error(ErrorKind::usage, "this program has no models to compare")
                           .hint("give Environment::models a function that returns models_of<…>()"));
    return environment.models();
}

CompareOptions options_with_hints(const Environment& environment, const RenameHints& hints) {
    CompareOptions options = environment.compare;
    options.renames = at_home(hints);
    return options;
}

std::vector<std::string> tables_of(const Catalog& from, const Catalog& to) {
    std::set<std::string> names;
    for (const Catalog* catalog : {&from, &to})
        for (const Table& table : catalog->tables)
            names.insert((table.name.schema.empty() ? "" : table.name.schema + ".") + table.name.name);
    return {names.begin(), names.end()};
}

Result<void> require_head(const RunOptions& database, const Registry& registry) {
    Observer quiet;
    RunReport report;
    auto checked = check(database, registry, quiet, report);
    if (checked.has_value() || checked.assume_error().kind() != ErrorKind::pending) return checked;
    return failure(Error(ErrorKind::pending, "target database is not up to date")
                       .detail(summary(checked.assume_error()))
                       .hint("run `migrate upgrade` first, or compare with the revisions: leave --from out"));
}

// The history of the database may stand in a schema of the program's choice; it is no part of the schema.
WorkbenchOptions options_for(const RunOptions& database) {
    WorkbenchOptions options;
    options.scope.history_schema = database.history.name.schema;
    options.scope.history_table = database.history.name.name;
    options.interrupt = database.interrupt;
    return options;
}

Result<Catalog> canonical(Workbench& workbench, const model::Models& models) {
    auto catalog = workbench.canonical(models.catalog);
    if (catalog.has_value()) return catalog;
    return failure(std::move(catalog).assume_error().become(ErrorKind::usage).within("creating the models"));
}

bool is_about_table(const Operation& operation) {
    if (const auto* comment = std::get_if<SetComment>(&operation))
        return comment->on == SetComment::On::table && comment->column.empty();
    return std::holds_alternative<CreateTable>(operation) || std::holds_alternative<DropTable>(operation) ||
           std::holds_alternative<AlterTable>(operation) || std::holds_alternative<BulkInsert>(operation) ||
           std::holds_alternative<Backfill>(operation);
}

}  // namespace

Result<Proposal> propose_from_revisions(const Environment& environment, const Registry& registry) {
    TRYV(require_valid(environment.compare));
    TRY(const model::Models models, models_of(environment));
    Workbench workbench;
    TRY(Catalog before, workbench.after_revisions(registry));
    TRY(const Catalog wanted, canonical(workbench, models));
    leave_out_rights_beside(wanted, before);
    return Proposal{compare(before, wanted, options_with_hints(environment, models.renames)),
                    tables_of(before, wanted)};
}

Result<Proposal> propose_from_database(const Environment& environment, const Registry& registry,
                                       const RunOptions& database) {
    TRYV(require_valid(environment.compare));
    TRY(const model::Models models, models_of(environment));
    TRYV(require_head(database, registry));
    Workbench workbench(options_for(database));
    TRY(Catalog before, workbench.of_database(database.database));
    TRY(const Catalog wanted, canonical(workbench, models));
    leave_out_rights_beside(wanted, before);
    return Proposal{compare(before, wanted, options_with_hints(environment, models.renames)),
                    tables_of(before, wanted)};
}

Result<Proposal> compare_database_with_revisions(const Environment& environment, const Registry& registry,
                                                 const RunOptions& database) {
    TRYV(require_valid(environment.compare));
    TRYV(require_head(database, registry));
    Workbench workbench(options_for(database));
    TRY(Catalog actual, workbench.of_database(database.database));
    TRY(const Catalog wanted, workbench.after_revisions(registry));
    leave_out_rights_beside(wanted, actual);
    return Proposal{compare(actual, wanted, environment.compare), tables_of(actual, wanted)};
}

std::string line_of(const Operation& operation) {
    const OperationSummary summary = summarize(operation);
    std::string line = summary.operation;
    if (!summary.table.empty()) line += " " + summary.table;
    // What is done to the table itself has no further name.
    const bool is_of_table = summary.table.ends_with("." + summary.name) && is_about_table(operation);
    if (!summary.name.empty() && !is_of_table) line += (summary.table.empty() ? " " : ".") + summary.name;
    return summary.detail.empty() ? line : line + ": " + summary.detail;
}

}  // namespace migrator::author
