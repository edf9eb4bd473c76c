// `migrate stamp` and `migrate ensure-version`: the history is written, no step is run.
#include "migrator/run/stamp.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <ostream>

#include "migrator/cli/command.hpp"
#include "migrator/cli/output.hpp"
#include "migrator/cli/scripting.hpp"
#include "migrator/ddl/sql_writer.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cli {

namespace {

struct StampOptions {
    std::vector<std::string> targets = {};
    bool purge = false;
    bool sql = false;
    bool json = false;
};

void declare_stamp(CLI::App& line, StampOptions& options) {
    line.add_option("target", options.targets,
                    "Revisions, head, heads, base, BRANCH@head, BRANCH@base; with --sql also START:END")
        ->type_name("TARGET")
        ->required();
    CLI::Option* purge =
        line.add_flag("--purge", options.purge, "Forget everything first, also revisions that are not compiled in");
    CLI::Option* json = line.add_flag("--json", options.json, "For machines");
    line.add_flag("--sql", options.sql, "Print a script for psql; asks no database")->excludes(purge)->excludes(json);
}

std::vector<std::string> ids_of(const RevisionList& nodes) {
    std::vector<std::string> ids;
    for (const RevisionNode* node : nodes)
        ids.push_back(node->id);
    return ids;
}

Result<void> run_stamp(const StampOptions& options, const Context& context) {
    if (options.sql) return print_stamp_script(options.targets, context);
    TRY(const RunOptions database, context.database());
    const StampMode mode = options.purge ? StampMode::purge : StampMode::replace_lineage;
    TRY(const StampPlan plan, stamp(database, context.registry, options.targets, mode, context.observer));
    const std::vector<std::string> heads = ids_of(plan.heads);
    if (options.json) {
        print_json({{"heads", heads}, {"added", ids_of(plan.added)}, {"removed", plan.removed}}, context.out);
        return success();
    }
    const std::string where = heads.empty() ? "the base" : join_words(heads);
    if (plan.added.empty() && plan.removed.empty()) {
        context.out << "nothing to do; the database is at " << where << "\n";
        return success();
    }
    context.out << "the database is at " << where << " now: " << count_of(plan.added.size(), "revision")
                << " recorded, " << count_of(plan.removed.size(), "revision") << " forgotten; no step was run\n";
    return success();
}

struct EnsureOptions {
    bool json = false;
};

void declare_ensure(CLI::App& line, EnsureOptions& options) {
    line.add_flag("--json", options.json, "For machines");
}

Result<void> run_ensure(const EnsureOptions& options, const Context& context) {
    TRY(const RunOptions database, context.database());
    TRY(const bool is_created, ensure_history(database, context.observer));
    SqlWriter name;
    name << database.history.name;
    if (options.json)
        print_json({{"table", name.take()}, {"created", is_created}}, context.out);
    else
        context.out << "the history table " << name.take() << (is_created ? " was created\n" : " is there already\n");
    return success();
}

}  // namespace

COMMAND(stamp) = {
    .name = "stamp",
    .group = CommandGroup::move,
    .help = "Record that the database is at TARGET, without running a step",
    .declare = [](CLI::App& line) { return with_options<StampOptions>(line, declare_stamp, run_stamp); },
};

COMMAND(ensure_version) = {
    .name = "ensure-version",
    .group = CommandGroup::move,
    .help = "Create the history table, if there is none",
    .declare = [](CLI::App& line) { return with_options<EnsureOptions>(line, declare_ensure, run_ensure); },
};

}  // namespace migrator::cli
