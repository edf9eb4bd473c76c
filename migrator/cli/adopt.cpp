// `migrate adopt`.
#include "migrator/adopt/adopt.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <ostream>

#include "migrator/cli/command.hpp"
#include "migrator/cli/drift_listing.hpp"
#include "migrator/cli/output.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cli {

namespace {

struct Options {
    std::string from = {};
    std::string version_table = {};
    std::string map = {};
    bool accept_drift = false;
    bool json = false;
};

void declare(CLI::App& line, Options& options) {
    line.add_option("--from", options.from, "alembic, flyway, goose, sqlx or golang-migrate")
        ->type_name("TOOL")
        ->required();
    line.add_option("--version-table", options.version_table, "Where the tool keeps its history, if not in its default")
        ->type_name("TABLE");
    line.add_option("--map", options.map, "Which revision makes what a version made: lines VERSION REVISION")
        ->type_name("FILE");
    line.add_flag("--accept-drift", options.accept_drift, "Adopt although the database differs");
    line.add_flag("--json", options.json, "For machines");
}

std::string top_of(const Adoption& adoption) {
    return adoption.applied.empty() ? "base" : adoption.applied.back()->id;
}

void print(const Adoption& adoption, std::ostream& out) {
    if (!adoption.drift.empty())
        out << count_of(adoption.drift.size(), "difference") << " from what the revisions up to " << top_of(adoption)
            << " make\n"
            << side_by_side(adoption.drift);
    if (adoption.was_adopted_before)
        out << "adopted before at " << top_of(adoption) << "; nothing to do\n";
    else if (adoption.was_written)
        out << "adopted at " << top_of(adoption) << ": " << count_of(adoption.applied.size(), "revision")
            << " recorded\n";
}

void print_adoption_json(const Adoption& adoption, std::ostream& out) {
    auto applied = nlohmann::ordered_json::array();
    for (const RevisionNode* node : adoption.applied)
        applied.push_back(node->id);
    print_json({{"versions", adoption.foreign.versions},
                {"applied", applied},
                {"drift", drift_json(adoption.drift)},
                {"adopted", adoption.was_written || adoption.was_adopted_before}},
               out);
}

Result<void> run_adopt(const Options& options, const Context& context) {
    AdoptOptions adopting;
    const std::optional<ForeignTool> tool = foreign_tool(options.from);
    if (!tool)
        return failure(ErrorKind::usage,
                       "\"" + options.from + "\" is none of alembic, flyway, goose, sqlx and golang-migrate");
    adopting.from = *tool;
    adopting.version_table = options.version_table;
    adopting.accept_drift = options.accept_drift;
    if (!options.map.empty()) {
        TRY(adopting.map, read_revision_map(options.map));
    }
    TRY(const RunOptions database, context.database());
    TRY(const Adoption adoption, adopt(database, context.registry, adopting, context.observer));
    options.json ? print_adoption_json(adoption, context.out) : print(adoption, context.out);
    if (adoption.was_written || adoption.was_adopted_before) return success();
    return failure(Error(ErrorKind::pending,
                         "the database is not what revision " + top_of(adoption) + " makes; nothing was written")
                       .hint("correct the database, or take it over as it is with --accept-drift"));
}

}  // namespace

COMMAND(adopt) = {
    .name = "adopt",
    .group = CommandGroup::care,
    .help = "Take over a database that another tool migrated so far",
    .declare = [](CLI::App& line) { return with_options<Options>(line, declare, run_adopt); },
};

}  // namespace migrator::cli
