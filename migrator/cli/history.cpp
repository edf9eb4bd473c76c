// `migrate history`.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

#include "migrator/cli/command.hpp"
#include "migrator/cli/drawing.hpp"
#include "migrator/cli/listing.hpp"
#include "migrator/cli/output.hpp"
#include "migrator/revision/range.hpp"
#include "migrator/run/compiled_history.hpp"
#include "migrator/run/decide.hpp"
#include "migrator/support/try.hpp"

namespace migrator::cli {

namespace {

struct Options : ListOptions {
    std::string range = {};
    bool graph = false;
    bool indicate_current = false;
    bool no_database = false;
};

void declare(CLI::App& line, Options& options) {
    line.add_option("-r,--rev-range", options.range,
                    "Only START:END, each may be left out: ids, labels, base, head, current, -N, +N")
        ->type_name("RANGE");
    line.add_flag("--graph", options.graph, "Draw branches and merges beside the list");
    line.add_flag("-i,--indicate-current", options.indicate_current, "Mark where the database is");
    line.add_flag("--no-database", options.no_database, "Only what is compiled in");
    declare_list_options(line, options);
}

std::vector<std::string> names_of(const RevisionList& nodes) {
    std::vector<std::string> names;
    for (const RevisionNode* node : nodes)
        names.push_back(node->id);
    return names.empty() ? std::vector<std::string>{"base"} : names;
}

Result<RevisionList> chosen_revisions(const Options& options, const Registry& registry, const RevisionList& current) {
    if (options.range.empty()) return revisions_between(registry, {"heads"}, {"base"});
    TRY(const auto ends, split_range(options.range));
    const auto names = [&](const std::string& text, const char* otherwise) {
        if (text == "current") return names_of(current);
        return std::vector<std::string>{text.empty() ? otherwise : text};
    };
    return revisions_between(registry, names(ends.second, "heads"), names(ends.first, "base"));
}

const char* state_text(StepState state) {
    if (state == StepState::running || state == StepState::undoing) return "unfinished";
    return state == StepState::applied ? "applied" : "torn";
}

std::vector<ListedRevision> list_of(const Options& options, const Registry& registry, const RevisionList& nodes,
                                    const History& history, const RevisionList& current) {
    std::map<std::string_view, const HistoryRow*> rows;
    for (const HistoryRow& row : history.rows)
        rows.emplace(row.revision, &row);
    std::vector<ListedRevision> list;
    list.reserve(nodes.size());
    for (const RevisionNode* node : nodes) {
        ListedRevision listed{node, {}, "", "", ""};
        const RevisionEdges& edges = registry.graph()[node->position];
        const bool is_line = edges.children.size() <= 1 && edges.parents.size() <= 1;
        if (options.verbose || options.json || !is_line) listed.marks = marks_of(registry, *node);
        if (options.indicate_current && std::find(current.begin(), current.end(), node) != current.end())
            listed.marks.emplace_back("current");
        const auto row = rows.find(node->id);
        if (row != rows.end()) {
            listed.state = state_text(row->second->state);
            listed.applied_at = row->second->applied_at;
        } else if (!options.no_database) {
            listed.state = "pending";
        }
        list.push_back(std::move(listed));
    }
    return list;
}

// Applied, but not compiled in: the database is ahead, or belongs to another chain.
std::vector<RevisionNode> unknown_revisions(const Registry& registry, const History& history) {
    std::vector<RevisionNode> unknown;
    for (auto row = history.rows.rbegin(); row != history.rows.rend(); ++row) {
        if (registry.find(row->revision) != nullptr) continue;
        RevisionNode node;
        node.id = row->revision;
        node.message = row->message;
        node.parents = row->parents;
        unknown.push_back(std::move(node));
    }
    return unknown;
}

void print_unknown(const std::vector<RevisionNode>& unknown, const History& history, std::ostream& out) {
    TextTable table;
    for (const RevisionNode& node : unknown) {
        const auto row = std::find_if(history.rows.begin(), history.rows.end(),
                                      [&](const HistoryRow& candidate) { return candidate.revision == node.id; });
        table.add_row({node.id, "unknown", row->applied_at, node.message});
    }
    table.print(out);
}

nlohmann::ordered_json describe_unknown(const RevisionNode& node) {
    return {{"revision", node.id},
            {"revises", node.parents},
            {"message", node.message},
            {"file", nullptr},
            {"marks", nlohmann::ordered_json::array()},
            {"state", "unknown"}};
}

void print_drawn(const Registry& registry, const RevisionList& nodes, std::vector<ListedRevision> list,
                 std::ostream& out) {
    TextTable table;
    const BranchLabels labels(registry);
    std::size_t next = 0;
    for (const DrawnLine& line : draw(registry, nodes)) {
        if (line.node == nullptr) {
            table.add_row({line.drawing});
            continue;
        }
        const ListedRevision& listed = list[next++];
        table.add_row(
            {line.drawing, listed.node->id, listed.state, join_words(labels.of(*listed.node)), listed.node->message});
    }
    table.print(out);
}

// Newest first, with what the database says of each; above them the applied ones that this binary does not know.
Result<void> show_history(const Options& options, const Context& context) {
    History history;
    if (!options.no_database) {
        TRY(const RunOptions database, context.database());
        TRY(History recorded, inspect(database, context.observer));
        history = as_compiled(std::move(recorded), context.registry);
    }
    const Registry& registry = context.registry;
    const RevisionList current = current_heads(history, registry);
    TRY(const RevisionList nodes, chosen_revisions(options, registry, current));
    const std::vector<ListedRevision> list = list_of(options, registry, nodes, history, current);
    const std::vector<RevisionNode> unknown =
        options.range.empty() ? unknown_revisions(registry, history) : std::vector<RevisionNode>();
    if (options.json) {
        auto array = nlohmann::ordered_json::array();
        for (const RevisionNode& node : unknown)
            array.push_back(describe_unknown(node));
        for (auto& object : describe_list(registry, list))
            array.push_back(std::move(object));
        print_json(array, context.out);
        return success();
    }
    print_unknown(unknown, history, context.out);
    if (options.graph)
        print_drawn(registry, nodes, list, context.out);
    else
        print_list(registry, list, options, context.out);
    return success();
}

}  // namespace

COMMAND(history) = {
    .name = "history",
    .group = CommandGroup::look,
    .help = "List the revisions, newest first, and which of them are applied",
    .declare = [](CLI::App& line) { return with_options<Options>(line, declare, show_history); },
};

}  // namespace migrator::cli
