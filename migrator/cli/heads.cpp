// `migrate heads` and `migrate branches`: the ends and the forks of the compiled-in graph. No database is asked.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <ostream>

#include "migrator/cli/command.hpp"
#include "migrator/cli/listing.hpp"
#include "migrator/cli/output.hpp"

namespace migrator::cli {

namespace {

struct HeadsOptions : ListOptions {
    bool resolve_dependencies = false;
};

void declare_heads(CLI::App& line, HeadsOptions& options) {
    line.add_flag("--resolve-dependencies", options.resolve_dependencies,
                  "Leave out a head on which another revision depends");
    declare_list_options(line, options);
}

Result<void> show_heads(const HeadsOptions& options, const Context& context) {
    std::vector<ListedRevision> list;
    for (const RevisionNode* head : context.registry.heads()) {
        const bool is_needed = !context.registry.graph()[head->position].dependents.empty();
        if (is_needed && options.resolve_dependencies) continue;
        list.push_back({head, marks_of(context.registry, *head), "", "", ""});
    }
    print_list(context.registry, list, options, context.out);
    return success();
}

Result<void> show_branches(const ListOptions& options, const Context& context) {
    const Registry& registry = context.registry;
    std::vector<ListedRevision> points;
    for (const RevisionNode* point : registry.branch_points())
        points.push_back({point, marks_of(registry, *point), "", "", ""});
    if (options.json || options.verbose) {
        print_list(registry, points, options, context.out);
        return success();
    }
    const BranchLabels labels(registry);
    for (const ListedRevision& point : points) {
        print_lines({point}, labels, context.out);
        TextTable children;
        for (const RevisionNode* child : registry.nodes_at(registry.graph()[point.node->position].children))
            children.add_row({"-> " + child->id, child->message});
        children.print(context.out, "    ");
    }
    return success();
}

}  // namespace

COMMAND(heads) = {
    .name = "heads",
    .group = CommandGroup::look,
    .help = "List the revisions that no other one revises",
    .declare = [](CLI::App& line) { return with_options<HeadsOptions>(line, declare_heads, show_heads); },
};

COMMAND(branches) = {
    .name = "branches",
    .group = CommandGroup::look,
    .help = "List the revisions that several others revise",
    .declare = [](CLI::App& line) { return with_options<ListOptions>(line, declare_list_options, show_branches); },
};

}  // namespace migrator::cli
