// `migrate diff FROM TO`: what leads from one schema to another. A database is only asked when a side names one.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "migrator/cli/command.hpp"
#include "migrator/cli/output.hpp"
#include "migrator/ddl/render.hpp"
#include "migrator/diff/compare.hpp"
#include "migrator/diff/describe.hpp"
#include "migrator/postgres/connection_url.hpp"
#include "migrator/support/try.hpp"
#include "migrator/workbench/renames.hpp"
#include "migrator/workbench/workbench.hpp"

namespace migrator::cli {

namespace {

struct DiffOptions {
    std::string from = {};
    std::string to = {};
    bool sql = false;
    bool json = false;
};

constexpr const char* side_help = "models, database, revision:ID, a postgresql:// URL, or a .sql file";

void declare(CLI::App& line, DiffOptions& options) {
    line.add_option("from", options.from, side_help)->type_name("FROM")->required();
    line.add_option("to", options.to, side_help)->type_name("TO")->required();
    CLI::Option* sql = line.add_flag("--sql", options.sql, "Statements for psql that bring FROM to TO");
    line.add_flag("--json", options.json, "For machines")->excludes(sql);
}

// What may be a password is left out.
std::string shown(const std::string& side) {
    return postgres::is_connection_url(side) ? postgres::shown_url(side) : side;
}

Error no_side(const std::string& side) {
    const bool is_connection = side.find("://") != std::string::npos || side.find('=') != std::string::npos;
    return Error(ErrorKind::usage, is_connection ? "a connection string of this form is no side of a comparison"
                                                 : "\"" + side + "\" is no side of a comparison")
        .hint(std::string("write ") + side_help);
}

Result<Catalog> catalog_of_models(const Environment& environment, Workbench& workbench) {
    if (environment.models == nullptr)
        return failure(ErrorKind::usage, "this program describes no models to compare with");
    TRY(const model::Models models, environment.models());
    return workbench.canonical(models.catalog);
}

constexpr std::string_view revision_prefix = "revision:";

bool is_revision(const std::string& side) {
    return side.rfind(revision_prefix, 0) == 0;
}

// What the models and the revisions say was renamed on the way.
Result<RenameHints> renames_for(const DiffOptions& options, const Context& context) {
    const auto revision = [](const std::string& side) { return side.substr(revision_prefix.size()); };
    const bool has_models = options.from == "models" || options.to == "models";
    RenameHints of_models;
    if (has_models && context.environment.models != nullptr) {
        TRY(const model::Models models, context.environment.models());
        of_models = at_home(options.to == "models" ? models.renames : reversed(models.renames));
    }
    if (is_revision(options.from) && is_revision(options.to))
        return renames_between(context.registry, revision(options.from), revision(options.to));
    if (is_revision(options.from) && options.to == "models") {
        TRY(RenameHints of_revisions, renames_between(context.registry, revision(options.from), "heads"));
        return combined(std::move(of_revisions), of_models);
    }
    return of_models;
}

// What the program leaves alone is left alone wherever the program has a side.
Result<CompareOptions> options_for(const DiffOptions& options, const Context& context) {
    const auto is_of_program = [](const std::string& side) { return side == "models" || is_revision(side); };
    CompareOptions compared;
    if (is_of_program(options.from) || is_of_program(options.to)) compared = context.environment.compare;
    TRYV(require_valid(compared));
    TRY(compared.renames, renames_for(options, context));
    return compared;
}

Result<Catalog> catalog_of(const std::string& side, const Context& context, Workbench& workbench) {
    if (side == "models") return catalog_of_models(context.environment, workbench);
    if (side == "database") {
        TRY(const RunOptions run, context.database());
        return workbench.of_database(run.database);
    }
    if (is_revision(side)) return workbench.after_revisions(context.registry, side.substr(revision_prefix.size()));
    if (postgres::is_connection_url(side)) return workbench.of_database(side);
    if (side.ends_with(".sql")) return workbench.of_sql_file(side);
    return failure(no_side(side));
}

void print_for_machines(const Difference& difference, std::ostream& out) {
    nlohmann::ordered_json answer = {{"operations", nlohmann::ordered_json::array()},
                                     {"notes", difference.notes},
                                     {"refusals", difference.refusals}};
    for (const Operation& operation : difference.operations) {
        const OperationSummary summary = summarize(operation);
        nlohmann::ordered_json entry = {{"operation", summary.operation}};
        if (!summary.table.empty()) entry["table"] = summary.table;
        if (!summary.name.empty()) entry["name"] = summary.name;
        if (!summary.detail.empty()) entry["detail"] = summary.detail;
        entry["sql"] = render(operation);
        answer["operations"].push_back(std::move(entry));
    }
    print_json(answer, out);
}

struct Colours {
    const char* create = "";
    const char* drop = "";
    const char* change = "";
    const char* end = "";
};

Colours colours_for(const std::ostream& out) {
    const bool is_terminal = &out == &std::cout && ::isatty(STDOUT_FILENO) != 0;
    return is_terminal ? Colours{"\033[32m", "\033[31m", "\033[33m", "\033[0m"} : Colours{};
}

const char* colour_of(const std::string& operation, const Colours& colours) {
    if (operation.rfind("create_", 0) == 0 || operation.rfind("add_", 0) == 0) return colours.create;
    return operation.rfind("drop_", 0) == 0 ? colours.drop : colours.change;
}

void print_for_people(const Difference& difference, std::ostream& out) {
    const Colours colours = colours_for(out);
    std::vector<OperationSummary> lines;
    std::size_t width = 0;
    std::size_t table_width = 0;
    for (const Operation& operation : difference.operations) {
        lines.push_back(summarize(operation));
        width = std::max(width, lines.back().operation.size());
        table_width = std::max(table_width, lines.back().table.size());
    }
    for (const OperationSummary& line : lines) {
        out << colour_of(line.operation, colours) << line.operation << colours.end
            << std::string(width - line.operation.size() + 2, ' ') << line.table
            << std::string(table_width - line.table.size() + (table_width == 0 ? 0 : 2), ' ') << line.name
            << (line.detail.empty() ? "" : "  ") << line.detail << "\n";
    }
    for (const std::string& note : difference.notes)
        out << "note: " << note << "\n";
    for (const std::string& refusal : difference.refusals)
        out << colours.drop << "refused: " << colours.end << refusal << "\n";
    if (difference.is_empty()) out << "no differences\n";
}

Result<void> print(const DiffOptions& options, const Difference& difference, const Context& context) {
    if (options.json) {
        print_for_machines(difference, context.out);
    } else if (!options.sql) {
        print_for_people(difference, context.out);
    } else if (difference.refusals.empty()) {
        context.out << psql_script(difference.operations);
    } else {
        // Half of a change is no change to run.
        return failure(Error(ErrorKind::pending, "no statements lead there: " + difference.refusals.front())
                           .hint("migrate diff without --sql lists all of them"));
    }
    if (difference.is_empty()) return success();
    return failure(ErrorKind::pending, std::to_string(difference.operations.size()) + " operations lead from " +
                                           shown(options.from) + " to " + shown(options.to) +
                                           (difference.refusals.empty() ? "" : ", and differences that none reaches"));
}

Result<void> show_diff(const DiffOptions& options, const Context& context) {
    WorkbenchOptions scope;
    if (context.settings) {
        const RunOptions settings = context.settings();
        scope.scope.history_schema = settings.history.name.schema;
        scope.scope.history_table = settings.history.name.name;
        scope.interrupt = settings.interrupt;
    }
    Workbench workbench(scope);
    TRY(const Catalog from, catalog_of(options.from, context, workbench));
    TRY(const Catalog to, catalog_of(options.to, context, workbench));
    TRY(const CompareOptions compared, options_for(options, context));
    return print(options, compare(from, to, compared), context);
}

}  // namespace

COMMAND(diff) = {
    .name = "diff",
    .group = CommandGroup::look,
    .help = "Show what leads from one schema to another; exit 10 when they differ",
    .declare = [](CLI::App& line) { return with_options<DiffOptions>(line, declare, show_diff); },
};

}  // namespace migrator::cli
